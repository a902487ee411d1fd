// Where a value comes from: its place in the message, marked, and the rule that read it.
import { html, nothing } from 'lit';
import type { Herkomst, VeldHerkomst } from './api';
import { koppeling } from './pagina';
import { delen } from './plaats';
import { t, tijdstip } from './taal';

/** A value as a person reads it. */
export const getoond = (waarde: unknown) =>
  waarde === null ? t('geen waarde') : typeof waarde === 'string' ? waarde : JSON.stringify(waarde);

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

export function uitleg(een: VeldHerkomst, herkomst: Herkomst) {
  const plaatsen = een.plaatsen.map((plaats) => plaats.lijn ? t('{0}, regel {1}', plaats.pad, plaats.lijn) : plaats.pad);
  const geen = herkomst.inhoud === undefined ? t('niet meer te zeggen') : t('hangt niet aan één waarde: het bericht noemt het niet, of de regel zegt het altijd');
  return html`
    <div id="herkomst" role="status"><dl class="monitor-lijst">
      <dt>${t('Veld')}</dt><dd>${een.veld}</dd>
      <dt>${t('Plaats')}</dt><dd>${plaatsen.length > 0 ? plaatsen.map((plaats) => html`<p><code>${plaats}</code></p>`) : geen}</dd>
      ${een.bron ? html`<dt>${t('In de standaard')}</dt><dd><code>${een.bron}</code></dd>` : nothing}
      <dt>${t('Regel die het las')}</dt><dd>${een.regel ? html`<code>${een.regel}</code> ${een.regelTekst ?? ''}` : t('van vóór regels werden bewaard')}
        ${een.regelNu ? html` (${t('nu {0}', een.regelNu)})` : nothing}</dd>
      <dt>${t('Wanneer')}</dt><dd>${tijdstip(herkomst.moment)}</dd>
      <dt>${t('Stand')}</dt><dd>${standen[een.stand]()}
        ${een.gezetDoor ? koppeling(`/berichten/${een.gezetDoor}`, t('het bericht dat het zette')) : nothing}</dd>
    </dl></div>`;
}

export const toonPlaats = (pagina: Element) => pagina.querySelector('.monitor-inhoud mark')?.scrollIntoView({ block: 'nearest' });
