// The operator API of the gateway. Whoever is not logged in is led to the page that says how.
export interface Fout { pointer: string; regel: string; melding: string }
export interface Stap { stap: string; duurMs: number }
export interface Bericht {
  nr: number; berichtId: string; oorzaak: string; moment: string; richting: 'in' | 'uit'; feed: string; soort: string;
  gemeente: string; gemeentecode?: string; partij: string; partijNaam?: string; certificaat: string; referentie: string;
  dossier: string; uitkomst: string; httpStatus: number; duurMs: number; stappen: Stap[]; bytes: number;
  gebeurtenissen: number; fouten: Fout[]; traceId: string; inhoudBewaard: boolean; hash: string;
}
/** What came and all that followed from it, as one line. */
export interface Reisregel {
  nr: number; berichtId: string; moment: string; laatste: string; richting: 'in' | 'uit'; feed: string; soort: string; gemeentecode?: string;
  partij: string; partijNaam?: string; dossier: string; uitkomst: string; fouten: Fout[]; traceId: string; uitwisselingen: number; meer: boolean;
  gebeurtenissen: number; afnemers: number; afgeleverd: number; stand: string; wat: string; doe: string; pagina: string;
}
export interface Reizen { reizen: Reisregel[]; volgende: number | null; ingekort: boolean; laatste: number }
export interface Reis extends Bericht {
  reis: Bericht[];
  gebeurtenissenVan: { gebeurtenis: string; type: string; nummer: number }[];
}
export interface Herkomst {
  berichtId: string; moment: string; inhoud?: string; geenInhoud?: string; volledig: boolean;
  objecten: { objecttype: string; sleutel: Record<string, unknown>; velden: VeldHerkomst[] }[];
}
export interface VeldHerkomst {
  veld: string; waarde: unknown; stand: 'geldt' | 'wijkt' | 'herhaalt' | 'vervangen' | 'beeindigd'; gezetDoor?: string; regel: string; regelNu?: string; regelTekst?: string; bron?: string;
  plaatsen: { pad: string; lijn?: number }[];
  /** Of what a rule concluded: from what. */
  grondslag?: Grond[];
}
export interface Grond { objecttype: string; sleutel: Record<string, unknown>; velden: { veld: string; waarde: unknown; berichtId: string }[] }
/** What is known of a person, with where each field came from. */
export interface Gegeven { objecttype: string; sleutel?: Record<string, unknown>; velden: { veld: string; waarde?: unknown; feed: string; berichtId: string; regel: string; regelTekst?: string }[] }
export interface Berichten { berichten: Bericht[]; volgende: number | null; ingekort: boolean; laatste: number; dossier?: string; objecten?: Gegeven[]; waardenGetoond?: boolean }
export interface Sessie { naam: string; recht: 'kijker' | 'beheerder' | 'privacy'; metCertificaat: boolean; gemeenten: { gemeentecode: string; naam: string; vierOgen: string[] }[] }
export interface Toestemming {
  id: string; voor: string; van: string; persoon: boolean; gemeentecode: string; aanvrager: string; reden: string; gevraagd: string; verloopt: string; staat: string;
  beantwoordDoor: string; magAntwoorden: boolean;
}
export interface Aantal { berichten: number; fouten: number }
export interface Overzicht {
  moment: string; toestand: 'goed' | 'aandacht' | 'storing';
  meldingen: { ernst: 'termijn' | 'storing' | 'aandacht'; wat: string; doe: string; pagina: string }[];
  feeds: { feed: string; uur: Aantal; dag: Aantal; gemiddeldMs: number | null; vertragingMs: number | null }[];
  verloop: number[][];
  verloopUur: number[][];
  abonnementen: { id: string; afnemer: string; status: string; wachtend: number; onbestelbaar: number; circuitOpen: boolean; oudsteWachtendSeconden: number }[];
  synchronisatie: { volgende: string | null; laatste: Ronde | null };
  certificaten: Certificaat[];
  nodes: { naam: string; versie: string; taken: string[] }[];
  standbys: { naam: string; bevestigtMee: boolean; achterstandMs: number | null }[];
}
export interface Ronde {
  id: string; schema: string; gemeente: string; staat: string; gestart: string; geeindigd: string | null; totaal: number; gedaan: number;
  nogSeconden?: number;
  resources: { resource: string; gevraagd: number; gewijzigd: number; nietAangekondigd: number; geweigerd: number; mislukt: number }[];
}
export interface Termijn { gemeentecode: string; dossier: string; klok: string; titel: string; stand: string; begin: string | null; laatsteDag: string; dagen: number; berichtId: string | null }
export interface Termijnen {
  termijnen: Termijn[]; ingekort: boolean;
  aantallen: { gemeentecode: string; klok: string; titel: string; loopt: number; nadert: number; verstreken: number }[];
}
export interface Planning { schema: string; gemeente: string; cron: string; resources: string[]; volgende: string }
export interface Intrekkingslijst { uitgever: string; nummer: string | null; bron: string; van: string; geldigTot: string; secondenGeldig: number; aantalIngetrokken: number; toestand: 'goed' | 'oud' | 'respijt' | 'verlopen'; waarschuwing: string | null }
export interface Certificaatstatus { onderwerp: string; serienummer: string; bron: string | null; eigen: boolean; status: 'goed' | 'ingetrokken' | 'onbekend' | null; geldigTot: string | null; waarschuwing: string | null }
export interface Stamcertificaat { naam: string; geldigTot: string; dagen: number; waar: string[]; nodigVoor: string[] | null }
export interface BronVanLijsten { adres: string; gelukt: string | null; volgende: string | null; fout: string | null }
export interface Certificaat { naam: string; geldigTot: string; dagen: number; onderwerp?: string; waarschuwing?: string | null; sleutel?: string | null; verbinding?: string | null; stam?: string | null; uitTeFaseren?: boolean }
export interface Ketenpartner {
  naam: string; oin: string; rol: string; gemeenten: string[]; laatstOntvangen: string | null; laatstVerstuurd: string | null; certificaten: Certificaat[];
  andereServers: string[];
}
export interface Abonnement {
  id: string; afnemer: string; afnemerNaam: string; gemeenten: string[]; url?: string; status: string; herkomst: string; wachtend: number; onbestelbaar: number;
  circuitOpen: boolean; oudsteWachtendSeconden: number; aangemaakt: string; schemaversie?: number; schemaEinde?: string; formaat?: string; wijze?: string; objecttypes?: string[];
  taken: { taakId: string; soort: string; loopt: boolean; totaal: number; gedaan: number; klaargezet: number }[];
  vastgelopen?: { dossier: string; gebeurtenis: string; type: string; pogingen: number; sinds: string; volgendePoging: string }[];
  wachtrij?: number[][];
}
export interface Kerncijfer { naam: string; titel: string; eenheid: string; rubrieken: { rubriek: string; naam: string; waarden: (number | string | null)[] }[] }
export interface Kerncijfers { gemeente: string; naam: string; stand: string | null; onleesbaar: number; bezig: boolean; maanden: string[]; kerncijfers: Kerncijfer[] }
export interface Onbestelbaar { gebeurtenis: string; type: string; dossier: string; reden: string; httpStatus: number; pogingen: number; moment: string; oorzaak: string }

/** What the gateway answered when it did not do what was asked. */
export class Geweigerd extends Error {
  constructor(readonly status: number, readonly detail: string, readonly fouten: Fout[] = []) {
    super(fouten.length > 0 ? fouten.map((fout) => fout.melding).join('; ') : detail);
  }
}

async function vraag<T>(methode: string, pad: string, inhoud?: unknown, signal?: AbortSignal): Promise<T> {
  let antwoord: Response;
  try {
    antwoord = await fetch(`/beheer/v1/${pad}`, {
      method: methode,
      headers: inhoud === undefined ? {} : { 'Content-Type': 'application/json' },
      body: inhoud === undefined ? undefined : JSON.stringify(inhoud),
      signal,
    });
  } catch (fout) {
    if (signal?.aborted) throw fout;
    throw new Geweigerd(0, 'De gateway is niet te bereiken.');
  }
  const tekst = await antwoord.text();
  const gelezen = tekst ? JSON.parse(tekst) : {};
  if (!antwoord.ok) {
    if (antwoord.status === 401 && pad !== 'sessie') window.dispatchEvent(new Event('niet-aangemeld'));
    throw new Geweigerd(antwoord.status, gelezen.detail ?? `HTTP ${antwoord.status}`, gelezen.fouten);
  }
  return gelezen as T;
}

export const haal = <T>(pad: string, signal?: AbortSignal) => vraag<T>('GET', pad, undefined, signal);
export const stuur = <T>(pad: string, inhoud: unknown = {}) => vraag<T>('POST', pad, inhoud);
export const verwijder = (pad: string) => vraag<unknown>('DELETE', pad);
export const wat = (fout: unknown) => (fout instanceof Error ? fout.message : String(fout));
