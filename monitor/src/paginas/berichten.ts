// The exchange log: one line a journey, or one a message; search, page, follow. All that is asked for stands in the
// address, except a person.
import { html, nothing } from 'lit';
import { haal, stuur, wat, type Bericht, type Berichten, type Reisregel, type Reizen } from '../api';
import { ga, gemeenten, kies, knop, koppeling, Pagina, rij, soortnaam, stand, tabel, tekstvak, tijdcel, toelichting, veld } from '../pagina';
import { reiskoppen, reisregel, standen } from '../reis';
import { alsMoment, duur, t } from '../taal';

/** What both views can be asked, and each alone. */
const beide = ['id', 'feed', 'soort', 'partij', 'gemeente', 'van', 'tot', 'aandacht'] as const;
const filters = { reizen: [...beide, 'stand', 'trace', 'eigen'], berichten: [...beide, 'uitkomst', 'richting'] } as const;
const kiezers = [...beide, 'stand', 'trace', 'eigen', 'uitkomst', 'richting', 'weergave'] as const;
const uitkomsten = ['verwerkt', 'afgeleverd', 'herhaald', 'geweigerd', 'mislukt', 'niet-relevant', 'niet-gevonden', 'uitgesteld', 'alarm', 'vervallen', 'ingezien'];

export const regel = (bericht: Bericht) =>
  rij(tijdcel(bericht.moment), bericht.richting === 'in' ? t('in') : t('uit'), t(bericht.feed || '–'), koppeling(`/berichten/${bericht.berichtId}`, soortnaam(bericht)),
    bericht.gemeentecode ?? '–', bericht.partijNaam ?? (bericht.partij || '–'), stand(bericht.uitkomst), bericht.httpStatus || '–', duur(bericht.duurMs), html`<div class="monitor-ruim">${toelichting(bericht)}</div>`);
export const koppen = () => [t('Tijd'), t('Richting'), t('Bron'), t('Soort'), t('Gemeente'), t('Partij'), t('Uitkomst'), 'HTTP', t('Duur'), t('Toelichting')];

class BerichtenPagina extends Pagina {
  static override properties = { lijst: { state: true }, reizen: { state: true }, volgende: { state: true }, ingekort: { state: true }, live: { state: true }, dossier: { state: true } };
  declare lijst: Bericht[];
  declare reizen: Reisregel[];
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
    this.reizen = [];
    this.volgende = null;
    this.ingekort = this.live = false;
    this.dossier = '';
  }
  private get weergave(): 'reizen' | 'berichten' {
    return new URLSearchParams(location.search).get('weergave') === 'berichten' ? 'berichten' : 'reizen';
  }
  private gezocht(): Record<string, string> {
    const vraag = new URLSearchParams(location.search);
    return Object.fromEntries(filters[this.weergave].map((naam) => [naam, vraag.get(naam) ?? '']).filter(([, waarde]) => waarde !== ''));
  }
  private vraag(meer: Record<string, string> = {}) {
    const gezocht = this.gezocht();
    for (const grens of ['van', 'tot']) if (gezocht[grens]) gezocht[grens] = alsMoment(gezocht[grens]);
    if (this.dossier) gezocht.dossier = this.dossier;
    return (meer.na ? 'berichten/volgen?' : `${this.weergave}?`) + new URLSearchParams({ ...gezocht, ...meer }).toString();
  }
  protected async laad() {
    this.adres = location.search;
    const gevraagd = this.vraag();
    const pagina = await haal<Partial<Berichten> & Partial<Reizen> & { laatste: number }>(gevraagd);
    if (gevraagd !== this.vraag()) return; // another view was chosen meanwhile
    this.lijst = pagina.berichten ?? [];
    this.reizen = pagina.reizen ?? [];
    this.neemOver(pagina);
    this.laatste = pagina.laatste;
  }
  private neemOver(pagina: { volgende?: number | null; ingekort?: boolean }) {
    this.volgende = pagina.volgende ?? null;
    this.ingekort = pagina.ingekort ?? false;
  }
  override willUpdate() {
    if (this.isConnected && this.adres !== location.search) {
      this.adres = location.search;
      this.stop();
      void this.ververs();
    }
  }
  private async meer() {
    try {
      const pagina = await haal<Partial<Berichten> & Partial<Reizen>>(this.vraag({ voor: String(this.volgende) }));
      this.lijst = [...this.lijst, ...(pagina.berichten ?? [])];
      this.reizen = [...this.reizen, ...(pagina.reizen ?? [])];
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
        if (this.weergave === 'reizen') {
          // Journeys go on after they began: what stands on the page is looked at again.
          const eerste = await haal<Reizen>(this.vraag(), eigen.signal);
          const verder = this.reizen.filter((een) => een.nr < (eerste.reizen.at(-1)?.nr ?? 0));
          this.reizen = [...eerste.reizen, ...verder].slice(0, 1000);
          this.fout = '';
          await new Promise((klaar) => setTimeout(klaar, 2000));
          continue;
        }
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
    this.stop();
  }
  private zoek(gebeurtenis: SubmitEvent) {
    gebeurtenis.preventDefault();
    const ingevuld = new FormData(gebeurtenis.target as HTMLFormElement);
    const vraag = new URLSearchParams();
    for (const naam of filters[this.weergave]) {
      const waarde = String(ingevuld.get(naam) ?? '').trim();
      if (waarde) vraag.set(naam, waarde);
    }
    this.stop();
    this.toon(vraag);
  }
  private stop() {
    this.live = false;
    this.afbreken?.abort();
  }
  /** Shows what is asked for, in the view that is shown now. */
  private toon(vraag: URLSearchParams) {
    if (this.weergave === 'berichten') vraag.set('weergave', 'berichten');
    const zelfde = location.search === (vraag.size > 0 ? '?' + vraag.toString() : '');
    ga('/berichten' + (vraag.size > 0 ? '?' + vraag.toString() : ''));
    if (zelfde) void this.ververs();
    else this.requestUpdate();
  }
  /** The address of the same question in a view. */
  private adresVan(weergave: 'reizen' | 'berichten') {
    const vraag = new URLSearchParams(location.search);
    for (const naam of kiezers) if (naam === 'weergave' || !(filters[weergave] as readonly string[]).includes(naam)) vraag.delete(naam);
    if (weergave === 'berichten') vraag.set('weergave', 'berichten');
    return '/berichten' + (vraag.size > 0 ? '?' + vraag.toString() : '');
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

  private leeg() {
    if (this.ingekort) return t('In dit deel van het logboek is niets gevonden.');
    return this.laatste === 0 ? t('Laden…') : t('Niets gevonden.');
  }
  override render() {
    const nu = this.gezocht();
    const reizen = this.weergave === 'reizen';
    return html`
      <h1 class="utrecht-heading-1">${t('Berichten')}</h1>
      ${this.meldingen()}
      <form class="monitor-formulier" @submit=${this.zoek}>
        ${veld('id', reizen ? t('Id, referentie, dossier of trace') : t('Id, referentie of dossier'), tekstvak('id', nu.id ?? ''))}
        ${veld('feed', t('Bron'), kies('feed', nu.feed ?? '', [['', t('alle')], ...['duo', 'brp', 'taalschool', 'afnemer', 'gateway', 'beheer'].map((code): [string, string] => [code, t(code)])]))}
        ${veld('soort', t('Soort'), tekstvak('soort', nu.soort ?? ''))}
        ${veld('partij', t('OIN van de partij'), tekstvak('partij', nu.partij ?? ''))}
        ${reizen ? html`
          ${veld('stand', t('Stand'), kies('stand', nu.stand ?? '', [['', t('alle')], ...standen.map((code): [string, string] => [code, t(code)])]))}
          ${nu.trace ? veld('trace', 'Trace', tekstvak('trace', nu.trace)) : nothing}` : html`
          ${veld('uitkomst', t('Uitkomst'), kies('uitkomst', nu.uitkomst ?? '', [['', t('alle')], ...uitkomsten.map((code): [string, string] => [code, t(code)])]))}
          ${veld('richting', t('Richting'), kies('richting', nu.richting ?? '', [['', t('beide')], ['in', t('in')], ['uit', t('uit')]]))}`}
        ${veld('gemeente', t('Gemeente'), kies('gemeente', nu.gemeente ?? '', [['', t('alle')], ...gemeenten(this.sessie)]))}
        ${veld('van', t('Vanaf'), tekstvak('van', nu.van ?? '', 'datetime-local'))}
        ${veld('tot', t('Tot'), tekstvak('tot', nu.tot ?? '', 'datetime-local'))}
        <div class="monitor-vink"><input type="checkbox" id="aandacht" name="aandacht" value="ja" .checked=${nu.aandacht === 'ja'} /><label for="aandacht">${t('Alleen wat aandacht vraagt')}</label></div>
        ${reizen ? html`<div class="monitor-vink"><input type="checkbox" id="eigen" name="eigen" value="ja" .checked=${nu.eigen === 'ja'} /><label for="eigen">${t('Ook van de gateway zelf')}</label></div>` : nothing}
        <div class="monitor-knoppen">
          <button class="utrecht-button utrecht-button--primary-action" type="submit">${t('Zoeken')}</button>
          ${knop(t('Wissen'), () => { this.dossier = ''; this.toon(new URLSearchParams()); })}
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
      <ul class="monitor-weergave" aria-label=${t('Weergave')}>
        <li><a class="utrecht-link" href=${this.adresVan('reizen')} aria-current=${reizen ? 'true' : nothing}>${t('Eén regel per reis')}</a></li>
        <li><a class="utrecht-link" href=${this.adresVan('berichten')} aria-current=${reizen ? nothing : 'true'}>${t('Eén regel per bericht')}</a></li>
      </ul>
      <div class="monitor-knoppen">
        <button type="button" class="utrecht-button utrecht-button--secondary-action" aria-pressed=${this.live ? 'true' : 'false'} @click=${() => void this.volg()}>${this.live ? t('Stop met volgen') : t('Live volgen')}</button>
      </div>
      ${reizen ? tabel(t('Reizen, nieuwste eerst'), reiskoppen(), this.reizen.map(reisregel), this.leeg())
        : tabel(t('Berichten, nieuwste eerst'), koppen(), this.lijst.map(regel), this.leeg())}
      ${this.volgende ? html`<div class="monitor-knoppen">${knop(this.ingekort ? t('Verder zoeken') : t('Meer laden'), () => void this.meer())}</div>` : nothing}
      ${this.ingekort ? html`<p class="utrecht-paragraph">${t('Er is nog niet alles doorzocht; zoek gerichter of ga verder.')}</p>` : nothing}`;
  }
}
customElements.define('pagina-berichten', BerichtenPagina);
