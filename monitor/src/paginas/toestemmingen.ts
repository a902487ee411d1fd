// Four eyes: what operators ask of each other, and the answer. Who asked cannot answer.
import { html, nothing } from 'lit';
import { haal, stuur, type Toestemming } from '../api';
import { knop, koppeling, lang, Pagina, rij, stand, tabel, tijdcel } from '../pagina';
import { t } from '../taal';

class ToestemmingenPagina extends Pagina {
  static override properties = { lijst: { state: true } };
  declare lijst: Toestemming[];
  constructor() {
    super();
    this.lijst = [];
    this.elke = 10_000;
  }
  protected async laad() {
    this.lijst = (await haal<{ toestemmingen: Toestemming[] }>('toestemmingen')).toestemmingen;
  }
  private async antwoord(een: Toestemming, antwoord: 'ja' | 'nee') {
    await this.doe(() => stuur(`toestemmingen/${een.id}/antwoord`, { antwoord }),
      antwoord === 'ja' ? t('Toegestaan: wie het vroeg kan het nu eenmaal doen.') : t('Geweigerd.'));
  }
  override render() {
    return html`
      <h1 class="utrecht-heading-1">${t('Toestemmingen')}</h1>
      <p class="utrecht-paragraph">${t('Waar een gemeente vier ogen vraagt staat een ander toe wat u wilt doen. Een aanvraag geldt een etmaal, en eenmaal; die voor een persoon een uur lang.')}</p>
      ${this.meldingen()}
      ${tabel(t('Toestemmingen'), [t('Waarvoor'), t('Gemeente'), t('Aanvrager'), t('Reden'), t('Verloopt'), t('Stand'), ''], this.lijst.map((een) => rij(
        html`${een.persoon ? t('alles over één persoon, dossier') : t(een.voor)} ${lang(een.persoon ? koppeling(`/berichten?id=${een.van}`, een.van) : een.voor === 'inhoud' && een.van !== 'export' ? koppeling(`/berichten/${een.van}`, een.van) : een.van)}`,
        een.gemeentecode || t('alle'), een.aanvrager, een.reden, tijdcel(een.verloopt),
        html`${stand(een.staat)} ${een.beantwoordDoor}`,
        een.magAntwoorden ? html`<div class="monitor-knoppen">
          ${knop(t('Toestaan'), () => void this.antwoord(een, 'ja'), 'primary', t('Toestaan wat {0} vroeg', een.aanvrager))}
          ${knop(t('Weigeren'), () => void this.antwoord(een, 'nee'), 'secondary', t('Weigeren wat {0} vroeg', een.aanvrager))}</div>` : nothing)))}`;
  }
}
customElements.define('pagina-toestemmingen', ToestemmingenPagina);
