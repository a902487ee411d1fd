import { html } from 'lit';
import { haal, type Abonnement } from '../api';
import { koppeling, lang, Pagina, rij, stand, tabel } from '../pagina';
import { getal, seconden, t } from '../taal';

class AbonnementenPagina extends Pagina {
  static override properties = { lijst: { state: true } };
  declare lijst: Abonnement[];
  constructor() {
    super();
    this.lijst = [];
    this.elke = 5000;
  }
  protected async laad() {
    this.lijst = (await haal<{ abonnementen: Abonnement[] }>('abonnementen')).abonnementen;
  }
  override render() {
    return html`
      <h1 class="utrecht-heading-1">${t('Abonnementen')}</h1>
      ${this.meldingen()}
      ${tabel(t('Abonnementen'), [t('Abonnement'), t('Afnemer'), t('Gemeente'), t('Status'), t('Wachtend'), t('Oudste'), t('Onbestelbaar'), t('Ontvanger'), t('Adres')],
        this.lijst.map((een) => rij(lang(koppeling(`/abonnementen/${encodeURIComponent(een.id)}`, een.id)), een.afnemerNaam, een.gemeenten.join(', '), stand(een.status), getal(een.wachtend),
          een.wachtend > 0 ? seconden(een.oudsteWachtendSeconden) : '–', getal(een.onbestelbaar), een.circuitOpen ? stand('storing') : stand('goed'), lang(een.url ?? t('haalt zelf op')))))}`;
  }
}
customElements.define('pagina-abonnementen', AbonnementenPagina);
