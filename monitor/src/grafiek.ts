// A graph over time. The same numbers stand in a table behind it, for who cannot see it.
import { LitElement, html, nothing } from 'lit';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { getal, klok, t } from './taal';
import { rij, tabel } from './pagina';

export interface Lijn { naam: string; kleur: string }

class Grafiek extends LitElement {
  static override properties = { naam: {}, lijnen: { attribute: false }, punten: { attribute: false }, tijd: { attribute: false }, zonderTabel: { attribute: false } };
  declare naam: string;
  declare lijnen: Lijn[];
  /** Each: seconds since 1970, then a number for every line; null leaves a gap. */
  declare punten: (number | null)[][];
  /** How a moment is written. */
  declare tijd: (seconden: number) => string;
  /** The same numbers stand in a table beside it already. */
  declare zonderTabel: boolean;
  private plot?: uPlot;
  private getekend = '';
  private maat?: ResizeObserver;
  /** On paper other colours hold, and another width. */
  private readonly papier = window.matchMedia('print');
  private readonly opnieuw = () => this.teken();

  constructor() {
    super();
    this.tijd = klok;
    this.zonderTabel = false;
  }
  override createRenderRoot() {
    return this;
  }
  override render() {
    const laatste = this.punten.at(-1) ?? [];
    const samenvatting = this.lijnen.map((lijn, index) => `${lijn.naam}: ${getal(laatste[index + 1])}`).join(', ');
    return html`
      <div class="monitor-grafiek" role="img" aria-label="${this.naam}. ${t('Laatste stand')}: ${samenvatting}"></div>
      ${this.zonderTabel ? nothing : html`<details>
        <summary class="monitor-samenvatting">${t('Als tabel')}</summary>
        ${tabel(this.naam, [t('Tijd'), ...this.lijnen.map((lijn) => lijn.naam)], [...this.punten].reverse().map((punt) => rij(this.tijd(punt[0]!), ...punt.slice(1).map(getal))))}
      </details>`}`;
  }
  /** Marks of time no closer than the points are, nor than a minute; one for each point where those are few. */
  private tijdas(): Partial<uPlot.Axis> {
    const tijden = this.punten.map((punt) => punt[0]!);
    const weinig = 24;
    if (this.tijd !== klok && tijden.length <= weinig) return { splits: () => tijden.filter((_, nr) => nr % Math.ceil(tijden.length / 8) === 0) };
    const minuut = 60;
    return { incrs: [1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1440].map((aantal) => aantal * minuut) };
  }
  private teken() {
    const plek = this.querySelector<HTMLElement>('.monitor-grafiek')!;
    const stijl = getComputedStyle(this);
    const kleur = (naam: string) => stijl.getPropertyValue(naam).trim();
    const breed = Math.max(200, plek.clientWidth);
    const vorm = JSON.stringify([this.lijnen, kleur('--monitor-tekst')]);
    const data = [0, ...this.lijnen.map((_, index) => index + 1)].map((kolom) => this.punten.map((punt) => punt[kolom])) as uPlot.AlignedData;
    if (this.plot && this.getekend === vorm) {
      this.plot.setData(data);
      if (this.plot.width !== breed) this.plot.setSize({ width: breed, height: 220 });
      return;
    }
    this.plot?.destroy();
    this.getekend = vorm;
    const as = { stroke: kleur('--monitor-tekst'), grid: { stroke: kleur('--monitor-lijn') }, ticks: { stroke: kleur('--monitor-lijn') } };
    this.plot = new uPlot(
      {
        width: breed, height: 220,
        legend: { live: false },
        cursor: { show: false },
        scales: { y: { range: (_plot, _laagst, hoogst) => [0, Math.max(1, hoogst)] } },
        axes: [{ ...as, ...this.tijdas(), values: (_plot, tijden) => tijden.map(this.tijd) }, { ...as, size: 64, incrs: [1, 2, 5].flatMap((stap) => [0, 1, 2, 3, 4, 5, 6].map((macht) => stap * 10 ** macht)).sort((een, ander) => een - ander), values: (_plot, waarden) => waarden.map(getal) }],
        series: [{}, ...this.lijnen.map((lijn) => ({ label: lijn.naam, stroke: kleur(lijn.kleur), width: 2, points: { show: false } }))],
      },
      data, plek);
  }
  override updated() {
    this.teken();
  }
  override firstUpdated() {
    this.maat = new ResizeObserver(() => this.teken());
    this.maat.observe(this);
    this.papier.addEventListener('change', this.opnieuw);
  }
  override disconnectedCallback() {
    super.disconnectedCallback();
    this.maat?.disconnect();
    this.papier.removeEventListener('change', this.opnieuw);
    this.plot?.destroy();
    this.plot = undefined;
  }
}
customElements.define('monitor-grafiek', Grafiek);
