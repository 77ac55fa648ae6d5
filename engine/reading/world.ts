// States of the world (world-countries, the only door to it, plus the gaps file) → names, demonyms and capitals by ISO 3166 alpha-3.
import countries from 'world-countries';
import bodies from '../../data/world/bodies.json' with { type: 'json' };
import gaps from '../../data/world/states.json' with { type: 'json' };

export interface State {
  /** ISO 3166 alpha-3; XKX for Kosovo. */
  readonly id: string;
  readonly name: string;
  readonly names: readonly string[];
  /** Names that stand for it only where the article also names it ("the North"). */
  readonly weak: readonly string[];
  /** First the adjective: "Iranian". */
  readonly demonyms: readonly string[];
  /** Names of the capital, and of other seats that stand for the government. */
  readonly capitals: readonly string[];
  readonly neighbours: readonly string[];
  /** Adjectives and names of its currency, small letters: "euro", "baht". */
  readonly currencies: readonly { readonly code: string; readonly name: string }[];
}

interface Gap {
  readonly names?: readonly string[];
  readonly weak?: readonly string[];
  readonly demonyms?: readonly string[];
  readonly capitals?: readonly string[];
  readonly actor?: boolean;
}
const more = new Map<string, Gap>(Object.entries(gaps.more as Record<string, Gap>));
const renamed = new Map(Object.entries(gaps.renamed));
const metonyms = new Map<string, readonly string[]>(Object.entries(bodies.state_metonyms));
/** Demonyms of the package that are nobody's own: they would take words from a bigger state or from plain English. */
const idOf = (cca3: string): string => renamed.get(cca3) ?? cca3;

/** All states and the few territories that act for themselves, by id. */
export const states: ReadonlyMap<string, State> = new Map(
  countries
    .filter((c) => c.independent || more.get(idOf(c.cca3))?.actor === true)
    .map((c) => {
      const id = idOf(c.cca3);
      const gap = more.get(id) ?? {};
      const bare = (c.demonyms.eng?.m ?? '').split(/\s*(?:,|\bor\b)\s*/).filter((d) => d.length > 2);
      const demonyms = unique([...bare, ...(gap.demonyms ?? [])]).filter((d) => d !== c.name.common);
      const plurals = demonyms.filter((d) => /(?:[aeo]n|i|ard|iot|ek|er)$/.test(d) && d !== 'Central African');
      return [
        id,
        {
          id,
          name: (gap.names ?? []).includes('Turkey') ? 'Turkey' : c.name.common,
          names: unique([c.name.common, c.name.official, ...(gap.names ?? []).map((n) => n.replace(/^the /, ''))]),
          weak: gap.weak ?? [],
          demonyms: unique([...demonyms, ...plurals.map((d) => `${d}s`)]),
          capitals: unique([...(gap.capitals ? [] : []), ...c.capital, ...(gap.capitals ?? [])])
            .filter((name) => name !== c.name.common && !/ D\.C\.$/.test(name))
            .concat(metonyms.get(id) ?? []),
          neighbours: c.borders.map(idOf),
          currencies: Object.entries(c.currencies).map(([code, { name }]) => ({ code, name: name.toLowerCase() })),
        },
      ];
    }),
);

/** ISO 4217 code by what the press calls the currency: "dollar" alone is the American one, other names where one state has them. */
export const currencies: ReadonlyMap<string, string> = currencyNames();

function currencyNames(): Map<string, string> {
  const byName = new Map<string, Set<string>>();
  for (const s of states.values())
    for (const { code, name } of s.currencies) {
      const last = name
        .split(/\s+/)
        .at(-1)!
        .replace(/[^\p{L}]/gu, '');
      byName.set(last, (byName.get(last) ?? new Set()).add(code));
      byName.set(name, (byName.get(name) ?? new Set()).add(code));
    }
  const found = new Map<string, string>();
  for (const [name, codes] of byName) if (codes.size === 1 && name.length > 2) found.set(name, [...codes][0]!);
  const usual = { dollar: 'USD', euro: 'EUR', pound: 'GBP', rouble: 'RUB', ruble: 'RUB', yuan: 'CNY', rupee: 'INR' };
  for (const [name, code] of Object.entries({
    ...usual,
    yen: 'JPY',
    won: 'KRW',
    rial: 'IRR',
    shekel: 'ILS',
    lira: 'TRY',
  }))
    found.set(name, code);
  return found;
}

function unique(names: readonly string[]): string[] {
  return [...new Set(names.filter((n) => n !== ''))];
}
