// Sentences with their words → the quantities they state ("some $9.4 billion", "dozens of families", "43 kilometres (27 miles)"), as proposals with value, range and unit.
// Dates, years, clock times, house and paragraph numbers are none; nor are "the two countries" and other ways of naming the parties.
import { sha256Hex } from '../vocabulary/hash.ts';
import type { Article, Span } from './article.ts';
import type { Mention, Proposal, ReadActor, ReadSentence, Word } from './document.ts';
import { calendar, isSpeech, sourceHeads } from './titles.ts';
import { currencies } from './world.ts';

const small =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
    ' ',
  );
const tens = 'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');
const scales = new Map<string, number>([
  ...(Object.entries({ hundred: 1e2, thousand: 1e3, million: 1e6, billion: 1e9, trillion: 1e12, dozen: 12 }) as [
    string,
    number,
  ][]),
  ...(Object.entries({ k: 1e3, m: 1e6, mn: 1e6, mln: 1e6, bn: 1e9, tn: 1e12 }) as [string, number][]),
]);
/** "dozens": the value read into it, and its range. */
const plurals = new Map<string, readonly [number, number, number]>([
  ['dozens', [40, 24, 99]],
  ['scores', [60, 40, 99]],
  ['hundreds', [300, 200, 900]],
  ['thousands', [3000, 2000, 10_000]],
  ['millions', [3e6, 2e6, 9e6]],
  ['billions', [3e9, 2e9, 9e9]],
]);
const symbols = new Map([
  ['$', 'USD'],
  ['€', 'EUR'],
  ['£', 'GBP'],
  ['¥', 'JPY'],
  ['₹', 'INR'],
  ['₽', 'RUB'],
  ['₩', 'KRW'],
  ['₺', 'TRY'],
  ['₪', 'ILS'],
  ['₴', 'UAH'],
]);
const units = new Map<string, readonly [string, number]>();
for (const [unit, factor, names] of [
  ['km', 1, 'km kilometer kilometre kilometers kilometres'],
  ['mi', 1, 'mile miles'],
  ['m', 1, 'metre meter metres meters'],
  ['cm', 1, 'cm centimetre centimetres centimeter centimeters'],
  ['mm', 1, 'mm millimetre millimetres millimeter millimeters'],
  ['ft', 1, 'foot feet'],
  ['hectare', 1, 'hectare hectares'],
  ['acre', 1, 'acre acres'],
  ['tonne', 1, 'tonne tonnes ton tons'],
  ['kg', 1, 'kg kilogram kilograms'],
  ['barrel', 1, 'barrel barrels bpd'],
  ['MW', 1, 'mw megawatt megawatts'],
  ['second', 1, 'second seconds'],
  ['minute', 1, 'minute minutes'],
  ['hour', 1, 'hour hours'],
  ['day', 1, 'day days'],
  ['day', 7, 'week weeks fortnight'],
  ['month', 1, 'month months'],
  ['year', 1, 'year years'],
  ['year', 10, 'decade decades'],
  ['percent', 1, '% percent'],
] as const)
  for (const name of names.split(' ')) units.set(name, [unit, factor]);
const times = new Set(['second', 'minute', 'hour', 'day', 'month', 'year']);
const around = /^(?:about|around|some|roughly|nearly|almost|approximately|estimated|circa|close)$/;
/** The parties by their number, and speakers: no quantity of anything. */
const parties =
  /^(?:countries|neighbours|neighbors|governments|sides|leaders|capitals|armies|delegations|nations|states|parties|powers|presidents|ministers|communities|rivals|allies|men's|halves|kinds|ways|things|sounds|words|reasons|camps|militaries|coast|foes|superpowers|foreign|adversaries|peoples|economies|counterparts|people)$/;
const nounLike = new Set(['NOUN', 'ADJ', 'PROPN']);
const peopleNouns =
  /^(?:people|person|men|women|man|woman|child|children|civilians?|soldiers?|troops?|conscripts?|residents?|families|lives|refugees|migrants|prisoners?|hostages?|observers?|monitors?|policemen|officers?|gunmen|fighters|reservists?|villagers|students|pilgrims)$/;

interface Amount {
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly fuzzy: boolean;
  /** Word index behind the number. */
  readonly end: number;
  /** A round plural ("dozens"), or written in digits. */
  readonly round: boolean;
  readonly digits: boolean;
}

interface Measure extends Span {
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly fuzzy: boolean;
  readonly unit: string;
  readonly what: string;
}

interface Found extends Measure {
  readonly sentence: ReadSentence;
  sameAs: number | null;
}

/** Quantities of the story, in order of place. */
export function quantitiesOf(
  article: Article,
  sentences: readonly ReadSentence[],
  actors: readonly ReadActor[],
  mentions: readonly Mention[],
  madeBy: string,
): Proposal[] {
  const found: Found[] = [];
  sentences.forEach((sentence, n) => {
    if (sentence.zone === null) quantitiesIn(sentence, mentions, n, found);
  });
  const seen = new Set<string>();
  const kept = found.filter((q) => {
    const key = `${q.value} ${q.unit} ${q.what}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
  return kept.map((q, i) => proposalOf(article, q, i, kept, actors, mentions, madeBy));
}

function quantitiesIn(sentence: ReadSentence, mentions: readonly Mention[], index: number, found: Found[]): void {
  const { words } = sentence;
  const named = (k: number): boolean =>
    mentions.some(
      (m) => m.sentence === index && m.form === 'name' && m.start < words[k]!.start && words[k]!.end <= m.end,
    );
  for (let i = 0; i < words.length; i++) {
    const q = quantityAt(words, i);
    if (q === null) continue;
    if (!(words[i]!.text !== '' && named(i))) found.push({ ...q, sentence, sameAs: parallel(words, i, found, q) });
    i = Math.max(i, q.last);
  }
}

/** "(27 miles)" right behind a quantity of the same kind is the same one again. */
function parallel(
  words: readonly Word[],
  i: number,
  found: readonly Found[],
  q: { readonly unit: string },
): number | null {
  const before = found.at(-1);
  const opens = words[i - 1]?.text === '(' || (words[i - 1]?.text === '$' && words[i - 2]?.text === '(');
  if (!opens || before === undefined || words[i - 1] === undefined) return null;
  if (words[i - 1]!.start - before.end > 6 || before.unit === q.unit) return null;
  return found.length - 1;
}

interface At extends Measure {
  /** Index of the last word looked at. */
  readonly last: number;
}

function quantityAt(words: readonly Word[], i: number): At | null {
  const symbol = symbols.get(words[i]!.text);
  const numberAt = symbol === undefined ? i : i + 1;
  const glued = symbol === undefined ? gluedUnit(words, i) : null;
  if (glued !== null) return glued;
  const special = phraseAt(words, i);
  if (special !== null) return special;
  const amount = amountAt(words, numberAt);
  if (amount === null) return null;
  const range = rangeFrom(words, i, amount);
  const { from, low, high, fuzzy } = bounds(words, i, range);
  const of = { value: range.value, low, high, fuzzy, start: words[from]!.start };
  if (symbol !== undefined)
    return { ...of, unit: symbol, what: 'money', end: words[range.end - 1]!.end, last: range.end - 1 };
  return measured(words, i, range, of);
}

/** "five-kilometre", "72-hour" as one token. */
function gluedUnit(words: readonly Word[], i: number): At | null {
  const word = words[i]!;
  const m = /^([\p{L}\d.,]{1,12})[-‑]([a-z]{2,12})$/iu.exec(word.text);
  if (m === null) return null;
  const value = small.indexOf(m[1]!.toLowerCase()) > 0 ? small.indexOf(m[1]!.toLowerCase()) : plainNumber(m[1]!);
  if (m[1]!.toLowerCase() === 'two' && m[2] === 'thirds') return exact(66.7, 65, 67, true, 'percent', 'share', word, i);
  if (m[1]!.toLowerCase() === 'three' && m[2] === 'quarters')
    return exact(75, 74, 76, true, 'percent', 'share', word, i);
  const unit = units.get(m[2]!.toLowerCase());
  if (value === null || unit === undefined) return null;
  return exact(value * unit[1], value * unit[1], value * unit[1], false, unit[0], m[2]!.toLowerCase(), word, i);
}

const exact = (
  value: number,
  low: number,
  high: number,
  fuzzy: boolean,
  unit: string,
  what: string,
  word: Word,
  last: number,
): At => ({
  ...{ value, low, high, fuzzy, unit, what },
  ...{ start: word.start, end: word.end, last },
});

/** "half an hour", "one in five", "within a few days", "a third of", "within a week". */
function phraseAt(words: readonly Word[], i: number): At | null {
  const [a, b, c] = [0, 1, 2].map((n) => words[i + n]?.lower ?? '');
  const over = (
    value: number,
    low: number,
    high: number,
    fuzzy: boolean,
    unit: string,
    what: string,
    n: number,
  ): At => ({
    ...{ value, low, high, fuzzy, unit, what, start: words[i]!.start, end: words[i + n - 1]!.end, last: i + n - 1 },
  });
  if (a === 'half' && b === 'an' && c === 'hour') return over(30, 30, 30, false, 'minute', 'time', 3);
  if (small.indexOf(a!) > 0 && b === 'in' && small.indexOf(c!) > 1)
    return over(
      (100 * small.indexOf(a!)) / small.indexOf(c!),
      (100 * small.indexOf(a!)) / small.indexOf(c!),
      (100 * small.indexOf(a!)) / small.indexOf(c!),
      false,
      'percent',
      'share',
      3,
    );
  const few = (a === 'a' && (b === 'few' || b === 'couple')) || a === 'several';
  if (few) {
    let k = a === 'several' ? i + 1 : i + 2;
    if (words[k]?.lower === 'of') k++;
    const unit = units.get(words[k]?.lower ?? '');
    if (unit && times.has(unit[0])) {
      const [value, low, high] = b === 'couple' ? [2, 2, 3] : [3, 2, 7];
      const back = /^(?:within|in)$/.test(words[i - 1]?.lower ?? '') ? 1 : 0;
      return {
        ...{
          value: value * unit[1],
          low: low * unit[1],
          high: high * unit[1],
          fuzzy: true,
          unit: unit[0],
          what: 'time',
        },
        ...{ start: words[i - back]!.start, end: words[k]!.end, last: k },
      };
    }
  }
  if (a === 'within' && (b === 'a' || b === 'an')) {
    const unit = units.get(c!);
    if (unit && times.has(unit[0])) {
      const at = over(unit[1], unit[1] > 1 ? Math.round(unit[1] * 0.7) : 1, unit[1], unit[1] > 1, unit[0], 'time', 3);
      return { ...at, start: words[i + 1]!.start };
    }
  }
  if (a === 'a' && units.has(b!) && /^(?:mm|cm|m|km|mi)$/.test(units.get(b!)![0]) && words[i - 1]?.lower === 'as')
    return over(1, 1, 1, false, units.get(b!)![0], 'length', 2);
  return null;
}

function amountAt(words: readonly Word[], i: number): Amount | null {
  const word = words[i];
  if (word === undefined) return null;
  const plural = plurals.get(word.lower);
  if (plural !== undefined) {
    if (words[i + 1]?.lower === 'of' && /^(?:thousands|millions)$/.test(words[i + 2]?.lower ?? '')) {
      const factor = words[i + 2]!.lower === 'thousands' ? 1e3 : 1e6;
      return {
        value: plural[0] * factor,
        low: plural[1] * factor,
        high: plural[2] * factor,
        fuzzy: true,
        end: i + 3,
        round: true,
        digits: false,
      };
    }
    return { value: plural[0], low: plural[1], high: plural[2], fuzzy: true, end: i + 1, round: true, digits: false };
  }
  if (word.lower === 'tens' && words[i + 1]?.lower === 'of') {
    const factor = words[i + 2]?.lower === 'thousands' ? 1e3 : words[i + 2]?.lower === 'millions' ? 1e6 : null;
    return factor === null
      ? null
      : {
          value: 30 * factor,
          low: 20 * factor,
          high: 99.999 * factor,
          fuzzy: true,
          end: i + 3,
          round: true,
          digits: false,
        };
  }
  if (/^(?:several|few)$/.test(word.lower) && scales.has(words[i + 1]?.lower ?? '') && words[i + 1]!.lower.length > 2) {
    const factor = scales.get(words[i + 1]!.lower)!;
    return {
      value: 3 * factor,
      low: 2 * factor,
      high: 9 * factor,
      fuzzy: true,
      end: i + 2,
      round: true,
      digits: false,
    };
  }
  let value = plainNumber(word.text);
  const digits = value !== null;
  let end = i + 1;
  value ??=
    wordNumber(word.lower) ??
    (/^a$/.test(word.lower) && /^(?:dozen|hundred|thousand|million|billion)$/.test(words[i + 1]?.lower ?? '')
      ? 1
      : null);
  if (value === null) return null;
  for (
    let scale = scales.get(words[end]?.lower ?? '');
    scale !== undefined;
    scale = scales.get(words[end]?.lower ?? '')
  ) {
    const short = words[end]!.lower.length <= 3 && words[end]!.lower !== 'dozen';
    // "500m" is money or people only where the letter is glued on; "5 m" are metres.
    if (
      short &&
      (words[end]!.start !== words[end - 1]!.end ||
        (words[end]!.lower === 'm' && !symbols.has(words[i - 1]?.text ?? '')))
    )
      break;
    value *= scale;
    end++;
  }
  value = Number(value.toPrecision(12));
  const fuzzy = words[end - 1]!.lower === 'dozen';
  return {
    value,
    low: fuzzy ? value * 0.8 : value,
    high: fuzzy ? value * 1.25 : value,
    fuzzy,
    end,
    round: false,
    digits,
  };
}

function plainNumber(text: string): number | null {
  if (!/^\d{1,15}(?:,\d{3})*(?:\.\d{1,6})?$/.test(text)) return null;
  return Number(text.replace(/,/g, ''));
}

function wordNumber(lower: string): number | null {
  const one = small.indexOf(lower);
  if (one > 0) return one;
  const ten = tens.indexOf(lower);
  if (ten >= 0) return 20 + 10 * ten;
  const m = /^([a-z]{5,7})[-‑]([a-z]{3,5})$/.exec(lower);
  if (m === null) return null;
  const [t, o] = [tens.indexOf(m[1]!), small.indexOf(m[2]!)];
  return t >= 0 && o > 0 && o < 10 ? 20 + 10 * t + o : null;
}

/** "250,000 to 400,000", "10-15", "between 40 and 60". */
function rangeFrom(words: readonly Word[], i: number, first: Amount): Amount {
  const link = words[first.end]?.lower ?? '';
  const between = words[i - 1]?.lower === 'between' && link === 'and';
  if (!(link === 'to' || link === '-' || link === '–' || between)) return first;
  const next = symbols.has(words[first.end + 1]?.text ?? '') ? first.end + 2 : first.end + 1;
  const second = amountAt(words, next);
  if (second === null || second.value <= first.value || (isYear(first, words, i) && isYear(second, words, next)))
    return first;
  const low =
    second.value >= 1e6 && first.value < 1000
      ? first.value * 10 ** (3 * Math.floor(Math.log10(second.value) / 3))
      : first.value;
  return {
    value: (low + second.value) / 2,
    low,
    high: second.value,
    fuzzy: true,
    end: second.end,
    round: false,
    digits: first.digits,
  };
}

/** What "about", "more than", "at least" do to the range, and where they begin. */
function bounds(
  words: readonly Word[],
  i: number,
  a: Amount,
): { from: number; low: number; high: number; fuzzy: boolean } {
  const one = words[i - 1]?.lower ?? '';
  const two = words[i - 2]?.lower ?? '';
  const three = words[i - 3]?.lower ?? '';
  const step = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, a.value))));
  if (around.test(one) || (one === 'to' && two === 'close') || (one === 'estimated' && two === 'an'))
    return {
      from: one === 'to' || two === 'an' ? i - 2 : i - 1,
      low: Math.min(a.low, a.value * 0.92),
      high: Math.max(a.high, a.value * 1.08),
      fuzzy: true,
    };
  if ((one === 'than' && two === 'more') || one === 'over' || (one === 'least' && two === 'at') || one === 'exceeding')
    return { from: one === 'over' ? i - 1 : i - 2, low: a.low, high: Math.max(a.high, a.value + step), fuzzy: true };
  if (
    (one === 'than' && /^(?:less|fewer)$/.test(two)) ||
    (one === 'to' && two === 'up') ||
    (one === 'most' && two === 'at') ||
    one === 'under'
  )
    return {
      from: one === 'under' ? i - 1 : i - 2,
      low: Math.max(0, a.value - step),
      high: Math.max(a.high, a.value),
      fuzzy: true,
    };
  if (one === 'as' && two === 'many' && three === 'as')
    return { from: i - 3, low: a.value * 0.8, high: a.value, fuzzy: true };
  if (one === 'further' && two === 'a') return { from: i - 2, low: a.low, high: a.high, fuzzy: a.fuzzy };
  return { from: i, low: a.low, high: a.high, fuzzy: a.fuzzy };
}

type Base = Pick<At, 'value' | 'low' | 'high' | 'fuzzy' | 'start'>;

/** A number with the unit or noun that follows it, or null when it counts nothing. */
function measured(words: readonly Word[], i: number, a: Amount, of: Base): At | null {
  const next = words[a.end]?.lower ?? '';
  const done = (unit: string, what: string, factor: number, end: number): At => ({
    ...of,
    ...{ value: of.value * factor, low: of.low * factor, high: of.high * factor, unit, what },
    ...{ end: words[end - 1]!.end, last: end - 1 },
  });
  if (
    next === '%' ||
    next === 'percent' ||
    (next === 'per' && words[a.end + 1]?.lower === 'cent') ||
    (next === 'percentage' && /^points?$/.test(words[a.end + 1]?.lower ?? ''))
  )
    return done('percent', 'share', 1, a.end + (next === 'per' || next === 'percentage' ? 2 : 1));
  if (next === 'nautical') return done('nmi', 'distance', 1, a.end + 2);
  if (next === 'square' && units.has(words[a.end + 1]?.lower ?? ''))
    return done(`${units.get(words[a.end + 1]!.lower)![0]}²`, 'area', 1, a.end + 2);
  const dashed = next === '-' || next === '‑' ? a.end + 1 : a.end;
  const unit = units.get(words[dashed]?.lower ?? '');
  if (unit) {
    const time = times.has(unit[0]);
    const after = words[dashed + 1]?.lower ?? '';
    if (time && a.value === 1 && !a.digits) return null;
    if (time && /^(?:old)$/.test(after)) return done(unit[0], 'age', unit[1], dashed + 2);
    if (time && /^(?:ago)$/.test(after)) return null;
    return done(
      unit[0],
      time ? 'time' : /^(?:barrel|tonne|kg|MW|hectare|acre)$/.test(unit[0]) ? 'amount' : 'distance',
      unit[1],
      dashed + 1,
    );
  }
  const money = currencies.get(next.replace(/s$/, '')) ?? currencies.get(next);
  if (money !== undefined && words[a.end]!.text === next && next !== 'real') return done(money, 'money', 1, a.end + 1);
  if (isAge(words, i)) return done('year', 'age', 1, a.end);
  if (notCounted(words, i, a)) return null;
  const noun = nounAfter(words, a.end, a.round);
  if (noun === null) {
    const last = words[a.end];
    const owned =
      /^(?:has|have|had|lost|killed|wounding|injuring|killing|wounded|injured|arrested|detained|displacing|freed)$/.test(
        words[i - 1]?.lower ?? '',
      );
    const thousands = a.round && words[i - 1] !== undefined && (owned || words[i - 1]!.pos === 'VERB');
    if (thousands || (owned && (last === undefined || /^[.,;]$/.test(last.text)) && (a.value > 1 || a.digits)))
      return done('count', 'count', 1, a.end);
    if (a.digits && a.value >= 1000 && last !== undefined && last.pos !== 'NUM')
      return isYear(a, words, i) ? null : done('count', 'count', 1, a.end);
    return null;
  }
  const head = words[noun.head]!.lower;
  if (!a.round && !a.digits) {
    if (a.value === 1) return null;
    if (parties.test(head) && !(head === 'people')) return null;
  }
  if (sourceHeads.has(head) && head !== 'people' && a.value <= 10) return null;
  if (
    /^(?:the|both|these|those|all|last|past|first|next)$/.test(words[i - 1]?.lower ?? '') &&
    a.value <= 4 &&
    !a.digits
  )
    return null;
  if (isSpeech(words[noun.head + 1]) && a.value <= 10) return null;
  const what = words
    .slice(noun.from, noun.head + 1)
    .map((w) => w.lower)
    .join(' ');
  return done(unitOf(words, noun.head), what, 1, noun.of ? a.end : noun.head + 1);
}

function unitOf(words: readonly Word[], head: number): string {
  const w = words[head]!;
  if (!peopleNouns.test(w.lower)) return w.lemma === w.lower ? w.lower.replace(/(?<=[^s])s$/, '') : w.lemma;
  const after = words.slice(head + 1, head + 7).map((x) => x.lower);
  const done = after.find((x) =>
    /^(?:killed|dead|died|wounded|injured|hurt|displaced|evacuated|fled|detained|arrested|missing)$/.test(x),
  );
  if (done !== undefined) {
    const state = /killed|dead|died/.test(done)
      ? 'killed'
      : /wounded|injured|hurt/.test(done)
        ? 'injured'
        : /detained|arrested/.test(done)
          ? 'detained'
          : done === 'missing'
            ? 'missing'
            : 'displaced';
    return `people ${state}`;
  }
  if (w.lower === 'lives') return 'people killed';
  return /^(?:soldiers?|troops?|conscripts?)$/.test(w.lower) ? 'soldier' : w.lower === 'families' ? 'family' : 'people';
}

/** The noun that a number counts: the last of the run of nouns behind it ("South African soldiers", "of the 9 boats"). */
function nounAfter(
  words: readonly Word[],
  end: number,
  round: boolean,
): { from: number; head: number; of: boolean } | null {
  let from = end;
  let of = false;
  if (words[from]?.lower === 'of') {
    of = true;
    from++;
    if (/^(?:the|them|its|their|his|her|these|those|our)$/.test(words[from]?.lower ?? '')) {
      if (words[from]!.lower === 'them') return { from, head: from, of };
      from++;
      if (words[from]?.pos === 'NUM') from++;
    } else if (!round) return null;
  }
  while (/^(?:more|other|additional|further|extra|fewer|such|very|of)$/.test(words[from]?.lower ?? '')) from++;
  let k = from;
  let head = -1;
  while (k - from < 5 && words[k] !== undefined) {
    const w = words[k]!;
    const plural = /[^su’']s$/.test(w.lower) && w.pos !== 'AUX' && w.pos !== 'PRON';
    if (
      !(
        nounLike.has(w.pos) ||
        w.pos === 'X' ||
        plural ||
        peopleNouns.test(w.lower) ||
        (/^[a-z]+ed$/.test(w.lower) && head < 0)
      )
    )
      break;
    if (w.pos === 'NOUN' || plural || w.pos === 'PROPN' || peopleNouns.test(w.lower)) {
      head = k;
      if (peopleNouns.test(w.lower) || (plural && words[k + 1]?.pos !== 'NOUN')) break;
    }
    k++;
  }
  if (head < 0) {
    // "dozens more", "60 more": the thing counted is left out.
    return from > end + (of ? 1 : 0) ? { from: end, head: from - 1, of: true } : null;
  }
  return { from, head, of };
}

const isAge = (words: readonly Word[], i: number): boolean => {
  const one = words[i - 1]?.lower ?? '';
  if (one === 'aged' || (one === 'of' && words[i - 2]?.lower === 'age')) return true;
  return (
    /^(?:'m|’m|am)$/.test(one) &&
    plainNumber(words[i]!.text) !== null &&
    /^[.,;]?(?:and)?$/.test(words[i + 1]?.lower ?? '')
  );
};

function isYear(a: Amount, words: readonly Word[], i: number): boolean {
  return a.digits && Number.isInteger(a.value) && a.value >= 1500 && a.value <= 2150 && !/[,.]/.test(words[i]!.text);
}

/** Dates, clock times, numbered things. */
function notCounted(words: readonly Word[], i: number, a: Amount): boolean {
  const before = words[i - 1];
  const after = words[a.end];
  if (before !== undefined && calendar.has(before.lower)) return true;
  if (before?.text === '.' && calendar.has(`${words[i - 2]?.lower}.`)) return true;
  if (after !== undefined && calendar.has(after.lower) && a.value <= 31) return true;
  if (isYear(a, words, i))
    return !peopleNouns.test(after?.lower ?? '') || /^(?:in|since|of|by|until|from)$/.test(before?.lower ?? '');
  if (/:/.test(words[i]!.text)) return true;
  if (
    a.digits &&
    before !== undefined &&
    (/^\p{Lu}/u.test(before.text) ||
      /^(?:article|issue|no|number|page|chapter|resolution|group|channel|section|point|phase|stage|model|type)$/.test(
        before.lower,
      )) &&
    before.end + 1 >= words[i]!.start &&
    !/^(?:about|some|around|the|at|of|and|to|for)$/.test(before.lower) &&
    !/^\p{Ll}/u.test(before.text) &&
    i > 1 &&
    !/^(?:Police|Some|About|Around|Nearly|Almost|Over)$/.test(before.text)
  )
    return true;
  if (before?.text === '-' || before?.text === '‑' || before?.text === '/') return true;
  return /^(?:st|nd|rd|th|am|pm|a\.m\.|p\.m\.|o'clock)$/.test(after?.lower ?? '');
}

function proposalOf(
  article: Article,
  q: Found,
  i: number,
  all: readonly Found[],
  actors: readonly ReadActor[],
  mentions: readonly Mention[],
  madeBy: string,
): Proposal {
  const id = (n: number): string => `${article.id}.q${String(n + 1).padStart(2, '0')}`;
  const near = mentions.filter((m) => m.start >= q.sentence.start && m.end <= q.sentence.end);
  const first = near.find((m) => actors.some((a) => a.id === m.actor && !a.media)) ?? near[0];
  const actor = actors.find((a) => a.id === first?.actor);
  const holder = actor === undefined ? 'unknown' : (actor.state ?? actor.id);
  const same = q.sameAs === null ? -1 : all.findIndex((o) => o.end <= q.start && q.start - o.end < 8);
  return {
    record: {
      kind: 'quantity',
      id: id(i),
      holders: [holder],
      attribution: 'narrator',
      via: [],
      hedged: q.fuzzy,
      date: article.published,
      as_of: article.published,
      span: {
        start: q.start,
        end: q.end,
        paragraph: q.sentence.paragraph,
        sha256: sha256Hex(article.text.slice(q.start, q.end)),
      },
      paraphrase: `${q.fuzzy ? 'about ' : ''}${q.value} ${q.unit}${q.what === q.unit ? '' : ` (${q.what})`}`.slice(
        0,
        300,
      ),
      what: q.what,
      value: q.value,
      low: q.low,
      high: q.high,
      unit: q.unit,
      fuzzy: q.fuzzy,
      same_as: same < 0 ? null : id(same),
    },
    confidence: q.fuzzy ? 0.55 : 0.65,
    made_by: madeBy,
  };
}
