// What the pages share: light DOM, so that the components of NL Design System style them; loading and
// refreshing; and the few pieces of which all are made.
import { LitElement, html, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';
import { wat } from './api';
import { t, tijdstip } from './taal';
import type { Fout, Sessie } from './api';

export abstract class Pagina extends LitElement {
  static override properties: PropertyDeclarations = { sessie: { attribute: false }, deel: {}, fout: { state: true }, gedaan: { state: true } };
  declare sessie: Sessie;
  /** The part of the address behind the page's name. */
  declare deel: string;
  declare fout: string;
  declare gedaan: string;
  protected elke = 0; // milliseconds between two refreshes; 0 = never
  private klok?: number;
  /** What is asked for in the address may change while the page stays. */
  private readonly anderAdres = () => this.requestUpdate();

  constructor() {
    super();
    this.deel = this.fout = this.gedaan = '';
  }
  override createRenderRoot() {
    return this;
  }
  override connectedCallback() {
    super.connectedCallback();
    for (const naam of ['adres', 'popstate']) window.addEventListener(naam, this.anderAdres);
    void this.ververs();
    if (this.elke > 0) this.klok = window.setInterval(() => document.hidden || void this.ververs(), this.elke);
  }
  override disconnectedCallback() {
    super.disconnectedCallback();
    for (const naam of ['adres', 'popstate']) window.removeEventListener(naam, this.anderAdres);
    window.clearInterval(this.klok);
  }
  protected abstract laad(): Promise<void>;
  async ververs() {
    try {
      await this.laad();
      this.fout = '';
    } catch (fout) {
      this.fout = wat(fout);
    }
  }
  /** Does something and tells how it went. */
  async doe(wat_: () => Promise<unknown>, gelukt: string) {
    this.gedaan = '';
    try {
      await wat_();
      this.fout = '';
      this.gedaan = gelukt;
    } catch (fout) {
      this.fout = wat(fout);
      return false;
    }
    await this.laad().catch((fout) => (this.fout = wat(fout)));
    return true;
  }
  protected meldingen() {
    return html`
      <div role="status">${this.gedaan ? html`<div class="utrecht-alert utrecht-alert--ok monitor-melding">${this.gedaan}</div>` : nothing}</div>
      <div role="alert">${this.fout ? html`<div class="utrecht-alert utrecht-alert--error monitor-melding">${this.fout}</div>` : nothing}</div>`;
  }
  get magDoen() {
    return this.sessie?.recht === 'beheerder';
  }
}

/** Goes to another view without loading the page anew. */
export function ga(adres: string, vervang = false) {
  if (vervang) history.replaceState(null, '', adres);
  else history.pushState(null, '', adres);
  window.dispatchEvent(new Event('adres'));
}

const goed = ['verwerkt', 'afgeleverd', 'actief', 'voltooid', 'bevestigd', 'loopt', 'goed', 'aanvaard', 'klaar'];
const let_op = ['hapert', 'nadert', 'gepauzeerd'];
export const slecht = ['geweigerd', 'mislukt', 'alarm', 'storing', 'fout', 'fout-bij-duo', 'fout-bij-brp', 'uitgesteld', 'onzeker', 'vervallen', 'verstreken'];

/** A state as a badge: its word tells it, the colour only helps. */
export function stand(woord: string) {
  const soort = goed.includes(woord) ? 'safe' : slecht.includes(woord) ? 'danger' : let_op.includes(woord) ? 'warning' : 'neutral';
  return html`<span class="utrecht-status-badge utrecht-status-badge--${soort}">${t(woord)}</span>`;
}

/** A table that may be wider than the screen: then it scrolls by itself, also with the keyboard. On a narrow screen each row
 * is a card that names its columns itself. */
export function tabel(naam: string, koppen: string[], rijen: Rij[], leeg = t('Er is niets.')) {
  if (rijen.length === 0) return html`<p class="utrecht-paragraph">${leeg}</p>`;
  return html`
    <div class="monitor-tabel" role="region" tabindex="0" aria-label=${naam}>
      <table class="utrecht-table utrecht-table--alternate-row-color">
        <caption class="monitor-onzichtbaar">${naam}</caption>
        <thead class="utrecht-table__header">
          <tr class="utrecht-table__row">
            ${koppen.map((kop) => html`<th scope="col" class="utrecht-table__header-cell">${kop || html`<span class="monitor-onzichtbaar">${t('Handelingen')}</span>`}</th>`)}
          </tr>
        </thead>
        <tbody class="utrecht-table__body">${rijen.map((een) => een(koppen))}</tbody>
      </table>
    </div>`;
}
/** A row, once it is known under which heads it stands. */
export type Rij = (koppen: string[]) => TemplateResult;
const rij_met = (klasse: string, ...cellen: unknown[]): Rij => (koppen) =>
  html`<tr class="utrecht-table__row ${klasse}">${cellen.map((cel, nr) =>
    html`<td class="utrecht-table__cell" data-kop=${koppen[nr] ?? ''} ?data-leeg=${cel === '–' || cel === '' || cel === nothing}>${cel}</td>`)}</tr>`;
export const rij = Object.assign((...cellen: unknown[]) => rij_met('', ...cellen), { met: rij_met });

/** What kind of message it is, without the prefix that all events share. */
export const soort = (bericht: { soort: string }) => bericht.soort.replace('nl.inburgering.', '');

/** The same, in parts between which a line may break. */
export const soortnaam = (bericht: { soort: string }) => (soort(bericht) || '–').split(/(?<=[.-])/).map((deel, nr) => (nr > 0 ? html`<wbr>${deel}` : deel));

/** Remarks of the gateway itself, that say no more than what was done and why: they are no faults. */
const opmerkingen: Record<string, () => string> = {
  grondslag: () => t('Grondslag'), doel: () => t('Doel'), omvang: () => t('Omvang'), reden: () => t('Reden'), recht: () => t('Recht'), verwijderd: () => t('Verwijderd'), 'vier-ogen': () => t('Vier ogen'),
};
export const is_opmerking = (fout: Fout) => !fout.pointer && fout.regel in opmerkingen;
export const opmerking = (fout: Fout) => `${opmerkingen[fout.regel]()}: ${fout.melding}`;
/** What there is to say of a message, in one line. */
export const toelichting = (bericht: { fouten: Fout[] }) => bericht.fouten.length === 0 ? '' : is_opmerking(bericht.fouten[0]) ? bericht.fouten.filter(is_opmerking).map(opmerking).join('; ') : bericht.fouten[0].melding;

/** A moment in a table: a line may break between day and hour, and nowhere else. */
export const tijdcel = (moment: string | null | undefined) =>
  tijdstip(moment).split(', ').map((deel, nr) => html`${nr > 0 ? ', ' : ''}<span class="monitor-heel">${deel}</span>`);

/** A number, an address or a name that a machine made: it may break anywhere. */
export const lang = (tekst: unknown) => html`<span class="monitor-lang">${tekst}</span>`;

/** What is read as one: it breaks nowhere. */
export const heel = (tekst: unknown) => html`<span class="monitor-heel">${tekst}</span>`;

export const koppeling = (adres: string, tekst: unknown) => html`<a class="utrecht-link" href=${adres}>${tekst}</a>`;

export function knop(tekst: string, klik: () => void, soort: 'primary' | 'secondary' | 'subtle' = 'secondary', uitleg = '') {
  return html`<button type="button" class="utrecht-button utrecht-button--${soort}-action" aria-label=${uitleg || nothing} @click=${klik}>${tekst}</button>`;
}

export function veld(naam: string, label: string, invoer: TemplateResult, uitleg = '') {
  return html`
    <div class="utrecht-form-field monitor-veld">
      <label class="utrecht-form-label" for=${naam}>${label}</label>
      ${uitleg ? html`<div class="utrecht-form-field-description" id="${naam}-uitleg">${uitleg}</div>` : nothing}
      ${invoer}
    </div>`;
}
export function kies(naam: string, waarde: string, keuzes: [string, string][], wijzig?: (waarde: string) => void) {
  return html`
    <select class="utrecht-select utrecht-select--html-select" id=${naam} name=${naam} @change=${(gebeurtenis: Event) => wijzig?.((gebeurtenis.target as HTMLSelectElement).value)}>
      ${keuzes.map(([code, tekst]) => html`<option value=${code} ?selected=${code === waarde}>${tekst}</option>`)}
    </select>`;
}
export const gemeenten = (sessie: Sessie) => sessie.gemeenten.map((een): [string, string] => [een.gemeentecode, `${een.gemeentecode} ${een.naam}`]);
export const tekstvak = (naam: string, waarde = '', soort = 'text', verplicht = false) =>
  html`<input class="utrecht-textbox utrecht-textbox--html-input" id=${naam} name=${naam} type=${soort} .value=${waarde} ?required=${verplicht} autocomplete="off" />`;
