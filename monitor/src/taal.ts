// The language of the pages: Dutch, or English when the visitor chose that. What the gateway itself tells
// (faults, advice, names of kinds) stays Dutch, because that is what it writes down too.
import { english } from './english';

export type Taal = 'nl' | 'en';

const kept = (name: string) => {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
};

export let taal: Taal = kept('taal') === 'en' ? 'en' : 'nl';

export function kiesTaal(gekozen: Taal) {
  taal = gekozen;
  try {
    localStorage.setItem('taal', gekozen);
  } catch {
    // without storage the choice lasts as long as the page
  }
  document.documentElement.lang = gekozen;
}
document.documentElement.lang = taal;

/** The text in the chosen language; {0}, {1} stand for the values. */
export function t(tekst: string, ...waarden: (string | number)[]): string {
  const gekozen = taal === 'en' ? (english[tekst] ?? tekst) : tekst;
  return gekozen.replace(/\{(\d)\}/g, (_, index) => String(waarden[Number(index)]));
}

const zone = { timeZone: 'Europe/Amsterdam' } as const;
const locale = () => (taal === 'en' ? 'en-GB' : 'nl-NL');

export function tijdstip(moment: string | null | undefined): string {
  if (!moment) return '–';
  return new Intl.DateTimeFormat(locale(), { ...zone, day: '2-digit', month: '2-digit', year: 'numeric', hour: '2-digit', minute: '2-digit', second: '2-digit' }).format(new Date(moment));
}
export function dag(moment: string | null | undefined): string {
  return moment ? new Intl.DateTimeFormat(locale(), { ...zone, day: '2-digit', month: '2-digit', year: 'numeric' }).format(new Date(moment)) : '–';
}
export function klok(seconden: number): string {
  return new Intl.DateTimeFormat(locale(), { ...zone, hour: '2-digit', minute: '2-digit' }).format(new Date(seconden * 1000));
}
export function maand(seconden: number): string {
  return new Intl.DateTimeFormat(locale(), { ...zone, month: 'short', year: 'numeric' }).format(new Date(seconden * 1000));
}
export function getal(waarde: number | null | undefined): string {
  return waarde === null || waarde === undefined ? '–' : new Intl.NumberFormat(locale()).format(waarde);
}
export function duur(ms: number | null | undefined): string {
  if (ms === null || ms === undefined) return '–';
  if (ms < 1000) return `${ms}\u00a0ms`;
  return seconden(Math.round(ms / 1000));
}
export function seconden(aantal: number): string {
  if (aantal < 60) return `${aantal}\u00a0s`;
  if (aantal < 3600) return `${Math.floor(aantal / 60)}\u00a0min`;
  if (aantal < 86400) return t('{0} u {1} min', Math.floor(aantal / 3600), Math.floor((aantal % 3600) / 60));
  return t('{0} dagen', Math.floor(aantal / 86400));
}
/** A moment of the form of <input type="datetime-local">, in Dutch time, as the API wants it. */
export function alsMoment(lokaal: string): string {
  if (!lokaal) return '';
  const vraag = new Date(lokaal + 'Z');
  // What the clock in Amsterdam would show at that UTC moment tells how far it is ahead.
  const getoond = new Date(new Intl.DateTimeFormat('sv-SE', { ...zone, dateStyle: 'short', timeStyle: 'medium' }).format(vraag).replace(' ', 'T') + 'Z');
  return new Date(vraag.getTime() - (getoond.getTime() - vraag.getTime())).toISOString();
}
