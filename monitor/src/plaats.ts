// Where in a message the gateway found a value: as the part of the text to mark.
export interface Plaats { pad: string; lijn?: number }
export type Deel = [begin: number, einde: number];

const wit = /[ \t\r\n]*/y;
const tekst = /"(?:[^"\\]|\\.)*"/y;
const anders = /[^\s,\]}]+/y;

/** The values in a text of JSON, each with its JSON Pointer. */
function waarden(bron: string): Map<string, Deel> {
  const gevonden = new Map<string, Deel>();
  let hier = 0;
  const neem = (patroon: RegExp) => {
    patroon.lastIndex = hier;
    const treffer = patroon.exec(bron)?.[0] ?? '';
    hier += treffer.length;
    return treffer;
  };
  const waarde = (pad: string) => {
    neem(wit);
    const begin = hier;
    const soort = bron[hier];
    if (soort === '{' || soort === '[') {
      const einde = soort === '{' ? '}' : ']';
      hier += 1;
      for (let nr = 0; ; nr += 1) {
        neem(wit);
        if (hier >= bron.length || bron[hier] === einde) break;
        if (bron[hier] === ',') hier += 1;
        neem(wit);
        let naam = String(nr);
        if (soort === '{') {
          naam = String(JSON.parse(neem(tekst))).replaceAll('~', '~0').replaceAll('/', '~1');
          neem(wit);
          hier += 1;
        }
        waarde(`${pad}/${naam}`);
      }
      hier += 1;
    } else if (soort === '"') neem(tekst);
    else neem(anders);
    gevonden.set(pad, [begin, hier]);
  };
  waarde('');
  return gevonden;
}

function regel(bron: string, nummer: number): Deel {
  let begin = 0;
  for (let nr = 1; nr < nummer; nr += 1) begin = bron.indexOf('\n', begin) + 1;
  const einde = bron.indexOf('\n', begin);
  return [begin, einde < 0 ? bron.length : einde];
}

/** The parts of the text where these places are, from first to last, without those inside others. */
export function delen(bron: string, plaatsen: Plaats[]): Deel[] {
  let alle: Deel[];
  try {
    const json = plaatsen.some((plaats) => plaats.lijn === undefined) ? waarden(bron) : new Map<string, Deel>();
    alle = plaatsen.map((plaats) => plaats.lijn === undefined ? json.get(plaats.pad) : regel(bron, plaats.lijn)).filter((deel): deel is Deel => deel !== undefined);
  } catch {
    return [];
  }
  alle.sort((een, ander) => een[0] - ander[0]);
  return alle.filter(([begin], nr) => nr === 0 || begin >= alle[nr - 1][1]);
}
