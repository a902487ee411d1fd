// Every exchange about one person in a gemeente, for who asks what is kept and who got it (AVG, article 15).
import { html, nothing } from 'lit';
import { stuur, wat, type Bericht, type Berichten } from '../api';
import { gemeenten, kies, knop, Pagina, tabel, tekstvak, veld } from '../pagina';
import { t, tijdstip } from '../taal';
import { koppen, regel } from './berichten';

class PersoonPagina extends Pagina {
  static override properties = { lijst: { state: true }, dossier: { state: true }, volgende: { state: true } };
  declare lijst: Bericht[];
  declare dossier: string;
  declare volgende: number | null;
  private vraag: Record<string, unknown> = {};
  constructor() {
    super();
    this.lijst = [];
    this.dossier = '';
    this.volgende = null;
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
    await this.meer();
  }
  private async meer() {
    try {
      const pagina = await stuur<Berichten>('personen/uitwisselingen', this.volgende && this.lijst.length > 0 ? { ...this.vraag, voor: this.volgende } : this.vraag);
      this.lijst = [...this.lijst, ...pagina.berichten];
      this.volgende = pagina.volgende;
      this.dossier = pagina.dossier ?? '';
      this.fout = '';
    } catch (fout) {
      this.fout = wat(fout);
    }
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
        ${tabel(t('Uitwisselingen'), koppen(), this.lijst.map(regel))}
        <div class="monitor-knoppen">
          ${this.volgende ? knop(t('Meer laden'), () => void this.meer()) : nothing}
          ${knop(t('Afdrukken'), () => window.print())}
        </div>` : nothing}`;
  }
}
customElements.define('pagina-persoon', PersoonPagina);
