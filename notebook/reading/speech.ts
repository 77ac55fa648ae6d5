// The language of the reading view for its parts: its tag, and strings with their values put in.
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import { fill, type LanguageTag } from '../help/language.ts';
import { english, type StringKey } from '../help/strings.ts';

interface Spoken {
  readonly tag: LanguageTag;
  readonly say: (key: StringKey, values?: Readonly<Record<string, string | number>>) => string;
}

const SpeechContext = createContext<Spoken>({ tag: 'en', say: (key, values) => fill(english[key], values) });

export const SpeechProvider = SpeechContext.Provider;

export function useSpeech(): Spoken {
  return useContext(SpeechContext);
}

/** A string that depends on a count: `key.one` or `key.other`, as the language counts. */
export function counted(
  { tag, say }: Spoken,
  key: 'story.more' | 'sources.records',
  n: number,
  values: Readonly<Record<string, string | number>> = {},
): string {
  const form = new Intl.PluralRules(tag).select(n) === 'one' ? 'one' : 'other';
  return say(`${key}.${form}`, { n, ...values });
}
