// One message with its whole journey: received, checked, stored, what followed, and each attempt to deliver.
import { html, nothing } from 'lit';
import { haal, stuur, type Bericht, type Fout, type Herkomst, type Reis, type VeldHerkomst } from '../api';
import { getoond, inhoud, spoor, toonPlaats, uitleg, zoek, type Gevonden, type Gezocht } from '../herkomst';
import { is_opmerking, koppeling, lang, opmerking, Pagina, rij, slecht, soort, stand, tabel, tekstvak, veld } from '../pagina';
import { duur, getal, t, tijdstip } from '../taal';

/** Attempts that failed in the same way again and again are one group, so that what else happened is not lost among them. */
function groepen(reis: Bericht[]): Bericht[][] {
  const alle: Bericht[][] = [];
  const laatste = new Map<string, Bericht[]>();
  for (const stap of reis) {
    const kenmerk = [stap.soort, stap.referentie, stap.uitkomst, stap.httpStatus, stap.fouten[0]?.pointer].join('|');
    const groep = stap.uitkomst === 'mislukt' ? laatste.get(kenmerk) : undefined;
    if (groep) groep.push(stap);
    else {
      alle.push([stap]);
      laatste.set(kenmerk, alle.at(-1)!);
    }
  }
  return alle;
}

class BerichtPagina extends Pagina {
  static override properties = { bericht: { state: true }, herkomst: { state: true }, gekozen: { state: true }, verder: { state: true } };
  declare bericht: Reis | null;
  declare herkomst: Herkomst | null;
  declare gekozen: VeldHerkomst | null;
  /** Where a ground of the chosen field led, in another message. */
  declare verder: Gevonden | null;
  private reden = '';
  private geladen = '';
  constructor() {
    super();
    this.bericht = null;
    this.herkomst = null;
    this.gekozen = null;
    this.verder = null;
  }
  protected async laad() {
    this.geladen = this.deel;
    this.bericht = await haal<Reis>(`berichten/${encodeURIComponent(this.deel)}`);
  }
  override willUpdate() {
    if (this.geladen !== this.deel && this.isConnected && this.geladen !== '') {
      this.bericht = null;
      this.herkomst = null;
      this.gekozen = null;
      this.verder = null;
      this.geladen = this.deel;
      void this.ververs();
    }
  }
  private async toonInhoud(gebeurtenis: SubmitEvent) {
    gebeurtenis.preventDefault();
    const reden = (this.reden = String(new FormData(gebeurtenis.target as HTMLFormElement).get('reden') ?? ''));
    await this.doe(async () => {
      this.herkomst = await stuur<Herkomst>(`berichten/${encodeURIComponent(this.deel)}/herkomst`, { reden });
    }, t('De inhoud staat onderaan; dat u haar inzag staat in het logboek.'));
  }
  /** From a ground to its place, for the same reason. */
  private async volg(wat: Gezocht) {
    this.verder = null;
    await this.doe(async () => {
      this.verder = await zoek(wat, this.reden);
    }, t('Waar het veld vandaan komt staat onder de gegevens; dat u het bericht inzag staat in het logboek.'));
  }
  private async vraagToestemming(formulier: HTMLFormElement) {
    if (!formulier.reportValidity()) return;
    const reden = String(new FormData(formulier).get('reden') ?? '');
    await this.doe(() => stuur('toestemmingen', { voor: 'inhoud', van: this.deel, reden }),
      t('Gevraagd. Heeft een ander het toegestaan, dan kunt u de inhoud hier eenmaal lezen.'));
  }
  private vierOgen(een: Reis) {
    return this.sessie.gemeenten.some((gemeente) => gemeente.gemeentecode === een.gemeentecode && gemeente.vierOgen.includes('inhoud'));
  }
  override render() {
    const een = this.bericht;
    return html`
      <p class="utrecht-paragraph">${koppeling('/berichten', t('Alle berichten'))}</p>
      <h1 class="utrecht-heading-1">${een ? soort(een) : t('Bericht')}</h1>
      ${this.meldingen()}
      ${een ? this.toon(een) : nothing}`;
  }
  private toon(een: Reis) {
    const eerste = een.reis[0] ? Date.parse(een.reis[0].moment) : 0;
    return html`
      <div class="monitor-twee">
        <section>
          <h2 class="utrecht-heading-2">${t('Gegevens')}</h2>
          <dl class="monitor-lijst">
            <dt>${t('Uitkomst')}</dt><dd>${stand(een.uitkomst)} ${een.httpStatus ? `HTTP ${een.httpStatus}` : ''}</dd>
            <dt>${t('Tijd')}</dt><dd>${tijdstip(een.moment)}</dd>
            <dt>${t('Richting')}</dt><dd>${een.richting === 'in' ? t('in') : t('uit')}</dd>
            <dt>${t('Partij')}</dt><dd>${een.partijNaam ?? ''} ${een.partij}</dd>
            <dt>${t('Certificaat of gebruiker')}</dt><dd>${een.certificaat || '–'}</dd>
            <dt>${t('Gemeente')}</dt><dd>${een.gemeentecode ?? '–'}</dd>
            <dt>${t('Bericht-id')}</dt><dd>${een.berichtId}</dd>
            <dt>${t('Referentie')}</dt><dd>${een.referentie || '–'}</dd>
            <dt>${t('Dossier')}</dt><dd>${een.dossier || '–'}</dd>
            <dt>${t('Omvang')}</dt><dd>${getal(een.bytes)} bytes</dd>
            <dt>Trace</dt><dd>${een.traceId}</dd>
            <dt>${t('Regel')}</dt><dd>${getal(een.nr)}, hash ${een.hash.slice(0, 16)}…</dd>
          </dl>
          ${een.fouten.length > 0 ? html`
            <h3 class="utrecht-heading-3">${slecht.includes(een.uitkomst) && !een.fouten.every(is_opmerking) ? t('Wat er niet goed ging') : t('Toelichting')}</h3>
            <ul>${een.fouten.map((fout) => html`<li>${this.tekst(fout)}</li>`)}</ul>` : nothing}
        </section>
        <section>
          <h2 class="utrecht-heading-2">${t('De reis')}</h2>
          <ol class="monitor-reis">
            ${groepen(een.reis).map((groep, index) => html`
              <li class="${slecht.includes(groep[0].uitkomst) ? 'slecht' : ''} ${groep.some((stap) => stap.berichtId === een.berichtId) ? 'dit' : ''}">
                ${this.stap(groep[0], een, eerste)}
                ${groep.length > 1 ? html`
                  <details><summary class="monitor-samenvatting">${t('en nog {0} keer zo, het laatst {1}', groep.length - 1, this.na(groep.at(-1)!, eerste))}</summary>
                    ${groep.slice(1).map((stap) => this.stap(stap, een, eerste))}</details>` : nothing}
                ${index === 0 && een.gebeurtenissenVan.length > 0 ? html`
                  <details><summary class="monitor-samenvatting">${t('{0} gebeurtenissen', een.gebeurtenissenVan.length)}</summary>
                    <ul>${een.gebeurtenissenVan.map((gevolg) => html`<li>${gevolg.nummer}. ${gevolg.type.replace('nl.inburgering.', '')}</li>`)}</ul></details>` : nothing}
              </li>`)}
          </ol>
        </section>
      </div>
      ${een.inhoudBewaard && this.sessie.recht === 'privacy' ? html`
        <h2 class="utrecht-heading-2">${t('Inhoud')}</h2>
        ${this.herkomst ? this.toonHerkomst(this.herkomst) : html`
          <form class="monitor-formulier" @submit=${this.toonInhoud}>
            ${veld('reden', t('Reden'), tekstvak('reden', '', 'text', true), t('Bijvoorbeeld een zaaknummer en waarom. De reden komt leesbaar in het logboek: noem geen persoon.'))}
            <div class="monitor-knoppen"><button class="utrecht-button utrecht-button--primary-action" type="submit">${t('Inhoud tonen')}</button>
              ${this.vierOgen(een) ? html`<button class="utrecht-button utrecht-button--secondary-action" type="button"
                @click=${(klik: Event) => void this.vraagToestemming((klik.target as HTMLElement).closest('form')!)}>${t('Toestemming vragen')}</button>` : nothing}</div>
          </form>`}` : nothing}`;
  }
  /** What came in beside what was made of it; a field leads to its place and its rule. */
  private toonHerkomst(herkomst: Herkomst) {
    const velden = herkomst.objecten.flatMap((object) => object.velden.map((een) => ({ object, een })));
    return html`
      <div class="monitor-twee monitor-wijd">
        <section>
          <h3 class="utrecht-heading-3">${t('Wat er binnenkwam')}</h3>
          ${inhoud(herkomst, this.gekozen)}
          ${this.gekozen ? uitleg(this.gekozen, herkomst, (wat) => void this.volg(wat)) : html`
            <p class="utrecht-paragraph">${t('Kies een veld: dan staat hier waar het vandaan komt.')}</p>`}
        </section>
        <section>
          <h3 class="utrecht-heading-3">${t('Wat ervan is gemaakt')}</h3>
          ${tabel(t('Velden die dit bericht zette'), [t('Object'), t('Veld'), t('Waarde'), t('Stand')],
    velden.map(({ object, een }) => rij(lang(object.objecttype),
      html`<button type="button" class="utrecht-button utrecht-button--subtle" aria-pressed=${this.gekozen === een ? 'true' : 'false'}
        @click=${() => { this.gekozen = een; this.verder = null; }}>${lang(een.veld)}</button>`, html`<div class="monitor-ruim">${getoond(een.waarde)}</div>`, t(een.stand))),
    t('Dit bericht zette geen enkel veld.'))}
          ${this.verder ? html`
            <h3 class="utrecht-heading-3">${t('Waar {0} van {1} vandaan komt', this.verder.veld.veld, this.verder.objecttype)}</h3>
            ${spoor(this.verder, (wat) => void this.volg(wat))}` : nothing}
          ${herkomst.volledig ? nothing : html`<p class="utrecht-paragraph">${t('Dit bericht is te groot om van alles de plaats te zoeken.')}</p>`}
        </section>
      </div>`;
  }
  override updated() {
    toonPlaats(this);
  }
  private stap(stap: Bericht, een: Reis, eerste: number) {
    return html`
      <p>${stap.berichtId === een.berichtId ? soort(stap) : koppeling(`/berichten/${stap.berichtId}`, soort(stap))} ${stand(stap.uitkomst)}</p>
      <p class="monitor-zacht">${stap.richting === 'in' ? t('van') : t('naar')} ${stap.partijNaam ?? (stap.partij || t('de gateway zelf'))}, ${this.na(stap, eerste)}, ${t('duurde')} ${duur(stap.duurMs)}${stap.httpStatus ? `, HTTP ${stap.httpStatus}` : ''}</p>
      ${stap.stappen.length > 0 ? html`<p class="monitor-zacht">${stap.stappen.map((deel) => `${t(deel.stap)} ${duur(deel.duurMs)}`).join(' → ')}</p>` : nothing}
      ${stap.fouten.map((fout) => html`<p>${this.tekst(fout)}</p>`)}`;
  }
  private tekst(fout: Fout) {
    if (is_opmerking(fout)) return opmerking(fout);
    return html`${fout.pointer ? html`<code>${fout.pointer}</code>: ` : nothing}${fout.melding}`;
  }
  private na(stap: Bericht, eerste: number) {
    const later = Date.parse(stap.moment) - eerste;
    return later > 0 ? t('na {0}', duur(later)) : tijdstip(stap.moment);
  }
}
customElements.define('pagina-bericht', BerichtPagina);
