// Where a value comes from: its place in the message, marked, and the rule that read it.
import { html, nothing } from 'lit';
import { stuur, type Grond, type Herkomst, type VeldHerkomst } from './api';
import { koppeling } from './pagina';
import { delen } from './plaats';
import { t, tijdstip } from './taal';

/** A value as a person reads it; one of parts as the names of those with what each holds. */
export function getoond(waarde: unknown): string {
  if (waarde === null) return t('geen waarde');
  if (Array.isArray(waarde)) return waarde.map(getoond).join('; ');
  return typeof waarde === 'object' ? genoemd(waarde as Record<string, unknown>) : String(waarde);
}
const genoemd = (delen: Record<string, unknown>) => Object.entries(delen).map(([naam, waarde]) => `${naam} ${getoond(waarde)}`).join(', ');

const standen = {
  geldt: () => t('geldt'),
  wijkt: () => t('wijkt voor een bron die voorgaat'),
  herhaalt: () => t('herhaalt wat deze bron al zei'),
  vervangen: () => t('sindsdien door dezelfde bron vervangen'),
  beeindigd: () => t('sindsdien door dezelfde bron beëindigd'),
};

/** The message as it came in, with the places of the field marked. */
export function inhoud(herkomst: Herkomst, gekozen: VeldHerkomst | null) {
  const bron = herkomst.inhoud;
  if (bron === undefined) return html`<p class="utrecht-paragraph">${herkomst.geenInhoud}</p>`;
  const stukken: unknown[] = [];
  let tot = 0;
  for (const [begin, einde] of delen(bron, gekozen?.plaatsen ?? [])) {
    stukken.push(bron.slice(tot, begin), html`<mark>${bron.slice(begin, einde)}</mark>`);
    tot = einde;
  }
  return html`<pre class="monitor-inhoud" tabindex="0">${[...stukken, bron.slice(tot)]}</pre>`;
}

/** Which field of which object, and the message that set it. */
export interface Gezocht { berichtId: string; objecttype: string; sleutel: Record<string, unknown>; veld: string }
export interface Gevonden { van: Herkomst; veld: VeldHerkomst; objecttype: string }

/** Looks where a field stands in the message that set it; that is a look at it, for a reason. */
export async function zoek(wat: Gezocht, reden: string): Promise<Gevonden | null> {
  const van = await stuur<Herkomst>(`berichten/${encodeURIComponent(wat.berichtId)}/herkomst`, { reden, veld: `${wat.objecttype}.${wat.veld}` });
  const sleutel = JSON.stringify(wat.sleutel);
  const veld = van.objecten.find((een) => een.objecttype === wat.objecttype && JSON.stringify(een.sleutel) === sleutel)?.velden[0];
  return veld ? { van, veld, objecttype: wat.objecttype } : null;
}

/** What a concluded field rests on: each part leads to its own place. */
function rustOp(gronden: Grond[], volg: (wat: Gezocht) => void) {
  return html`
    <ul class="monitor-gronden">${gronden.map((grond) => html`
      <li>${grond.objecttype}${Object.keys(grond.sleutel).length > 0 ? html` <span class="monitor-zacht">(${genoemd(grond.sleutel)})</span>` : nothing}
        <ul>${grond.velden.map((een) => html`<li>
          ${een.berichtId ? html`<button type="button" class="monitor-als-koppeling" @click=${() => volg({ berichtId: een.berichtId, objecttype: grond.objecttype, sleutel: grond.sleutel, veld: een.veld })}>${een.veld}</button>` : een.veld}:
          ${getoond(een.waarde)}${een.berichtId ? html` (${koppeling(`/berichten/${een.berichtId}`, t('bericht'))})` : nothing}</li>`)}</ul>
      </li>`)}</ul>`;
}

export function uitleg(een: VeldHerkomst, herkomst: Herkomst, volg: (wat: Gezocht) => void) {
  const plaatsen = een.plaatsen.map((plaats) => plaats.lijn ? t('{0}, regel {1}', plaats.pad, plaats.lijn) : plaats.pad);
  const gronden = een.grondslag ?? [];
  const geen = gronden.length > 0 ? t('staat in geen bericht: het volgt uit wat bekend is') : herkomst.inhoud === undefined ? t('niet meer te zeggen') : t('hangt niet aan één waarde: het bericht noemt het niet, of de regel zegt het altijd');
  return html`
    <div id="herkomst" role="status"><dl class="monitor-lijst">
      <dt>${t('Veld')}</dt><dd>${een.veld}</dd>
      <dt>${t('Waarde')}</dt><dd>${getoond(een.waarde)}</dd>
      <dt>${t('Plaats')}</dt><dd>${plaatsen.length > 0 ? plaatsen.map((plaats) => html`<p><code>${plaats}</code></p>`) : geen}</dd>
      ${gronden.length > 0 ? html`<dt>${t('Rust op')}</dt><dd>${rustOp(gronden, volg)}</dd>` : nothing}
      ${een.bron ? html`<dt>${t('In de standaard')}</dt><dd><code>${een.bron}</code></dd>` : nothing}
      <dt>${t('Regel die het las')}</dt><dd>${een.regel ? html`<code>${een.regel}</code> ${een.regelTekst ?? ''}` : t('van vóór regels werden bewaard')}
        ${een.regelNu ? html` (${t('nu {0}', een.regelNu)})` : nothing}</dd>
      <dt>${t('Wanneer')}</dt><dd>${tijdstip(herkomst.moment)}</dd>
      <dt>${t('Stand')}</dt><dd>${standen[een.stand]()}
        ${een.gezetDoor ? koppeling(`/berichten/${een.gezetDoor}`, t('het bericht dat het zette')) : nothing}</dd>
    </dl></div>`;
}

/** A place in another message, to which a ground led. */
export function spoor(gevonden: Gevonden, volg: (wat: Gezocht) => void) {
  return html`
    ${uitleg(gevonden.veld, gevonden.van, volg)}
    <p class="utrecht-paragraph">${koppeling(`/berichten/${gevonden.van.berichtId}`, t('Naar dit bericht'))}</p>
    ${inhoud(gevonden.van, gevonden.veld)}`;
}

export const toonPlaats = (pagina: Element) => pagina.querySelector('.monitor-inhoud mark')?.scrollIntoView({ block: 'nearest' });
