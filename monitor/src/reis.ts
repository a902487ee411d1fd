// A journey as one line: what came, what it became, whom it reached, and what to do where it did not.
import { html, nothing } from 'lit';
import type { Reisregel } from './api';
import { koppeling, rij, soortnaam, stand, tijdcel } from './pagina';
import { getal, t } from './taal';

/** How a journey may stand. */
export const standen = ['klaar', 'onderweg', 'hapert', 'geweigerd', 'mislukt'];

export const reiskoppen = () => [t('Tijd'), t('Soort'), t('Van'), t('Gemeente'), t('Werd'), t('Bereikt'), t('Stand'), t('Toelichting')];

const geleverd = (een: Reisregel) => (een.afnemers === 0 ? '–' : een.afnemers === 1 && een.afgeleverd === 1 ? t('1 afnemer') : t('{0} van {1} afnemers', getal(een.afgeleverd), getal(een.afnemers)));
const werd = (een: Reisregel) => (een.gebeurtenissen === 0 ? '–' : een.gebeurtenissen === 1 ? t('1 gebeurtenis') : t('{0} gebeurtenissen', getal(een.gebeurtenissen)));

/** What went wrong, and what to do; on the page where that can be done. */
function uitleg(een: Reisregel) {
  const doe = een.doe && html`<div><strong>${t('Wat te doen')}:</strong> ${een.pagina ? koppeling('/' + een.pagina, een.doe) : een.doe}.</div>`;
  return html`<div class="monitor-ruim">${een.wat ? html`<div>${een.wat}</div>` : nothing}${doe || nothing}</div>`;
}

const klasse = (een: Reisregel) => (een.stand === 'mislukt' || een.stand === 'geweigerd' ? 'mis' : een.stand === 'hapert' ? 'hapert' : '');

export const reisregel = (een: Reisregel) =>
  rij.met(klasse(een), tijdcel(een.moment), koppeling(`/berichten/${een.berichtId}`, soortnaam(een)), een.partijNaam ?? (een.partij || t(een.feed || '–')), een.gemeentecode ?? '–',
    werd(een), geleverd(een), stand(een.stand), uitleg(een));
