// For who is not logged in. A link that the gateway made carries its code behind the #, where no server or
// log ever sees it.
import { LitElement, html, nothing } from 'lit';
import { stuur, wat } from '../api';
import { knop } from '../pagina';
import { t } from '../taal';

class Aanmelden extends LitElement {
  static override properties = { reden: {}, fout: { state: true }, code: { state: true } };
  declare reden: string;
  declare fout: string;
  declare code: string;
  constructor() {
    super();
    this.reden = this.fout = '';
    this.code = location.pathname === '/aanmelden' ? location.hash.slice(1) : '';
  }
  override createRenderRoot() {
    return this;
  }
  private async meldAan() {
    try {
      await stuur('sessie', { code: this.code });
      history.replaceState(null, '', '/overzicht');
      window.dispatchEvent(new Event('adres'));
      window.dispatchEvent(new Event('aangemeld'));
    } catch (fout) {
      this.fout = wat(fout);
      this.code = '';
    }
  }
  override render() {
    return html`
      <h1 class="utrecht-heading-1">${t('Aanmelden')}</h1>
      <div role="alert">${this.fout || this.reden ? html`<div class="utrecht-alert utrecht-alert--error monitor-melding">${this.fout || this.reden}</div>` : nothing}</div>
      ${this.code
        ? html`<p class="utrecht-paragraph">${t('Met deze link meldt u zich eenmaal aan.')}</p>
            <div class="monitor-knoppen">${knop(t('Aanmelden'), () => void this.meldAan(), 'primary')}</div>`
        : html`<p class="utrecht-paragraph">${t('Gebruik de link die de gateway bij het starten toont, of maak er op de machine zelf een:')}</p>
            <p class="utrecht-paragraph"><code>inburgering-gateway monitor link --config gateway.yaml --naam "…"</code></p>`}`;
  }
}
customElements.define('pagina-aanmelden', Aanmelden);
