// What is asked without a notification: when, how far it is, and what it found.
import { html, nothing } from 'lit';
import { haal, stuur, type Planning, type Ronde } from '../api';
import { gemeenten, heel, kies, knop, Pagina, rij, stand, tabel, tijdcel, veld } from '../pagina';
import { getal, seconden, t, tijdstip } from '../taal';

interface Volledig { gemeente: string; volledigTotUren: number | null; herstel: { van: string; tot: string } | null; resources: { resource: string; beantwoord: number; nooit: number; laatsteMislukt: number }[] }

class SynchronisatiePagina extends Pagina {
  static override properties = { rondes: { state: true }, planningen: { state: true }, volledig: { state: true } };
  declare rondes: Ronde[];
  declare planningen: Planning[];
  declare volledig: Volledig[];
  constructor() {
    super();
    this.rondes = [];
    this.planningen = [];
    this.volledig = [];
    this.elke = 2000;
  }
  protected async laad() {
    const [rondes, planningen, volledig] = await Promise.all([
      haal<{ synchronisaties: Ronde[] }>('synchronisaties'), haal<{ planningen: Planning[] }>('planningen'), haal<{ gemeenten: Volledig[] }>('volledigheid')]);
    this.rondes = rondes.synchronisaties;
    this.planningen = planningen.planningen;
    this.volledig = volledig.gemeenten;
  }
  private start(gebeurtenis: SubmitEvent) {
    gebeurtenis.preventDefault();
    const gemeente = String(new FormData(gebeurtenis.target as HTMLFormElement).get('gemeente'));
    void this.doe(() => stuur('synchronisaties', { gemeente }), t('De synchronisatie is gestart.'));
  }
  private wijzig(ronde: Ronde, hoe: string, gelukt: string) {
    void this.doe(() => stuur(`synchronisaties/${ronde.id}/${hoe}`), gelukt);
  }
  private knoppen(ronde: Ronde) {
    const naam = `${ronde.schema}, ${ronde.gemeente}`;
    if (ronde.staat !== 'loopt' && ronde.staat !== 'gepauzeerd') return nothing;
    return html`<div class="monitor-knoppen">
      ${ronde.staat === 'loopt' ? knop(t('Pauzeren'), () => this.wijzig(ronde, 'pauzeren', t('De synchronisatie is gepauzeerd.')), 'secondary', t('Pauzeren: {0}', naam))
        : knop(t('Hervatten'), () => this.wijzig(ronde, 'hervatten', t('De synchronisatie gaat verder.')), 'primary', t('Hervatten: {0}', naam))}
      ${knop(t('Annuleren'), () => this.wijzig(ronde, 'annuleren', t('De synchronisatie is geannuleerd.')), 'subtle', t('Annuleren: {0}', naam))}</div>`;
  }
  override render() {
    const som = (ronde: Ronde, wat: 'gewijzigd' | 'nietAangekondigd' | 'mislukt') => ronde.resources.reduce((totaal, een) => totaal + een[wat], 0);
    return html`
      <h1 class="utrecht-heading-1">${t('Synchronisatie')}</h1>
      ${this.meldingen()}
      ${this.volledig.map((een) => html`<p class="utrecht-paragraph">${een.volledigTotUren === null
        ? t('Gemeente {0}: nog niet over iedereen is alles gevraagd.', een.gemeente)
        : t('Gemeente {0}: geen gemiste wijziging kan ouder zijn dan {1} uur.', een.gemeente, een.volledigTotUren)}${een.herstel
          ? html` ${t('Wat binnenkwam van {0} tot {1} kan ontbreken: de opslag is teruggezet.', tijdstip(een.herstel.van), tijdstip(een.herstel.tot))}` : nothing}</p>`)}
      ${this.magDoen ? html`
        <form class="monitor-formulier" @submit=${this.start}>
          ${veld('gemeente', t('Gemeente'), kies('gemeente', '', gemeenten(this.sessie)))}
          <div class="monitor-knoppen"><button class="utrecht-button utrecht-button--primary-action" type="submit">${t('Nu synchroniseren')}</button></div>
        </form>` : nothing}
      <h2 class="utrecht-heading-2">${t('Rondes')}</h2>
      ${tabel(t('Rondes'), [t('Planning'), t('Gemeente'), t('Staat'), t('Gestart'), t('Voortgang'), t('Gewijzigd'), t('Niet aangekondigd'), t('Mislukt'), ...(this.magDoen ? [''] : [])],
        this.rondes.map((ronde) => rij(ronde.schema, ronde.gemeente, stand(ronde.staat), tijdcel(ronde.gestart),
          html`<progress max=${Math.max(1, ronde.totaal)} value=${ronde.gedaan} aria-label="${t('Voortgang')}: ${ronde.schema}"></progress> ${getal(ronde.gedaan)} / ${getal(ronde.totaal)}${ronde.nogSeconden ? `, ${t('nog')} ${seconden(ronde.nogSeconden)}` : ''}`,
          getal(som(ronde, 'gewijzigd')), getal(som(ronde, 'nietAangekondigd')), getal(som(ronde, 'mislukt')), ...(this.magDoen ? [this.knoppen(ronde)] : []))),
        t('Er is nog niet gesynchroniseerd.'))}
      ${this.rondes.length > 0 ? html`<p class="monitor-zacht">${t('Niet aangekondigd: gewijzigd zonder dat een notificatie het vertelde.')}</p>` : nothing}
      <h2 class="utrecht-heading-2">${t('Planning')}</h2>
      ${tabel(t('Planning'), [t('Planning'), t('Gemeente'), 'Cron', t('Wat'), t('Volgende')],
        this.planningen.map((een) => rij(een.schema, een.gemeente, heel(html`<code>${een.cron}</code>`), een.resources.length > 0 ? een.resources.join(', ') : t('alles over iedereen'), tijdcel(een.volgende))), t('Er is niets gepland.'))}`;
  }
}
customElements.define('pagina-synchronisatie', SynchronisatiePagina);
