// Terms of the law: what runs out soon, what was overrun. A dossier is its pseudonym; nobody is named.
import { html, nothing } from 'lit';
import { haal, type Termijn, type Termijnen } from '../api';
import { ga, gemeenten, kies, knop, koppeling, lang, Pagina, rij, stand, tabel, veld } from '../pagina';
import { dag, getal, t, tijdstip } from '../taal';

const filters = ['gemeente', 'stand', 'klok'] as const;
type Kolom = 'gemeentecode' | 'titel' | 'stand' | 'laatsteDag' | 'dagen' | 'dossier';

class TermijnenPagina extends Pagina {
  static override properties = { nu: { state: true }, kolom: { state: true }, omlaag: { state: true } };
  declare nu: Termijnen | null;
  declare kolom: Kolom;
  declare omlaag: boolean;
  private adres = '';
  private gehaald = '';
  constructor() {
    super();
    this.nu = null;
    this.kolom = 'laatsteDag';
    this.omlaag = false;
    this.elke = 60_000;
  }
  private gezocht(): Record<string, string> {
    const vraag = new URLSearchParams(location.search);
    return Object.fromEntries(filters.map((naam) => [naam, vraag.get(naam) ?? '']).filter(([, waarde]) => waarde !== ''));
  }
  private vraag(pad: string, meer: Record<string, string> = {}) {
    const vraag = new URLSearchParams({ ...this.gezocht(), ...meer }).toString();
    return pad + (vraag ? '?' + vraag : '');
  }
  protected async laad() {
    this.adres = location.search;
    this.nu = await haal<Termijnen>(this.vraag('termijnen'));
    this.gehaald = new Date().toISOString();
  }
  override willUpdate() {
    if (this.isConnected && this.adres !== location.search) {
      this.adres = location.search;
      void this.ververs();
    }
  }
  private kiesFilter(naam: string, waarde: string) {
    const vraag = new URLSearchParams({ ...this.gezocht(), [naam]: waarde });
    if (!waarde) vraag.delete(naam);
    ga('/termijnen' + (vraag.size > 0 ? '?' + vraag.toString() : ''));
    this.requestUpdate();
  }
  private sorteer(kolom: Kolom) {
    this.omlaag = this.kolom === kolom ? !this.omlaag : false;
    this.kolom = kolom;
  }
  private gesorteerd(lijst: Termijn[]) {
    const volgorde = (een: Termijn, ander: Termijn) =>
      this.kolom === 'dagen' ? een.dagen - ander.dagen : String(een[this.kolom]).localeCompare(String(ander[this.kolom]), 'nl');
    return [...lijst].sort((een, ander) => (this.omlaag ? volgorde(ander, een) : volgorde(een, ander)));
  }
  private kop(kolom: Kolom, tekst: string) {
    const richting = this.kolom !== kolom ? 'none' : this.omlaag ? 'descending' : 'ascending';
    return html`<th scope="col" class="utrecht-table__header-cell" aria-sort=${richting}>
      <button type="button" class="monitor-sorteer" @click=${() => this.sorteer(kolom)}>${tekst}<span aria-hidden="true">${this.kolom !== kolom ? '' : this.omlaag ? ' ↓' : ' ↑'}</span></button></th>`;
  }
  override render() {
    const gezocht = this.gezocht();
    const klokken = [...new Map((this.nu?.aantallen ?? []).map((een) => [een.klok, een.titel]))];
    return html`
      <h1 class="utrecht-heading-1">${t('Termijnen')}</h1>
      <p class="utrecht-paragraph">${t('Wat binnenkort afloopt en wat verstreken is. Wie het is weet alleen de gemeente: hier staat het nummer van het dossier.')}</p>
      ${this.meldingen()}
      <div class="monitor-formulier">
        ${veld('gemeente', t('Gemeente'), kies('gemeente', gezocht.gemeente ?? '', [['', t('alle')], ...gemeenten(this.sessie)], (waarde) => this.kiesFilter('gemeente', waarde)))}
        ${veld('stand', t('Stand'), kies('stand', gezocht.stand ?? '', [['', t('nadert of verstreken')], ...['verstreken', 'nadert', 'loopt'].map((code): [string, string] => [code, t(code)])],
          (waarde) => this.kiesFilter('stand', waarde)))}
        ${veld('klok', t('Termijn'), kies('klok', gezocht.klok ?? '', [['', t('alle')], ...klokken], (waarde) => this.kiesFilter('klok', waarde)))}
        <div class="monitor-knoppen">${knop(t('Afdrukken'), () => window.print())}<a class="utrecht-link" href=${'/beheer/v1/' + this.vraag('termijnen', { formaat: 'csv' })} download="termijnen.csv">${t('Downloaden als CSV')}</a></div>
      </div>
      ${this.nu ? this.toon(this.nu) : nothing}`;
  }
  private toon(nu: Termijnen) {
    const koppen: [Kolom, string][] = [['gemeentecode', t('Gemeente')], ['titel', t('Termijn')], ['stand', t('Stand')], ['laatsteDag', t('Laatste dag')], ['dagen', t('Dagen')], ['dossier', t('Dossier')]];
    return html`
      <p class="monitor-zacht">${t('Stand van {0}', tijdstip(this.gehaald))}</p>
      <h2 class="utrecht-heading-2">${t('Aantallen')}</h2>
      ${tabel(t('Aantallen per gemeente en termijn'), [t('Gemeente'), t('Termijn'), t('Verstreken'), t('Nadert'), t('Loopt')],
        nu.aantallen.map((een) => rij(een.gemeentecode, een.titel, getal(een.verstreken), getal(een.nadert), getal(een.loopt))))}
      <h2 class="utrecht-heading-2">${t('Dossiers')}</h2>
      ${nu.ingekort ? html`<p class="utrecht-paragraph">${t('Er zijn er meer dan hier staan. Kies een gemeente of een termijn, of download ze.')}</p>` : nothing}
      ${nu.termijnen.length === 0 ? html`<p class="utrecht-paragraph">${t('Er loopt niets af en er is niets verstreken.')}</p>` : html`
      <div class="monitor-tabel" role="region" tabindex="0" aria-label=${t('Termijnen')}>
        <table class="utrecht-table utrecht-table--alternate-row-color">
          <caption class="monitor-onzichtbaar">${t('Termijnen')}</caption>
          <thead class="utrecht-table__header"><tr class="utrecht-table__row">
            ${koppen.map(([kolom, tekst]) => this.kop(kolom, tekst))}
          </tr></thead>
          <tbody class="utrecht-table__body">${this.gesorteerd(nu.termijnen).map((een) => rij(een.gemeentecode, een.titel, stand(een.stand), dag(een.laatsteDag), getal(een.dagen),
            lang(koppeling(`/berichten?id=${een.dossier}`, een.dossier)))(koppen.map(([, tekst]) => tekst)))}</tbody>
        </table>
      </div>`}`;
  }
}
customElements.define('pagina-termijnen', TermijnenPagina);
