// Figures of the statechart in words: counts, rates, dates, what a state or an arrow is called aloud, and the terms of a utility with the labels that the scenario gives its names.
import type { Configuration, ScenarioView } from '../../engine/index.ts';
import { dateOn, labelOf, long, plain, pointsInWords, short, stateLabel } from '../words.ts';
import type { Arrow, Chart, Region, State } from './chart.ts';
import { type DayFigures, rankedEvents, waysOf } from './figures.ts';

/** Expected number of times: 0.308 → "0.31×", 0.004 → "<0.01×", 12.4 → "12×". An exact 0 stays "0×". */
export function times(count: number | null): string {
  return count === null ? '…' : `${timesNumber(count)}×`;
}

function timesNumber(count: number): string {
  if (count === 0) return '0';
  if (count < 0.005) return '<0.01';
  if (count < 1) return count.toFixed(2);
  if (count < 10) return count.toFixed(1);
  return Math.round(count).toLocaleString('en-GB');
}

/** The same for reading aloud: "0.31 times". */
export function timesAloud(count: number | null): string {
  if (count === null) return 'not yet computed';
  return count > 0 && count < 0.005 ? 'fewer than 0.01 times' : `${timesNumber(count)} times`;
}

/** A rate to two figures: 0.0931 → "0.093 a day". */
export function perDay(rate: number | null): string {
  if (rate === null) return '–';
  if (rate > 0 && rate < 0.00005) return '<0.0001 a day';
  return `${plain(Number(rate.toPrecision(2)))} a day`;
}

/** What a rate means as a waiting time: 0.2 → "5 days", 0.004 → "about 8 months". */
export function waiting(rate: number): string {
  const days = 1 / rate;
  if (days < 2) return `${plain(Number((days * 24).toPrecision(2)))} hours`;
  if (days < 60) return `${plain(Number(days.toPrecision(2)))} days`;
  if (days < 730) return `${Math.round(days / 30.4)} months`;
  return days < 36_525 ? `${Math.round(days / 365.25)} years` : 'more than a century';
}

type Calendar = Pick<ScenarioView, 'startDate'>;

/** "3 May 2026, day 90"; without a calendar "day 90". */
export function dayInFull(view: Calendar, day: number): string {
  const count = day === 0 ? 'the start' : `day ${plain(day)}`;
  return view.startDate === null ? count : `${long(dateOn(view.startDate, day))}, ${count}`;
}

/** "3 May"; without a calendar "day 90". */
export function dayInShort(view: Calendar, day: number): string {
  return view.startDate === null ? `day ${plain(day)}` : short(dateOn(view.startDate, day));
}

export function actorName(view: ScenarioView, id: string | null): string {
  return id === null ? 'nobody decides' : (view.actors.find((a) => a.id === id)?.label ?? id);
}

/**
 * The name of a state's mark, which begins with what is seen in it: "the two are meeting 34% +6, Talks between the two, on 4 March 2026, day 30, 6 points more than in Base. Goes to broken off 0.20 times, …"
 * @param seen the words and figures inside the mark, in their order
 */
export function spokenState(
  seen: string,
  state: State,
  region: Region,
  figures: DayFigures,
  when: string,
  against: { readonly base: DayFigures; readonly label: string } | null,
): string {
  const p = figures.probability(state.region, state.id);
  const before = against?.base.probability(state.region, state.id) ?? null;
  const labels = new Map(region.states.map((s) => [s.id, s.label]));
  const out = waysOf(region, state.id, 'from', figures).filter((w) => w.count === null || w.count >= 0.005);
  const ways = out
    .slice(0, 4)
    .map((w) => `${labels.get(w.arrow.to)}${w.count === null ? '' : ` ${timesAloud(w.count)}`}`);
  return [
    `${seen}, ${region.label}, on ${when}`,
    p !== null && before !== null && against ? `, ${comparedAloud(p - before, against.label)}` : '',
    state.final ? '. Final: nothing leads out of it' : '',
    ways.length > 0 ? `. Goes to ${ways.join(', ')}${out.length > 4 ? `, and ${out.length - 4} more` : ''}` : '',
  ].join('');
}

function comparedAloud(difference: number, base: string): string {
  const words = pointsInWords(difference);
  return words === 'the same' ? `the same as in ${base}` : `${words} than in ${base}`;
}

/** The name of an arrow's mark: "Washington breaks off +5 0.54×, from the two are meeting to broken off, expected number of times by 3 May 2026, day 90: Washington breaks off 0.28 times, …" */
export function spokenArrow(seen: string, arrow: Arrow, region: Region, figures: DayFigures, when: string): string {
  const label = (id: string): string => region.states.find((s) => s.id === id)?.label ?? id;
  const events = rankedEvents(arrow, figures);
  const named = events.slice(0, 3).map((e) => `${e.label}${e.count === null ? '' : ` ${timesAloud(e.count)}`}`);
  const way = `rom ${label(arrow.from)} to ${label(arrow.to)}`;
  return [
    seen === '' ? `F${way}, ${timesAloud(figures.count(arrow))}` : `${seen}, f${way}, expected number of times`,
    ` by ${when}`,
    arrow.home ? '' : ', as a side effect',
    named.length > 0 ? `: ${named.join(', ')}${events.length > 3 ? `, and ${events.length - 3} more` : ''}` : '',
  ].join('');
}

/** The states in which a configuration departs from the start, in words; empty when it is the start. */
export function departures(configuration: Configuration, start: Configuration, chart: Chart): readonly string[] {
  return chart.regions.flatMap((r) => {
    const state = configuration[r.id];
    if (state === start[r.id]) return [];
    return [`${r.label}: ${r.states.find((s) => s.id === state)?.label ?? state}`];
  });
}

/** A summand of a utility with labels in place of names: "−cost_of_meeting" → "− Reluctance of either party to sit down". Names without a label become words. */
export function termInWords(term: string, view: ScenarioView): string {
  const labels = new Map([...view.parameters, ...view.switches, ...view.derived].map((p) => [p.id, p.label]));
  return term
    .replace(/at\("([^".]+)\.([^"]+)"\)/g, (_, region: string, state: string) => {
      const r = view.regions.find((x) => x.id === region);
      return `[${labelOf(r?.label ?? region)}: ${stateLabel(r?.states.find((s) => s.id === state)?.label ?? state)}]`;
    })
    .replace(/stance\("([^".]+)\.([^"]+)"\)/g, (_, actor: string, issue: string) => {
      return `[${actorName(view, actor)} on ${labelOf(issue).toLowerCase()}]`;
    })
    .replace(/\[[^\]]*\]|[A-Za-z_]\w*/g, (name) =>
      name.startsWith('[') || /^(max|min|exp|log|and|or|not|erlangB)$/.test(name)
        ? name
        : (labels.get(name) ?? name.replaceAll('_', ' ')),
    )
    .replaceAll('*', '×')
    .replace(/^-\s*/, '− ')
    .replace(/ - /g, ' − ');
}
