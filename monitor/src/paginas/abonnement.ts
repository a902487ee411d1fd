// One subscription: its queue, who is stuck, what could not be delivered, and what can be done about it.
import { html, nothing } from 'lit';
import { haal, stuur, type Abonnement, type Onbestelbaar } from '../api';
import '../grafiek';
import { knop, koppeling, lang, Pagina, rij, stand, tabel, tekstvak, tijdcel, veld } from '../pagina';
import { alsMoment, getal, seconden, t, tijdstip } from '../taal';

class AbonnementPagina extends Pagina {
  static override properties = { een: { state: true }, dood: { state: true } };
  declare een: Abonnement | null;
  declare dood: Onbestelbaar[];
  constructor() {
    super();
    this.een = null;
    this.dood = [];
    this.elke = 5000;
  }
  private get pad() {
    return `abonnementen/${encodeURIComponent(this.deel)}`;
  }
  protected async laad() {
    const een = await haal<Abonnement>(this.pad);
    this.dood = een.onbestelbaar > 0 ? (await haal<{ onbestelbaar: Onbestelbaar[] }>(`${this.pad}/onbestelbaar`)).onbestelbaar : [];
    this.een = een;
  }
  private stuur(wat: string, gelukt: string, inhoud: unknown = {}) {
    return this.doe(() => stuur(`${this.pad}/${wat}`, inhoud), gelukt);
  }
  private async proef() {
    await this.doe(async () => {
      const uitslag = await stuur<{ gelukt: boolean; httpStatus: number; duurMs: number; melding?: string }>(`${this.pad}/test`);
      if (!uitslag.gelukt) throw new Error(uitslag.melding);
    }, t('De proefaflevering kwam aan.'));
  }
  private herhaal(gebeurtenis: SubmitEvent) {
    gebeurtenis.preventDefault();
    const ingevuld = new FormData(gebeurtenis.target as HTMLFormElement);
    const tot = alsMoment(String(ingevuld.get('tot') ?? ''));
    void this.stuur('herhaling', t('De gebeurtenissen worden opnieuw klaargezet.'), { van: alsMoment(String(ingevuld.get('van') ?? '')), ...(tot ? { tot } : {}) });
  }
  override render() {
    return html`
      <p class="utrecht-paragraph">${koppeling('/abonnementen', t('Alle abonnementen'))}</p>
      <h1 class="utrecht-heading-1">${t('Abonnement {0}', this.deel)}</h1>
      ${this.meldingen()}
      ${this.een ? this.toon(this.een) : nothing}`;
  }
  private toon(een: Abonnement) {
    return html`
      <dl class="monitor-lijst">
        <dt>${t('Status')}</dt><dd>${stand(een.status)} ${een.circuitOpen ? html`${stand('storing')} ${t('de ontvanger antwoordt niet')}` : nothing}</dd>
        <dt>${t('Afnemer')}</dt><dd>${een.afnemerNaam} ${een.afnemer}</dd>
        <dt>${t('Gemeente')}</dt><dd>${een.gemeenten.join(', ')}</dd>
        <dt>${t('Adres')}</dt><dd>${een.url ?? t('haalt zelf op')}</dd>
        <dt>${t('Wachtend')}</dt><dd>${getal(een.wachtend)}${een.wachtend > 0 ? ` (${t('oudste')} ${seconden(een.oudsteWachtendSeconden)})` : ''}</dd>
        <dt>${t('Onbestelbaar')}</dt><dd>${getal(een.onbestelbaar)}</dd>
        ${een.schemaversie ? html`<dt>${t('Model')}</dt><dd>${t('versie {0}', een.schemaversie)}${een.schemaEinde ? `, ${t('te krijgen tot {0}', een.schemaEinde)}` : ''}</dd>` : nothing}
        <dt>${t('Sinds')}</dt><dd>${tijdstip(een.aangemaakt)}, ${t('gemaakt door')} ${een.herkomst}</dd>
      </dl>
      ${this.magDoen ? html`
        <div class="monitor-knoppen">
          ${een.status === 'gepauzeerd' ? knop(t('Hervatten'), () => void this.stuur('hervatten', t('Het abonnement gaat verder.')), 'primary') : knop(t('Pauzeren'), () => void this.stuur('pauzeren', t('Het abonnement is gepauzeerd; wat gebeurt blijft wachten.')))}
          ${een.url ? knop(t('Proefaflevering'), () => void this.proef()) : nothing}
          ${knop(t('Beginstand klaarzetten'), () => void this.stuur('beginstand', t('De beginstand wordt klaargezet.')))}
        </div>` : nothing}
      <h2 class="utrecht-heading-2">${t('Wachtrij, laatste dag')}</h2>
      <monitor-grafiek .naam=${t('Wachtrij, laatste dag')} .punten=${een.wachtrij ?? []} .lijnen=${[{ naam: t('Wachtend'), kleur: '--monitor-duo' }, { naam: t('Onbestelbaar'), kleur: '--monitor-fout' }]}></monitor-grafiek>
      ${een.taken.length > 0 ? html`
        <h2 class="utrecht-heading-2">${t('Taken')}</h2>
        ${tabel(t('Taken'), [t('Taak'), t('Voortgang'), t('Klaargezet'), t('Status')], een.taken.map((taak) => rij(t(taak.soort),
          html`<progress max=${Math.max(1, taak.totaal)} value=${taak.gedaan} aria-label=${t('Voortgang')}></progress> ${getal(taak.gedaan)} / ${getal(taak.totaal)}`, getal(taak.klaargezet), stand(taak.loopt ? 'loopt' : 'voltooid'))))}` : nothing}
      <h2 class="utrecht-heading-2">${t('Vastgelopen')}</h2>
      ${tabel(t('Vastgelopen'), [t('Dossier'), t('Gebeurtenis'), t('Pogingen'), t('Sinds'), t('Volgende poging'), ...(this.magDoen ? [''] : [])],
        (een.vastgelopen ?? []).map((vast) => rij(lang(koppeling(`/berichten?id=${vast.dossier}`, vast.dossier)), vast.type?.replace('nl.inburgering.', ''), getal(vast.pogingen), tijdcel(vast.sinds), tijdcel(vast.volgendePoging),
          ...(this.magDoen ? [knop(t('Overslaan'), () => void this.stuur('vastgelopen/overslaan', t('De gebeurtenis ligt nu bij onbestelbaar.'), { dossier: vast.dossier }), 'subtle', t('Overslaan bij dossier {0}', vast.dossier))] : []))),
        t('Bij niemand staat een gebeurtenis vast.'))}
      <h2 class="utrecht-heading-2">${t('Onbestelbaar')}</h2>
      ${this.magDoen && this.dood.length > 0 ? html`<div class="monitor-knoppen">${knop(t('Alle opnieuw aanbieden'), () => void this.stuur('onbestelbaar/opnieuw', t('Zij wachten weer.')), 'primary')}</div>` : nothing}
      ${tabel(t('Onbestelbaar'), [t('Sinds'), t('Gebeurtenis'), t('Reden'), 'HTTP', t('Pogingen'), t('Dossier'), ...(this.magDoen ? [''] : [])],
        this.dood.map((brief) => rij(tijdcel(brief.moment), koppeling(`/berichten/${brief.oorzaak}`, brief.type.replace('nl.inburgering.', '')), t(brief.reden), brief.httpStatus || '–', getal(brief.pogingen), lang(koppeling(`/berichten?id=${brief.dossier}`, brief.dossier)),
          ...(this.magDoen ? [knop(t('Opnieuw'), () => void this.stuur('onbestelbaar/opnieuw', t('Zij wacht weer.'), { gebeurtenis: brief.gebeurtenis }), 'subtle', t('Opnieuw aanbieden: {0}', brief.gebeurtenis))] : []))),
        t('Er is niets onbestelbaar.'))}
      ${this.magDoen ? html`
        <h2 class="utrecht-heading-2">${t('Herhalen')}</h2>
        <form class="monitor-formulier" @submit=${this.herhaal}>
          ${veld('van', t('Vanaf'), tekstvak('van', '', 'datetime-local', true))}
          ${veld('tot', t('Tot'), tekstvak('tot', '', 'datetime-local'), t('Leeg: tot nu.'))}
          <div class="monitor-knoppen"><button class="utrecht-button utrecht-button--secondary-action" type="submit">${t('Opnieuw klaarzetten')}</button></div>
        </form>` : nothing}`;
  }
}
customElements.define('pagina-abonnement', AbonnementPagina);
