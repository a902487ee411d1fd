// The frame: who is logged in, the pages, and which of them the address asks for.
import { LitElement, html, nothing } from 'lit';
import { haal, verwijder, wat, Geweigerd, type Sessie } from './api';
import { ga } from './pagina';
import { kiesTaal, t, taal } from './taal';
import './paginas/aanmelden';
import './paginas/overzicht';
import './paginas/berichten';
import './paginas/bericht';
import './paginas/abonnementen';
import './paginas/abonnement';
import './paginas/synchronisatie';
import './paginas/termijnen';
import './paginas/kerncijfers';
import './paginas/ketenpartners';
import './paginas/persoon';
import './paginas/toestemmingen';

const paginas = [
  ['overzicht', 'Overzicht'],
  ['berichten', 'Berichten'],
  ['abonnementen', 'Abonnementen'],
  ['synchronisatie', 'Synchronisatie'],
  ['termijnen', 'Termijnen'],
  ['kerncijfers', 'Kerncijfers'],
  ['ketenpartners', 'Ketenpartners'],
  ['toestemmingen', 'Toestemmingen'],
  ['persoon', 'Persoon'],
] as const;

type Thema = 'licht' | 'donker';
const systeem = window.matchMedia('(prefers-color-scheme: dark)');

class App extends LitElement {
  static override properties = { sessie: { state: true }, geladen: { state: true }, fout: { state: true }, pad: { state: true }, open: { state: true } };
  declare sessie: Sessie | null;
  declare geladen: boolean;
  declare fout: string;
  declare pad: string;
  /** The menu that is open. */
  declare open: '' | 'paginas' | 'wie';

  constructor() {
    super();
    this.sessie = null;
    this.geladen = false;
    this.fout = '';
    this.pad = location.pathname;
    this.open = '';
    this.pasThemaToe();
    systeem.addEventListener('change', () => this.pasThemaToe());
  }
  override createRenderRoot() {
    return this;
  }
  override connectedCallback() {
    super.connectedCallback();
    window.addEventListener('popstate', () => this.nieuwAdres());
    window.addEventListener('adres', () => this.nieuwAdres());
    window.addEventListener('niet-aangemeld', () => (this.sessie = null));
    window.addEventListener('aangemeld', () => void this.meldAan());
    this.addEventListener('click', (klik) => this.volgKoppeling(klik));
    document.addEventListener('click', (klik) => (klik.target as Element).closest('.monitor-hoofd') || (this.open = ''));
    this.addEventListener('keydown', (toets) => toets.key === 'Escape' && this.sluit());
    void this.meldAan();
  }
  private async meldAan() {
    try {
      this.sessie = await haal<Sessie>('sessie');
      this.fout = '';
    } catch (fout) {
      this.sessie = null;
      this.fout = fout instanceof Geweigerd && fout.status === 401 ? '' : wat(fout);
    }
    this.geladen = true;
  }
  /** Closes the menu that is open; who is in it goes back to its button. */
  private sluit() {
    const knop = this.querySelector<HTMLElement>(`[aria-controls=${this.open || 'geen'}]`);
    this.open = '';
    knop?.focus();
  }
  private menuknop(menu: 'paginas' | 'wie', tekst: string, titel = '') {
    return html`<button type="button" class="monitor-menuknop" aria-controls=${menu} aria-expanded=${this.open === menu ? 'true' : 'false'} title=${titel || nothing}
      @click=${() => (this.open = this.open === menu ? '' : menu)}><span class="monitor-kort">${tekst}</span><span aria-hidden="true"> ▾</span></button>`;
  }
  private nieuwAdres() {
    this.open = '';
    if (location.pathname === this.pad) return this.requestUpdate();
    this.pad = location.pathname;
    void this.updateComplete.then(() => {
      const hoofd = this.querySelector<HTMLElement>('main');
      hoofd?.focus();
      window.scrollTo(0, 0);
    });
  }
  /** Links to our own pages do not load the page anew. */
  private volgKoppeling(klik: MouseEvent) {
    const link = (klik.target as Element).closest('a');
    if (!link || klik.defaultPrevented || klik.button !== 0 || klik.metaKey || klik.ctrlKey || klik.shiftKey) return;
    if (link.origin !== location.origin || link.hash || link.hasAttribute('download') || link.pathname.startsWith('/beheer/')) return;
    klik.preventDefault();
    ga(link.pathname + link.search);
  }
  private get thema(): Thema {
    const gekozen = document.documentElement.dataset.thema;
    return gekozen === 'donker' ? 'donker' : 'licht';
  }
  private pasThemaToe(gekozen?: Thema) {
    try {
      if (gekozen) localStorage.setItem('thema', gekozen);
      gekozen ??= (localStorage.getItem('thema') as Thema | null) ?? undefined;
    } catch {
      // without storage the choice lasts as long as the page
    }
    document.documentElement.dataset.thema = gekozen ?? (systeem.matches ? 'donker' : 'licht');
    this.requestUpdate();
  }
  private async meldAf() {
    await verwijder('sessie').catch(() => undefined);
    this.open = '';
    this.sessie = null;
  }

  override render() {
    const [naam, ...rest] = this.pad.slice(1).split('/');
    const huidig = paginas.find(([code]) => code === naam)?.[0] ?? 'overzicht';
    document.title = `${this.sessie ? t(paginas.find(([code]) => code === huidig)![1]) : t('Aanmelden')} – ${t('Inburgering-gateway')}`;
    return html`
      <a class="utrecht-skip-link utrecht-skip-link--visible-on-focus" href="#inhoud" @click=${(klik: Event) => {
        klik.preventDefault();
        this.querySelector<HTMLElement>('main')?.focus();
      }}>${t('Naar de inhoud')}</a>
      <header class="monitor-hoofd">
        <span class="monitor-naam">${t('Inburgering-gateway')}</span>
        ${this.sessie ? html`
          <div class="monitor-nav">
            ${this.menuknop('paginas', t(paginas.find(([code]) => code === huidig)![1]), t('Pagina’s'))}
            <nav id="paginas" class=${this.open === 'paginas' ? 'open' : ''} aria-label=${t('Pagina’s')}>
              <ul>${paginas.filter(([code]) => this.toont(code)).map(([code, tekst]) => html`
                <li><a href="/${code}" aria-current=${code === huidig ? 'page' : nothing}>${t(tekst)}</a></li>`)}</ul>
            </nav>
          </div>` : nothing}
        <div class="monitor-wie">
          ${this.sessie ? this.menuknop('wie', this.sessie.naam, t('{0} ({1}): taal, kleuren en afmelden', this.sessie.naam, t(this.sessie.recht))) : nothing}
          <div id="wie" class=${this.sessie ? (this.open === 'wie' ? 'open' : '') : 'los'}>
            ${this.sessie ? html`<p>${this.sessie.naam} (${t(this.sessie.recht)})</p>` : nothing}
            <button type="button" @click=${() => { kiesTaal(taal === 'nl' ? 'en' : 'nl'); this.teken(); }} lang=${taal === 'nl' ? 'en' : 'nl'}>${taal === 'nl' ? 'English' : 'Nederlands'}</button>
            <button type="button" @click=${() => this.pasThemaToe(this.thema === 'donker' ? 'licht' : 'donker')}>${this.thema === 'donker' ? t('Licht') : t('Donker')}</button>
            ${this.sessie && !this.sessie.metCertificaat ? html`<button type="button" @click=${() => void this.meldAf()}>${t('Afmelden')}</button>` : nothing}
          </div>
        </div>
      </header>
      <main id="inhoud" class="monitor-pagina" tabindex="-1">
        ${!this.geladen ? html`<p class="utrecht-paragraph">${t('Laden…')}</p>`
          : this.sessie ? this.pagina(huidig, rest.map(decodeURIComponent).join('/'))
          : html`<pagina-aanmelden .reden=${this.fout}></pagina-aanmelden>`}
      </main>`;
  }
  /** Whether a page is for who is logged in; that of four eyes only where a gemeente asks them. */
  private toont(code: string) {
    if (code === 'persoon') return this.sessie?.recht === 'privacy';
    if (code === 'toestemmingen') return this.sessie?.recht !== 'kijker' && this.sessie?.gemeenten.some((een) => een.vierOgen.length > 0);
    return true;
  }
  /** Makes the pages anew, in the language that was chosen. */
  private teken() {
    const sessie = this.sessie;
    this.sessie = null;
    this.geladen = false;
    void this.updateComplete.then(() => {
      this.sessie = sessie;
      this.geladen = true;
    });
  }
  private pagina(naam: string, deel: string) {
    switch (naam) {
      case 'berichten':
        return deel ? html`<pagina-bericht .sessie=${this.sessie} .deel=${deel}></pagina-bericht>` : html`<pagina-berichten .sessie=${this.sessie}></pagina-berichten>`;
      case 'abonnementen':
        return deel ? html`<pagina-abonnement .sessie=${this.sessie} .deel=${deel}></pagina-abonnement>` : html`<pagina-abonnementen .sessie=${this.sessie}></pagina-abonnementen>`;
      case 'synchronisatie':
        return html`<pagina-synchronisatie .sessie=${this.sessie}></pagina-synchronisatie>`;
      case 'termijnen':
        return html`<pagina-termijnen .sessie=${this.sessie}></pagina-termijnen>`;
      case 'kerncijfers':
        return html`<pagina-kerncijfers .sessie=${this.sessie}></pagina-kerncijfers>`;
      case 'ketenpartners':
        return html`<pagina-ketenpartners .sessie=${this.sessie}></pagina-ketenpartners>`;
      case 'toestemmingen':
        return html`<pagina-toestemmingen .sessie=${this.sessie}></pagina-toestemmingen>`;
      case 'persoon':
        return html`<pagina-persoon .sessie=${this.sessie}></pagina-persoon>`;
      default:
        return html`<pagina-overzicht .sessie=${this.sessie}></pagina-overzicht>`;
    }
  }
}
customElements.define('monitor-app', App);
