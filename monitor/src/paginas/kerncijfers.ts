// What a gemeente steers by and accounts for, per month, counted so that nobody can be recognised in it.
import { html, nothing } from 'lit';
import { haal, type Kerncijfer, type Kerncijfers } from '../api';
import '../grafiek';
import { gemeenten, kies, knop, Pagina, rij, tabel, veld } from '../pagina';
import { getal, maand, t, tijdstip } from '../taal';

const kleuren = ['--monitor-duo', '--monitor-brp', '--monitor-taalschool', '--monitor-afnemer', '--monitor-fout', '--monitor-rand'];
const keuzes = [6, 12, 24];

class KerncijfersPagina extends Pagina {
  static override properties = { cijfers: { state: true } };
  declare cijfers: Kerncijfers | null;
  private gemeente = '';
  private aantal = 12;
  private gehaald = 0;
  constructor() {
    super();
    this.cijfers = null;
    this.elke = 2000;
  }
  protected async laad() {
    const oud = 60_000;
    if (this.cijfers && !this.cijfers.bezig && Date.now() - this.gehaald < oud) return;
    this.gemeente ||= this.sessie.gemeenten[0]?.gemeentecode ?? '';
    if (!this.gemeente) return;
    this.cijfers = await haal<Kerncijfers>(`kerncijfers?gemeente=${this.gemeente}`);
    this.gehaald = Date.now();
  }
  private kiesAnders(gemeente: string, aantal: number) {
    this.aantal = aantal;
    if (gemeente !== this.gemeente) {
      this.gemeente = gemeente;
      this.cijfers = null;
    }
    this.requestUpdate();
    void this.ververs();
  }
  private toon(cijfer: Kerncijfer, maanden: string[], vanaf: number) {
    const waarde = (een: number | string | null) => (typeof een === 'number' ? getal(een) : (een ?? '–'));
    const rijen = cijfer.rubrieken.map((een) => ({ naam: een.naam, waarden: een.waarden.slice(vanaf) }));
    const te_tekenen = rijen.filter((een) => een.waarden.some((aantal) => typeof aantal === 'number' && aantal > 0)).slice(0, kleuren.length);
    const punten = maanden.map((een, index) => [Date.UTC(Number(een.slice(0, 4)), Number(een.slice(5)) - 1, 1, 12) / 1000,
      ...te_tekenen.map(({ waarden }) => (typeof waarden[index] === 'number' ? waarden[index] : null))]);
    return html`
      <section class="monitor-kerncijfer">
        <h2 class="utrecht-heading-2">${t(cijfer.titel)} <span class="monitor-zacht">(${t(cijfer.eenheid)})</span></h2>
        ${te_tekenen.length > 0 ? html`<monitor-grafiek .naam=${t(cijfer.titel)} .punten=${punten} .tijd=${maand} .zonderTabel=${true}
          .lijnen=${te_tekenen.map((een, index) => ({ naam: een.naam, kleur: kleuren[index] }))}></monitor-grafiek>` : nothing}
        ${tabel(t(cijfer.titel), [t('Rubriek'), ...maanden.map((een) => maand(Date.parse(`${een}-01T12:00:00Z`) / 1000))],
          rijen.map((een) => rij(een.naam, ...een.waarden.map(waarde))), t('Hiervan is in deze maanden niets bekend.'))}
      </section>`;
  }
  override render() {
    const cijfers = this.cijfers;
    const vanaf = Math.max(0, (cijfers?.maanden.length ?? 0) - this.aantal);
    const maanden = cijfers?.maanden.slice(vanaf) ?? [];
    return html`
      <h1 class="utrecht-heading-1">${t('Kerncijfers')}${cijfers ? ` ${cijfers.gemeente} ${cijfers.naam}` : ''}</h1>
      ${this.meldingen()}
      <form class="monitor-formulier" @submit=${(gebeurtenis: Event) => gebeurtenis.preventDefault()}>
        ${veld('gemeente', t('Gemeente'), kies('gemeente', this.gemeente, gemeenten(this.sessie), (gekozen) => this.kiesAnders(gekozen, this.aantal)))}
        ${veld('maanden', t('Maanden'), kies('maanden', String(this.aantal), keuzes.map((een) => [String(een), String(een)]), (gekozen) => this.kiesAnders(this.gemeente, Number(gekozen))))}
      </form>
      ${cijfers ? html`
        <p class="utrecht-paragraph" role="status">${cijfers.stand ? t('Geteld op {0}.', tijdstip(cijfers.stand)) : ''} ${cijfers.bezig ? t('Er wordt nu geteld…') : ''}
          ${cijfers.onleesbaar ? t('Niet volledig: van {0} dossiers was niet alles te lezen.', cijfers.onleesbaar) : ''}</p>
        ${cijfers.stand ? html`
          <p class="monitor-zacht">${t('<5: er staan minder dan vijf personen achter. ≥5: meer, mee afgeschermd omdat anders een ander getal eruit volgt. De stand is die op de laatste dag van de maand, zoals de gateway hem nu kent, afgerond op vijftallen.')}</p>
          <div class="monitor-knoppen">${knop(t('Afdrukken'), () => window.print())}
            <a class="utrecht-link" download href="/beheer/v1/kerncijfers?gemeente=${cijfers.gemeente}&van=${maanden[0]}&formaat=csv">${t('Als CSV')}</a></div>
          ${cijfers.kerncijfers.map((een) => this.toon(een, maanden, vanaf))}` : nothing}` : nothing}`;
  }
}
customElements.define('pagina-kerncijfers', KerncijfersPagina);
