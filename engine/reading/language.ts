// Text → its language, as far as it matters here: English, which the reader understands, or another one, by name.
// The door of franc-min (MIT): trigrams (Cavnar & Trenkle 1994). Function words decide where trigrams waver: names of foreign people and places look foreign.
import { franc } from 'franc-min';

export interface Language {
  readonly english: boolean;
  /** "English", "German", …; "another language" where it has no clear one. */
  readonly name: string;
}

/** The commonest words of English news; each of them is rare in other languages, or they do not come together. */
const functionWords = new Set(
  `the of and to that for said with was by from has it its not be are were have will would which their they his who had been this an`.split(
    ' ',
  ),
);
/** Shares of function words among all words. English news lie above 0.25; other languages in Latin letters below 0.05. */
const surelyEnglish = 0.17;
const surelyNot = 0.08;
const sampleLength = 2000;
/** With fewer words nothing is said of the language. */
const fewestWords = 20;

/** Looks at the beginning, the middle and the end. A text of a few words passes for English. */
export function languageOf(text: string): Language {
  const middle = Math.max(0, Math.floor(text.length / 2 - sampleLength / 2));
  const samples = [text.slice(0, sampleLength), text.slice(middle, middle + sampleLength), text.slice(-sampleLength)];
  const sample = text.length <= 3 * sampleLength ? text : samples.join('\n');
  const words = sample.toLowerCase().match(/[\p{L}\p{M}]+/gu) ?? [];
  const english: Language = { english: true, name: 'English' };
  // Chinese and its neighbours write without spaces: there, letters count.
  if (words.length < fewestWords && sample.replace(/[^\p{L}]/gu, '').length < 5 * fewestWords) return english;
  const share = words.filter((w) => functionWords.has(w)).length / Math.max(1, words.length);
  if (share >= surelyEnglish) return english;
  const code = franc(samples[1]!.trim() === '' ? sample : samples[1]!);
  if (share >= surelyNot && code === 'eng') return english;
  return { english: false, name: nameOfLanguage(code) };
}

function nameOfLanguage(code: string): string {
  if (code === 'und' || code === 'eng') return 'another language';
  return new Intl.DisplayNames('en', { type: 'language' }).of(code) ?? code;
}
