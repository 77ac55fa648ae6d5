// The strings of the reading view, one table per language: English here, others beside it and loaded when asked for. A language is added by a file, a line in `loaders` and one in language.ts.
import type { LanguageTag } from './language.ts';

export const english = {
  brand: 'Standoff',
  'as-of': 'As of {date}',
  workbench: 'Open the workbench',
  'workbench.why': 'with every input, the variants and the evidence',
  language: 'Language',
  'scenario-language': '',

  'answer.title': 'The answer',
  'answer.by': 'Within {days} days, by {date}:',
  'answer.path': '{path}',
  'answer.first': '{path} comes first in {share} of cases',
  'answer.next': '{path} in {share}',
  'answer.none': 'none of these by then in {share}',
  'answer.already': '{path} is already so',
  'answer.changed': 'With your changes:',
  'answer.intervals':
    'The intervals hold 90% of {draws} answers with every input drawn from its plausible range. They do not say whether the model is right.',
  'answer.no-interval': 'Single figures: no interval has been computed for changed inputs.',

  'paths.title': 'The paths, out of 100 cases',
  'paths.none': 'None of these by then',
  'paths.of-100': '{n} of 100',
  'paths.less': 'less than 1 of 100',
  'paths.more': 'more than 99 of 100',
  'paths.interval': 'between {low} and {high}',
  'paths.before': 'before your changes: {n}',
  'paths.already': 'already so',
  'paths.pending': 'being computed',

  'sliders.title': 'What if?',
  'sliders.why': 'The three inputs that move the answer most. Move one and see what changes.',
  'sliders.value': '{value}, between “{low}” and “{high}”',
  'sliders.plausible': 'plausible from {low} to {high}',
  'sliders.same': 'as in the scenario',
  'sliders.towards': 'towards “{end}”',
  'sliders.far': 'far towards “{end}”',
  'sliders.beyond': 'beyond what is plausible, towards “{end}”',
  'sliders.back': 'Back to the scenario’s values',
  'sliders.wait': 'The engine is starting; figures follow in a moment.',

  'story.title': 'One way it could go',
  'story.path': '“{path}” comes first in {n} cases. One of them, drawn by chance:',
  'story.more.one': 'and {n} more event until {date}.',
  'story.more.other': 'and {n} more events until {date}.',
  'story.wait': 'A story is being drawn…',
  'story.none': 'No story could be drawn.',
  'story.another': 'Another one',
  'story.note': 'Possible, not the likeliest course of events.',

  'sources.title': 'Where it comes from',
  'sources.undated': 'undated',
  'sources.records.one': '{n} record',
  'sources.records.other': '{n} records',
  'sources.balance': 'How the records are attributed',
  'sources.wait': 'The records are being counted…',
  'sources.assumed': '{n} of {all} inputs are assumed or a matter of judgement.',

  'limits.title': 'What this is not',
  'limits.model': 'A model, not a forecast.',
  'limits.private': 'Everything is computed in this browser; nothing you do here leaves it.',
  'limits.provenance': '{engine}; scenario {scenario}, inputs {inputs}',

  'attribution.on_record_direct': 'on the record, quoted',
  'attribution.on_record_indirect': 'on the record, reported',
  'attribution.institution': 'an institution',
  'attribution.official_unnamed': 'an unnamed official',
  'attribution.state_media': 'state media',
  'attribution.media_report': 'other media',
  'attribution.narrator': 'the outlet’s own voice',
} as const;

export type StringKey = keyof typeof english;
export type Strings = Readonly<Record<StringKey, string>>;

const loaders: Readonly<Record<Exclude<LanguageTag, 'en'>, () => Promise<Strings>>> = {
  de: async () => (await import('./strings.de.ts')).german,
};

export async function stringsOf(tag: LanguageTag): Promise<Strings> {
  return tag === 'en' ? english : loaders[tag]();
}
