// Is everything well? What is not stands on top, with what to do about it.
import { html, nothing } from 'lit';
import { haal, type Overzicht } from '../api';
import '../grafiek';
import { koppeling, lang, Pagina, rij, stand, tabel } from '../pagina';
import { dag, duur, getal, seconden, t, tijdstip } from '../taal';

class OverzichtPagina extends Pagina {
  static override properties = { stand: { state: true } };
  declare stand: Overzicht | null;
  constructor() {
    super();
    this.stand = null;
    this.elke = 5000;
  }
  protected async laad() {
    this.stand = await haal<Overzicht>('overzicht');
  }
  override render() {
    return html`
      <h1 class="utrecht-heading-1">${t('Overzicht')}</h1>
      ${this.meldingen()}
      ${this.stand ? this.toon(this.stand) : nothing}`;
  }
  private toon(nu: Overzicht) {
    const laatste = nu.synchronisatie.laatste;
    return html`
      <div role="status">
        ${nu.toestand === 'goed'
          ? html`<div class="utrecht-alert utrecht-alert--ok monitor-melding"><p>${t('Alles is goed.')} ${t('Stand van {0}', tijdstip(nu.moment))}</p></div>`
          : html`<p class="utrecht-paragraph">${t(nu.toestand === 'storing' ? 'Er is een storing.' : 'Er is iets dat aandacht vraagt.')} ${t('Stand van {0}', tijdstip(nu.moment))}</p>`}
      </div>
      ${nu.meldingen.length > 0 ? html`
        <ul class="monitor-zorgen">${nu.meldingen.map((zorg) => html`
          <li class=${zorg.ernst}>
            <p><strong>${zorg.ernst === 'termijn' ? t('Termijn in gevaar') : t(zorg.ernst === 'storing' ? 'Storing' : 'Aandacht')}:</strong> ${zorg.pagina ? koppeling('/' + zorg.pagina, zorg.wat) : zorg.wat}</p>
            ${zorg.doe ? html`<p>${t('Wat te doen')}: ${zorg.doe}.</p>` : nothing}
          </li>`)}</ul>` : nothing}
      <h2 class="utrecht-heading-2">${t('Verkeer')}</h2>
      ${tabel(t('Verkeer per bron'), [t('Bron'), t('Laatste uur'), t('Fouten'), t('Laatste dag'), t('Fouten'), t('Duur gemiddeld'), t('In de wachtrij')],
        nu.feeds.map((feed) => rij(koppeling(`/berichten?weergave=berichten&feed=${feed.feed}`, t(feed.feed)), getal(feed.uur.berichten), this.fouten(feed.feed, feed.uur.fouten), getal(feed.dag.berichten),
          this.fouten(feed.feed, feed.dag.fouten), duur(feed.gemiddeldMs), duur(feed.vertragingMs))))}
      ${this.grafiek(t('Berichten per minuut, laatste uur'), nu, nu.verloopUur)}
      ${this.grafiek(t('Berichten per kwartier, laatste dag'), nu, nu.verloop)}
      <h2 class="utrecht-heading-2">${t('Abonnementen')}</h2>
      ${tabel(t('Abonnementen'), [t('Abonnement'), t('Afnemer'), t('Status'), t('Wachtend'), t('Oudste'), t('Onbestelbaar'), t('Ontvanger')],
        nu.abonnementen.map((een) => rij(lang(koppeling(`/abonnementen/${encodeURIComponent(een.id)}`, een.id)), een.afnemer, stand(een.status), getal(een.wachtend),
          een.wachtend > 0 ? seconden(een.oudsteWachtendSeconden) : '–', getal(een.onbestelbaar), een.circuitOpen ? stand('storing') : stand('goed'))))}
      ${nu.nodes.length > 0 ? html`
        <h2 class="utrecht-heading-2">${t('Nodes')}</h2>
        ${tabel(t('Nodes en wat alleen zij doen'), [t('Node'), t('Versie'), t('Taken')], nu.nodes.map((een) => rij(een.naam, een.versie, een.taken.length > 0 ? een.taken.join(', ') : '–')))}
        ${nu.standbys.length > 0 ? tabel(t('Standbys van de database'), [t('Standby'), t('Bevestigt mee'), t('Achterstand')],
          nu.standbys.map((een) => rij(een.naam, t(een.bevestigtMee ? 'ja' : 'nee'), een.achterstandMs === null ? '–' : duur(een.achterstandMs)))) : nothing}` : nothing}
      <div class="monitor-twee">
        <section>
          <h2 class="utrecht-heading-2">${t('Synchronisatie')}</h2>
          <dl class="monitor-lijst">
            <dt>${t('Volgende')}</dt><dd>${tijdstip(nu.synchronisatie.volgende)}</dd>
            <dt>${t('Laatste')}</dt><dd>${laatste ? html`${koppeling('/synchronisatie', laatste.schema)} ${stand(laatste.staat)} ${tijdstip(laatste.gestart)}, ${getal(laatste.gedaan)} / ${getal(laatste.totaal)}` : '–'}</dd>
          </dl>
        </section>
        <section>
          <h2 class="utrecht-heading-2">${t('Certificaten die het eerst verlopen')}</h2>
          ${tabel(t('Certificaten die het eerst verlopen'), [t('Certificaat'), t('Geldig tot'), t('Dagen')], nu.certificaten.map((een) => rij(een.naam, dag(een.geldigTot), getal(een.dagen))))}
        </section>
      </div>`;
  }
  private grafiek(naam: string, nu: Overzicht, punten: number[][]) {
    return html`
      <h3 class="utrecht-heading-3">${naam}</h3>
      <monitor-grafiek .naam=${naam} .punten=${punten}
        .lijnen=${[...nu.feeds.map((feed) => ({ naam: t(feed.feed), kleur: `--monitor-${feed.feed}` })), { naam: t('Fouten'), kleur: '--monitor-fout' }]}></monitor-grafiek>`;
  }
  private fouten(feed: string, aantal: number) {
    return aantal > 0 ? koppeling(`/berichten?weergave=berichten&feed=${feed}&aandacht=ja`, getal(aantal)) : getal(0);
  }
}
customElements.define('pagina-overzicht', OverzichtPagina);
