// All that there is of one person in a gemeente, for who asks what is kept and who got it (AVG, article 15): what is
// known, each value with where it comes from, and every exchange.
import { html, nothing } from 'lit';
import { stuur, wat, type Bericht, type Berichten, type Gegeven, type Toestemming } from '../api';
import { getoond, spoor, toonPlaats, zoek, type Gevonden, type Gezocht } from '../herkomst';
import { gemeenten, kies, knop, koppeling, lang, Pagina, rij, tabel, tekstvak, veld } from '../pagina';
import { t, tijdstip } from '../taal';
import { koppen, regel } from './berichten';

class PersoonPagina extends Pagina {
  static override properties = { lijst: { state: true }, dossier: { state: true }, volgende: { state: true }, gegevens: { state: true }, getoond: { state: true }, herkomst: { state: true }, gekozen: { state: true } };
  declare lijst: Bericht[];
  declare dossier: string;
  declare volgende: number | null;
  declare gegevens: Gegeven[];
  declare getoond: boolean;
  declare herkomst: Gevonden | null;
  declare gekozen: Gegeven['velden'][number] | null;
  private vraag: Record<string, unknown> = {};
  constructor() {
    super();
    this.lijst = [];
    this.dossier = '';
    this.volgende = null;
    this.gegevens = [];
    this.getoond = true;
    this.herkomst = null;
    this.gekozen = null;
  }
  protected async laad() {
    // only on request
  }
  private async zoek(gebeurtenis: SubmitEvent) {
    gebeurtenis.preventDefault();
    const ingevuld = new FormData(gebeurtenis.target as HTMLFormElement);
    this.vraag = { gemeente: ingevuld.get('gemeente'), bsn: ingevuld.get('bsn'), reden: ingevuld.get('reden') };
    this.lijst = [];
    this.dossier = '';
    this.gegevens = [];
    this.herkomst = null;
    await this.meer();
  }
  private async meer() {
    try {
      const pagina = await stuur<Berichten>('personen/uitwisselingen', this.volgende && this.lijst.length > 0 ? { ...this.vraag, voor: this.volgende } : this.vraag);
      this.lijst = [...this.lijst, ...pagina.berichten];
      this.volgende = pagina.volgende;
      this.dossier = pagina.dossier ?? '';
      this.gegevens = pagina.objecten ?? this.gegevens;
      this.getoond = pagina.waardenGetoond ?? this.getoond;
      this.fout = '';
    } catch (fout) {
      this.fout = wat(fout);
    }
  }
  /** The place of a field in the message that set it; that is looked at for the same reason. */
  private async zoekHerkomst(wat: Gezocht) {
    this.herkomst = null;
    await this.doe(async () => {
      this.herkomst = await zoek(wat, String(this.vraag.reden));
    }, t('Waar het veld vandaan komt staat onder de gegevens; dat u het bericht inzag staat in het logboek.'));
    await this.updateComplete;
    this.querySelector('#spoor')?.scrollIntoView({ block: 'nearest' });
  }
  private get vierOgen() {
    return this.sessie.gemeenten.some((een) => een.gemeentecode === this.vraag.gemeente && een.vierOgen.includes('inhoud'));
  }
  /** One consent for all that is kept of this person, instead of one a message. */
  private async vraagToestemming() {
    await this.doe(() => stuur<Toestemming>('toestemmingen', { voor: 'inhoud', van: this.dossier, gemeente: this.vraag.gemeente, reden: this.vraag.reden }),
      t('Gevraagd. Heeft een ander het toegestaan, toon de uitwisselingen dan opnieuw: een uur lang ziet u van elk veld de waarde, en waar het vandaan komt.'));
  }
  private naarUitwisselingen(klik: Event) {
    klik.preventDefault();
    const kop = this.querySelector<HTMLElement>('#uitwisselingen');
    kop?.scrollIntoView();
    kop?.focus({ preventScroll: true });
  }
  override updated() {
    toonPlaats(this);
  }
  private toonGegevens() {
    return html`
      ${tabel(t('Wat er van deze persoon bekend is'), [t('Object'), t('Veld'), t('Waarde'), t('Bron'), t('Regel die het las'), t('Bericht')],
    this.gegevens.flatMap((object) => object.velden.map((een) => rij(lang(object.objecttype), een.berichtId && object.sleutel
      ? html`<button type="button" class="monitor-als-koppeling" aria-pressed=${this.gekozen === een ? 'true' : 'false'}
          @click=${() => { this.gekozen = een; void this.zoekHerkomst({ berichtId: een.berichtId, objecttype: object.objecttype, sleutel: object.sleutel!, veld: een.veld }); }}>${lang(een.veld)}</button>` : lang(een.veld),
    this.getoond ? html`<div class="monitor-ruim">${getoond(een.waarde)}</div>` : html`<span class="monitor-zacht">${t('niet getoond')}</span>`, t(een.feed), een.regel ? html`<code>${lang(een.regel)}</code>` : '–',
    een.berichtId ? koppeling(`/berichten/${een.berichtId}`, t('openen')) : '–'))))}
      ${this.herkomst ? html`
        <section id="spoor">
          <h2 class="utrecht-heading-2">${t('Waar {0} van {1} vandaan komt', this.herkomst.veld.veld, this.herkomst.objecttype)}</h2>
          ${spoor(this.herkomst, (wat) => void this.zoekHerkomst(wat))}
        </section>` : nothing}`;
  }
  override render() {
    return html`
      <h1 class="utrecht-heading-1">${t('Persoon')}</h1>
      ${this.meldingen()}
      <form class="monitor-formulier" @submit=${this.zoek}>
        ${veld('gemeente', t('Gemeente'), kies('gemeente', '', gemeenten(this.sessie)))}
        ${veld('bsn', t('Bsn'), tekstvak('bsn', '', 'text', true))}
        ${veld('reden', t('Reden'), tekstvak('reden', '', 'text', true), t('Komt leesbaar in het logboek: noem geen persoon.'))}
        <div class="monitor-knoppen"><button class="utrecht-button utrecht-button--primary-action" type="submit">${t('Uitwisselingen tonen')}</button></div>
      </form>
      ${this.dossier ? html`
        <p class="utrecht-paragraph">${t('Uitwisselingen over dossier {0}, opgesteld op {1}.', this.dossier, tijdstip(new Date().toISOString()))}</p>
        ${this.vierOgen ? html`
          <p class="utrecht-paragraph">${this.getoond
            ? t('U ziet de waarden met toestemming van een ander (vier ogen), een uur lang.')
            : t('Wat er bekend is ziet u hier alleen met toestemming van een ander (vier ogen): één toestemming geldt voor alles over deze persoon, een uur lang.')}</p>
          ${this.getoond ? nothing : html`<div class="monitor-knoppen">${knop(t('Toestemming vragen'), () => void this.vraagToestemming())}</div>`}` : nothing}
        <ul class="monitor-weergave">
          <li><a class="utrecht-link" href="#uitwisselingen" @click=${this.naarUitwisselingen}>${t('Naar de uitwisselingen')}</a></li>
        </ul>
        <div class="monitor-dicht">${this.toonGegevens()}</div>
        <h2 class="utrecht-heading-2" id="uitwisselingen" tabindex="-1">${t('Uitwisselingen')}</h2>
        ${tabel(t('Uitwisselingen'), koppen(), this.lijst.map(regel))}
        <div class="monitor-knoppen">
          ${this.volgende ? knop(t('Meer laden'), () => void this.meer()) : nothing}
          ${knop(t('Afdrukken'), () => window.print())}
        </div>` : nothing}`;
  }
}
customElements.define('pagina-persoon', PersoonPagina);
