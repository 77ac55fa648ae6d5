// What each key of a scenario file means, in one line: under the fields of the forms and beside the completions. By section and key, `moves.utility`; nested keys by the last two steps.

const help: Readonly<Record<string, string>> = {
  meta: 'title, dates, horizon, sources, caveats',
  constants: 'numbers that are no sliders: units, geometry',
  issues: 'what actors hold positions on, with the words for both ends',
  regions: 'things that vary at the same time, each with its states',
  parameters: 'numbers with unit, plausible range and basis',
  switches: 'yes or no; guards may read them',
  derived: 'named formulas over states and numbers',
  choice: 'how stances enter what actors do',
  actors: 'who can act, how often, and where they stand',
  moves: 'what actors can do',
  nature: 'what happens by itself, at a rate',
  always: 'what follows at once, before time passes',
  outcomes: 'the questions that are answered with a probability',
  rewards: 'the quantities that add up: persons, days',
  variants: 'other starts, numbers and switches to compare',
  expected: 'answers that tests hold the engine to',

  'meta.id': 'letters, digits, - and _',
  'meta.title': 'as the page shows it',
  'meta.start_date': 'day 0, as YYYY-MM-DD',
  'meta.as_of': 'last day of knowledge, as YYYY-MM-DD',
  'meta.horizon_days': 'how far ahead, in days',
  'meta.days_reported': 'days with an answer each, ascending',
  'meta.caveats': 'lines that never hide',

  'regions.label': 'name of the region on the page',
  'regions.initial': 'the state it starts in',
  'states.label': 'name of the state on the page',
  'states.final': 'nothing leaves this state',
  'states.coordinate': 'where the state lies on an issue, from −1 to 1; 0 where nothing is said',
  'states.evidence': 'ids of records in the sources',

  'parameters.label': 'name of the slider',
  'parameters.value': 'central value',
  'parameters.low': '5 per cent: lower end of the plausible range',
  'parameters.high': '95 per cent: upper end of the plausible range',
  'parameters.distribution': 'shape between the ends',
  'parameters.unit': 'logit, 1/day, day, share, ratio, persons/day …',
  'parameters.ends': 'words for the two ends of the slider',
  'parameters.owner': 'the actor it belongs to, or nature',
  'parameters.basis': 'where the number comes from; start with “assumed” when it is an assumption',
  'parameters.evidence': 'ids of records in the sources',
  'parameters.idle': 'why moving it changes nothing, where that is so',

  'switches.label': 'a statement that holds or not',
  'switches.default': 'does it hold in the base?',
  'switches.basis': 'where that comes from; “assumed” when it is an assumption',

  'derived.formula': 'names of parameters, switches, constants, other formulas; at("region.state") is 1 or 0',
  'derived.unit': 'unit of the value',
  'derived.label': 'what the value is, in words',
  'derived.fixed_point': 'for a formula that reads itself: where to begin, and its bounds',

  'choice.stance_gain': 'the parameter that turns stances into utilities',

  'actors.label': 'name of the actor on the page',
  'actors.holders': 'codes whose records are pooled for this actor',
  'actors.opportunity_rate': 'chances to act a day: a formula',
  'actors.stances': 'positions on issues',
  'stances.position': 'from −1 (rejects) to +1 (wants)',
  'stances.salience': 'how much the issue weighs for the actor, 0 to 1',
  'stances.certainty': 'how sure the reading is, 0 to 1',
  'stances.spread': 'standard error of the position, 0 to 2',
  'stances.override': 'why this position was put in place of the pooled one',
  'stances.pooled': 'what the records alone gave',

  'moves.actor': 'who does it',
  'moves.label': 'what is done, in words',
  'moves.when': 'where it is possible: at("region.state"), switches, and, or, not',
  'moves.to': 'where it leads: region to state',
  'moves.utility': 'what speaks for it, in logits: a formula; the stances are added',
  'moves.consent': 'who must agree, each with a utility of their own',

  'nature.label': 'what happens, in words',
  'nature.when': 'where it can happen: at("region.state"), switches, and, or, not',
  'nature.to': 'where it leads: region to state',
  'nature.hazard': 'how often a day: a formula, never below 0',

  'always.id': 'name of the transition',
  'always.when': 'follows at once where this holds',
  'always.to': 'where it leads: region to state',

  'outcomes.label': 'the question as the page shows it',
  'outcomes.kind':
    'reach: ever so by the day · at: so on the day · race: which comes first · both: all by the day · before: one before another',
  'outcomes.set': 'what counts: at("region.state"), switches, and, or, not',
  'outcomes.causes': 'the ways the race can end, in order',
  'outcomes.sets': 'what must all have happened',
  'outcomes.first': 'what comes first',
  'outcomes.second': 'what has not yet happened by then',
  'outcomes.base_rates': 'how often it happened in comparable cases',

  'rewards.rate': 'what adds up a day: a formula',
  'rewards.impulse': 'what is added each time a move or event happens',
  'rewards.measure':
    'accumulated: over the horizon · average: by day · on_day: the rate on the day · until: until something is reached',
  'rewards.until': 'where counting ends',
  'rewards.unit': 'unit of the sum',

  'variants.label': 'name in the table of variants',
  'variants.initial': 'other states to start in',
  'variants.parameters': 'other values',
  'variants.switches': 'other answers, yes or no',
  'variants.stances': 'other positions, by ACTOR.issue',
  'variants.disable': 'moves and events that are ruled out',
};

/** Help for the key at the end of a path; empty where there is none. */
export function helpAt(path: readonly (string | number)[]): string {
  const [section, key] = [String(path[0]), String(path.at(-1))];
  if (path.length === 1) return entry(section);
  const holder = String(path.at(-3));
  if (holder === 'states' || holder === 'stances') return entry(`${holder}.${key}`);
  return path.length <= 3 ? entry(`${section}.${key}`) : '';
}

const entry = (name: string): string => (Object.hasOwn(help, name) ? help[name]! : '');
