// All that there is of one person in a gemeente, for who asks what is kept and who got it (AVG, article 15): what is
// known, each value with where it comes from, and every exchange.
import { html, nothing } from 'lit';
import { stuur, wat, type Bericht, type Berichten, type Gegeven, type Herkomst, type VeldHerkomst } from '../api';
import { getoond, inhoud, toonPlaats, uitleg } from '../herkomst';
import { gemeenten, kies, knop, koppeling, Pagina, rij, tabel, tekstvak, veld } from '../pagina';
import { t, tijdstip } from '../taal';
import { koppen, regel } from './berichten';

class PersoonPagina extends Pagina {
  static override properties = { lijst: { state: true }, dossier: { state: true }, volgende: { state: true }, gegevens: { state: true }, herkomst: { state: true } };
  declare lijst: Bericht[];
  declare dossier: string;
  declare volgende: number | null;
  declare gegevens: Gegeven[];
  declare herkomst: { van: Herkomst; veld: VeldHerkomst; gekozen: Gegeven['velden'][number] } | null;
  private vraag: Record<string, unknown> = {};
  constructor() {
    super();
    this.lijst = [];
    this.dossier = '';
    this.volgende = null;
    this.gegevens = [];
    this.herkomst = null;
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
      this.fout = '';
    } catch (fout) {
      this.fout = wat(fout);
    }
  }
  /** The place of a field in the message that set it; that is looked at for the same reason. */
  private async zoekHerkomst(object: Gegeven, gekozen: Gegeven['velden'][number]) {
    this.herkomst = null;
    await this.doe(async () => {
      const van = await stuur<Herkomst>(`berichten/${encodeURIComponent(gekozen.berichtId)}/herkomst`, { reden: this.vraag.reden, veld: `${object.objecttype}.${gekozen.veld}` });
      const sleutel = JSON.stringify(object.sleutel);
      const veld = van.objecten.find((een) => JSON.stringify(een.sleutel) === sleutel)?.velden[0];
      if (veld) this.herkomst = { van, veld, gekozen };
    }, t('Waar het veld vandaan komt staat onder de gegevens; dat u het bericht inzag staat in het logboek.'));
  }
  override updated() {
    toonPlaats(this);
  }
  private toonGegevens() {
    return html`
      ${tabel(t('Wat er van deze persoon bekend is'), [t('Object'), t('Veld'), t('Waarde'), t('Bron'), t('Regel die het las'), t('Bericht')],
    this.gegevens.flatMap((object) => object.velden.map((een) => rij(object.objecttype, een.berichtId
      ? html`<button type="button" class="utrecht-button utrecht-button--subtle" aria-pressed=${this.herkomst?.gekozen === een ? 'true' : 'false'}
          @click=${() => void this.zoekHerkomst(object, een)}>${een.veld}</button>` : een.veld,
    html`<div class="monitor-ruim">${getoond(een.waarde)}</div>`, t(een.feed), html`<code>${een.regel || '–'}</code>`,
    een.berichtId ? koppeling(`/berichten/${een.berichtId}`, t('openen')) : '–'))))}
      ${this.herkomst ? html`
        <section>
          <h2 class="utrecht-heading-2">${t('Waar dit veld vandaan komt')}</h2>
          ${uitleg(this.herkomst.veld, this.herkomst.van)}
          <p class="utrecht-paragraph">${koppeling(`/berichten/${this.herkomst.van.berichtId}`, t('Naar dit bericht'))}</p>
          ${inhoud(this.herkomst.van, this.herkomst.veld)}
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
        ${this.toonGegevens()}
        ${tabel(t('Uitwisselingen'), koppen(), this.lijst.map(regel))}
        <div class="monitor-knoppen">
          ${this.volgende ? knop(t('Meer laden'), () => void this.meer()) : nothing}
          ${knop(t('Afdrukken'), () => window.print())}
        </div>` : nothing}`;
  }
}
customElements.define('pagina-persoon', PersoonPagina);
