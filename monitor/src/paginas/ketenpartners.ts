// Who may connect, until when their certificates hold, and who was refused and why.
import { html, nothing } from 'lit';
import { haal, type Bericht, type Berichten, type BronVanLijsten, type Certificaat, type Certificaatstatus, type Intrekkingslijst, type Ketenpartner, type Stamcertificaat } from '../api';
import { heel, koppeling, lang, Pagina, rij, tabel, tijdcel } from '../pagina';
import { dag, getal, t, tijdstip } from '../taal';

class KetenpartnersPagina extends Pagina {
  static override properties = { partners: { state: true }, eigen: { state: true }, lijsten: { state: true }, bronnen: { state: true }, statussen: { state: true }, stammen: { state: true }, nietGezien: { state: true }, geweigerd: { state: true } };
  declare partners: Ketenpartner[];
  declare eigen: Certificaat[];
  declare lijsten: Intrekkingslijst[];
  declare bronnen: BronVanLijsten[];
  declare statussen: Certificaatstatus[];
  declare stammen: Stamcertificaat[];
  declare nietGezien: string[];
  declare geweigerd: Bericht[];
  constructor() {
    super();
    this.partners = [];
    this.eigen = [];
    this.lijsten = [];
    this.bronnen = [];
    this.statussen = [];
    this.stammen = [];
    this.nietGezien = [];
    this.geweigerd = [];
    this.elke = 15000;
  }
  protected async laad() {
    const [alle, handshakes, vreemden] = await Promise.all([
      haal<{ ketenpartners: Ketenpartner[]; eigenCertificaten: Certificaat[]; intrekkingslijsten: Intrekkingslijst[]; bronnenVanLijsten: BronVanLijsten[]; statussen: Certificaatstatus[]; stamcertificaten: Stamcertificaat[]; nietGezien: string[] | null }>('ketenpartners'), haal<Berichten>('berichten?soort=TLS-handshake&aantal=50'),
      haal<Berichten>('berichten?soort=verbinding&aantal=50')]);
    this.partners = alle.ketenpartners;
    this.eigen = alle.eigenCertificaten;
    this.lijsten = alle.intrekkingslijsten;
    this.bronnen = alle.bronnenVanLijsten.filter((een) => een.fout);
    this.statussen = alle.statussen;
    this.stammen = alle.stamcertificaten;
    this.nietGezien = alle.nietGezien ?? [];
    this.geweigerd = [...handshakes.berichten, ...vreemden.berichten].sort((een, ander) => ander.nr - een.nr).slice(0, 50);
  }
  private certificaat(een: Certificaat) {
    const soort = een.dagen <= 7 ? 'danger' : een.dagen <= 90 ? 'warning' : 'safe';
    return html`${dag(een.geldigTot)} <span class="utrecht-status-badge utrecht-status-badge--${soort}">${een.dagen < 0 ? t('verlopen') : t('{0} dagen', getal(een.dagen))}</span>
      ${een.sleutel || een.verbinding ? html`<div class="monitor-zacht">${een.sleutel ?? ''}${een.uitTeFaseren ? html` <span class="utrecht-status-badge utrecht-status-badge--warning">${t('uit te faseren')}</span>` : nothing}${een.sleutel && een.verbinding ? ', ' : ''}${een.verbinding ?? ''}</div>` : nothing}`;
  }
  /** By which lists partners are judged, and where none could be fetched. */
  private intrekking() {
    if (this.lijsten.length === 0 && this.bronnen.length === 0) return nothing;
    const soorten = { goed: 'safe', oud: 'warning', respijt: 'danger', verlopen: 'danger' };
    return html`
      <h2 class="utrecht-heading-2">${t('Intrekkingslijsten')}</h2>
      ${tabel(t('Intrekkingslijsten'), [t('Uitgever'), t('Geldig tot'), t('Ingetrokken'), t('Bron')], this.lijsten.map((een) => rij(lang(een.uitgever),
        html`${tijdstip(een.geldigTot)} <span class="utrecht-status-badge utrecht-status-badge--${soorten[een.toestand]}">${t(een.toestand)}</span>${een.waarschuwing ? html`<div class="monitor-zacht">${een.waarschuwing}</div>` : nothing}`,
        getal(een.aantalIngetrokken), lang(een.bron))))}
      ${this.bronnen.length > 0 ? tabel(t('Lijsten die niet konden worden opgehaald'), [t('Bron'), t('Laatst gelukt'), t('Volgende poging'), t('Reden')],
        this.bronnen.map((een) => rij(lang(een.adres), een.gelukt ? tijdstip(een.gelukt) : '–', een.volgende ? tijdstip(een.volgende) : '–', een.fout ?? '–'))) : nothing}`;
  }
  /** Whom we trust, and who would not come in any more without. */
  private stamcertificaten() {
    return html`
      <h2 class="utrecht-heading-2">${t('Stamcertificaten')}</h2>
      ${tabel(t('Stamcertificaten'), [t('Naam'), t('Geldig tot'), t('Nodig voor')], this.stammen.map((een) => rij(html`${lang(een.naam)}<div class="monitor-zacht">${een.waar.join(', ')}</div>`,
        this.certificaat({ naam: een.naam, geldigTot: een.geldigTot, dagen: een.dagen }), een.nodigVoor === null ? '–' : een.nodigVoor.length > 0 ? een.nodigVoor.join(', ') : t('niemand, voor zover gezien'))))}
      ${this.nietGezien.length > 0 ? html`<p class="utrecht-paragraph">${t('In de laatste 31 dagen is er geen handshake gezien van')} ${this.nietGezien.join(', ')}. ${t('Van hen is niet bekend welk stamcertificaat zij nodig hebben.')}</p>` : nothing}`;
  }
  /** What responders (OCSP) say of certificates, our own first. */
  private ocsp() {
    if (this.statussen.length === 0) return nothing;
    const soorten = { goed: 'safe', ingetrokken: 'danger', onbekend: 'danger' };
    return html`
      <h2 class="utrecht-heading-2">${t('Status volgens OCSP')}</h2>
      ${tabel(t('Status volgens OCSP'), [t('Onderwerp'), t('Status'), t('Geldig tot'), t('Bron')], this.statussen.map((een) => rij(
        html`${lang(een.onderwerp)}${een.eigen ? html` <span class="utrecht-status-badge utrecht-status-badge--neutral">${t('eigen')}</span>` : nothing}<div class="monitor-zacht">${een.serienummer}</div>`,
        html`<span class="utrecht-status-badge utrecht-status-badge--${een.status ? soorten[een.status] : 'warning'}">${een.status ? t(een.status) : t('geen antwoord')}</span>${een.waarschuwing ? html`<div class="monitor-zacht">${een.waarschuwing}</div>` : nothing}`,
        een.geldigTot ? tijdstip(een.geldigTot) : '–', lang(een.bron ?? '–'))))}`;
  }
  /** Where a server may answer that does not carry the partner's own OIN. */
  private uitzonderingen() {
    const met = this.partners.filter((een) => een.andereServers.length > 0);
    if (met.length === 0) return nothing;
    return html`
      <h2 class="utrecht-heading-2">${t('Uitzonderingen')}</h2>
      ${tabel(t('Uitzonderingen'), [t('Naam'), t('Ook deze servers mogen voor de partner antwoorden')], met.map((een) => rij(een.naam, een.andereServers.map((server) => html`<div>${server}</div>`))))}`;
  }
  override render() {
    return html`
      <h1 class="utrecht-heading-1">${t('Ketenpartners')}</h1>
      ${this.meldingen()}
      ${tabel(t('Ketenpartners'), [t('Naam'), 'OIN', t('Rol'), t('Gemeente'), t('Laatst ontvangen'), t('Laatst verstuurd'), t('Certificaat')],
        this.partners.map((een) => rij(koppeling(`/berichten?partij=${een.oin}`, een.naam), heel(een.oin), t(een.rol), een.gemeenten.join(', '), tijdcel(een.laatstOntvangen), tijdcel(een.laatstVerstuurd),
          een.certificaten.length > 0 ? een.certificaten.map((stuk) => html`<div>${stuk.naam.endsWith('(server)') ? t('server') : t('client')}: ${this.certificaat(stuk)}</div>`) : t('nog niet gezien'))))}
      ${this.uitzonderingen()}
      <h2 class="utrecht-heading-2">${t('Onze eigen certificaten')}</h2>
      ${tabel(t('Onze eigen certificaten'), [t('Waarvoor'), t('Onderwerp'), t('Geldig tot')], this.eigen.map((een) => rij(een.naam, lang(een.onderwerp ?? ''), this.certificaat(een))))}
      ${this.stamcertificaten()}
      ${this.intrekking()}
      ${this.ocsp()}
      <h2 class="utrecht-heading-2">${t('Geweigerde verbindingen')}</h2>
      ${tabel(t('Geweigerde verbindingen'), [t('Tijd'), 'OIN', t('Certificaat'), t('Reden')], this.geweigerd.map((een) => rij(tijdcel(een.moment), heel(een.partij || '–'), lang(een.certificaat || t('geen')), html`<div class="monitor-ruim">${een.fouten[0]?.melding ?? '–'}</div>`)), t('Er is niemand geweigerd.'))}
      ${this.geweigerd.length >= 50 ? koppeling('/berichten?soort=TLS-handshake', t('Alle geweigerde verbindingen')) : nothing}`;
  }
}
customElements.define('pagina-ketenpartners', KetenpartnersPagina);
