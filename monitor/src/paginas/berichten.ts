// The exchange log: search, page, follow. All that is asked for stands in the address, except a person.
import { html, nothing } from 'lit';
import { haal, stuur, wat, type Bericht, type Berichten } from '../api';
import { ga, gemeenten, kies, knop, koppeling, Pagina, rij, soort, stand, tabel, tekstvak, veld } from '../pagina';
import { alsMoment, duur, t, tijdstip } from '../taal';

const filters = ['id', 'feed', 'soort', 'partij', 'uitkomst', 'richting', 'gemeente', 'van', 'tot', 'aandacht'] as const;
const uitkomsten = ['verwerkt', 'afgeleverd', 'herhaald', 'geweigerd', 'mislukt', 'niet-relevant', 'niet-gevonden', 'uitgesteld', 'alarm', 'vervallen', 'ingezien'];

export const regel = (bericht: Bericht) =>
  rij(html`<span class="monitor-vast">${tijdstip(bericht.moment)}</span>`, bericht.richting === 'in' ? t('in') : t('uit'), t(bericht.feed || '–'), koppeling(`/berichten/${bericht.berichtId}`, soort(bericht) || '–'),
    bericht.gemeentecode ?? '–', bericht.partijNaam ?? (bericht.partij || '–'), stand(bericht.uitkomst), bericht.httpStatus || '–', duur(bericht.duurMs), html`<div class="monitor-ruim">${bericht.fouten[0]?.melding ?? ''}</div>`);
export const koppen = () => [t('Tijd'), t('Richting'), t('Bron'), t('Soort'), t('Gemeente'), t('Partij'), t('Uitkomst'), 'HTTP', t('Duur'), t('Toelichting')];

class BerichtenPagina extends Pagina {
  static override properties = { lijst: { state: true }, volgende: { state: true }, ingekort: { state: true }, live: { state: true }, dossier: { state: true } };
  declare lijst: Bericht[];
  declare volgende: number | null;
  declare ingekort: boolean;
  declare live: boolean;
  /** Of the person who is looked for; never in the address. */
  declare dossier: string;
  private laatste = 0;
  private afbreken?: AbortController;
  private adres = '';

  constructor() {
    super();
    this.lijst = [];
    this.volgende = null;
    this.ingekort = this.live = false;
    this.dossier = '';
  }
  private gezocht(): Record<string, string> {
    const vraag = new URLSearchParams(location.search);
    return Object.fromEntries(filters.map((naam) => [naam, vraag.get(naam) ?? '']).filter(([, waarde]) => waarde !== ''));
  }
  private vraag(meer: Record<string, string> = {}) {
    const gezocht = this.gezocht();
    for (const grens of ['van', 'tot']) if (gezocht[grens]) gezocht[grens] = alsMoment(gezocht[grens]);
    if (this.dossier) gezocht.dossier = this.dossier;
    return (meer.na ? 'berichten/volgen?' : 'berichten?') + new URLSearchParams({ ...gezocht, ...meer }).toString();
  }
  protected async laad() {
    this.adres = location.search;
    const pagina = await haal<Berichten>(this.vraag());
    this.lijst = pagina.berichten;
    this.neemOver(pagina);
    this.laatste = pagina.laatste;
  }
  private neemOver(pagina: Berichten) {
    this.volgende = pagina.volgende;
    this.ingekort = pagina.ingekort;
  }
  override willUpdate() {
    if (this.isConnected && this.adres !== location.search) {
      this.adres = location.search;
      void this.ververs();
    }
  }
  private async meer() {
    try {
      const pagina = await haal<Berichten>(this.vraag({ voor: String(this.volgende) }));
      this.lijst = [...this.lijst, ...pagina.berichten];
      this.neemOver(pagina);
    } catch (fout) {
      this.fout = wat(fout);
    }
  }
  private async volg() {
    this.live = !this.live;
    this.afbreken?.abort();
    if (!this.live) return;
    const eigen = (this.afbreken = new AbortController());
    while (this.live && !eigen.signal.aborted) {
      try {
        const nieuw = await haal<Berichten>(this.vraag({ na: String(this.laatste), wacht: '20' }), eigen.signal);
        this.laatste = nieuw.laatste;
        if (nieuw.berichten.length > 0) this.lijst = [...nieuw.berichten.reverse(), ...this.lijst].slice(0, 1000);
        this.fout = '';
      } catch (fout) {
        if (eigen.signal.aborted) return;
        this.fout = wat(fout);
        await new Promise((klaar) => setTimeout(klaar, 3000));
      }
    }
  }
  override disconnectedCallback() {
    super.disconnectedCallback();
    this.live = false;
    this.afbreken?.abort();
  }
  private zoek(gebeurtenis: SubmitEvent) {
    gebeurtenis.preventDefault();
    const ingevuld = new FormData(gebeurtenis.target as HTMLFormElement);
    const vraag = new URLSearchParams();
    for (const naam of filters) {
      const waarde = String(ingevuld.get(naam) ?? '').trim();
      if (waarde) vraag.set(naam, waarde);
    }
    this.live = false;
    this.afbreken?.abort();
    const zelfde = location.search === (vraag.size > 0 ? '?' + vraag.toString() : '');
    ga('/berichten' + (vraag.size > 0 ? '?' + vraag.toString() : ''));
    if (zelfde) void this.ververs();
    else this.requestUpdate();
  }
  private async zoekPersoon(gebeurtenis: SubmitEvent) {
    gebeurtenis.preventDefault();
    const formulier = gebeurtenis.target as HTMLFormElement;
    const ingevuld = new FormData(formulier);
    await this.doe(async () => {
      const gevonden = await stuur<{ dossier: string }>('berichten/zoeken', { gemeente: ingevuld.get('persoon-gemeente'), bsn: ingevuld.get('persoon-bsn') });
      this.dossier = gevonden.dossier;
      formulier.reset();
    }, t('Hieronder staat alleen wat over deze persoon gaat.'));
  }

  override render() {
    const nu = this.gezocht();
    return html`
      <h1 class="utrecht-heading-1">${t('Berichten')}</h1>
      ${this.meldingen()}
      <form class="monitor-formulier" @submit=${this.zoek}>
        ${veld('id', t('Bericht-id, referentie of dossier'), tekstvak('id', nu.id ?? ''))}
        ${veld('feed', t('Bron'), kies('feed', nu.feed ?? '', [['', t('alle')], ...['duo', 'brp', 'taalschool', 'afnemer', 'gateway', 'beheer'].map((code): [string, string] => [code, t(code)])]))}
        ${veld('soort', t('Soort'), tekstvak('soort', nu.soort ?? ''))}
        ${veld('partij', t('OIN van de partij'), tekstvak('partij', nu.partij ?? ''))}
        ${veld('uitkomst', t('Uitkomst'), kies('uitkomst', nu.uitkomst ?? '', [['', t('alle')], ...uitkomsten.map((code): [string, string] => [code, t(code)])]))}
        ${veld('richting', t('Richting'), kies('richting', nu.richting ?? '', [['', t('beide')], ['in', t('in')], ['uit', t('uit')]]))}
        ${veld('gemeente', t('Gemeente'), kies('gemeente', nu.gemeente ?? '', [['', t('alle')], ...gemeenten(this.sessie)]))}
        ${veld('van', t('Vanaf'), tekstvak('van', nu.van ?? '', 'datetime-local'))}
        ${veld('tot', t('Tot'), tekstvak('tot', nu.tot ?? '', 'datetime-local'))}
        <div class="monitor-vink"><input type="checkbox" id="aandacht" name="aandacht" value="ja" .checked=${nu.aandacht === 'ja'} /><label for="aandacht">${t('Alleen wat aandacht vraagt')}</label></div>
        <div class="monitor-knoppen">
          <button class="utrecht-button utrecht-button--primary-action" type="submit">${t('Zoeken')}</button>
          ${knop(t('Wissen'), () => { this.dossier = ''; ga('/berichten'); void this.ververs(); })}
        </div>
      </form>
      ${this.sessie.recht === 'kijker' ? nothing : html`
        <details>
          <summary class="monitor-samenvatting">${t('Zoeken op persoon')}</summary>
          <form class="monitor-formulier" @submit=${this.zoekPersoon}>
            ${veld('persoon-gemeente', t('Gemeente'), kies('persoon-gemeente', '', gemeenten(this.sessie)))}
            ${veld('persoon-bsn', t('Bsn'), tekstvak('persoon-bsn', '', 'text', true), t('Het bsn gaat niet in het adres. Dat u zocht komt in het logboek.'))}
            <div class="monitor-knoppen"><button class="utrecht-button utrecht-button--primary-action" type="submit">${t('Zoeken op persoon')}</button></div>
          </form>
        </details>`}
      ${this.dossier ? html`<p class="utrecht-paragraph">${t('Alleen over dossier {0}.', this.dossier)} ${knop(t('Alle personen'), () => { this.dossier = ''; void this.ververs(); }, 'subtle')}</p>` : nothing}
      <div class="monitor-knoppen">
        <button type="button" class="utrecht-button utrecht-button--secondary-action" aria-pressed=${this.live ? 'true' : 'false'} @click=${() => void this.volg()}>${this.live ? t('Stop met volgen') : t('Live volgen')}</button>
      </div>
      ${tabel(t('Berichten, nieuwste eerst'), koppen(), this.lijst.map(regel), this.ingekort ? t('In dit deel van het logboek is niets gevonden.') : t('Niets gevonden.'))}
      ${this.volgende ? html`<div class="monitor-knoppen">${knop(this.ingekort ? t('Verder zoeken') : t('Meer laden'), () => void this.meer())}</div>` : nothing}
      ${this.ingekort ? html`<p class="utrecht-paragraph">${t('Er is nog niet alles doorzocht; zoek gerichter of ga verder.')}</p>` : nothing}`;
  }
}
customElements.define('pagina-berichten', BerichtenPagina);
