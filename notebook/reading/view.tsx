// The page for a public link on a phone: the sentence, the paths, three sliders, a story, sources and limits, in the reader's language; the workbench is one press away. Enters: the bench. Leaves: changes to the document, nothing else.
import { useEffect, useState } from 'preact/hooks';
import { useBench } from '../bench.ts';
import { caveatsOf } from '../cells/caveats.tsx';
import {
  dateText,
  directionOf,
  fill,
  type LanguageTag,
  languageFor,
  languages,
  numberText,
  setLocale,
  shareText,
} from '../help/language.ts';
import { english, type Strings, stringsOf } from '../help/strings.ts';
import { dateOn, labelOf, phraseOf } from '../words.ts';
import { type PathFigure, pathsOf, strongest } from './figures.ts';
import { Paths } from './paths.tsx';
import './reading.css';
import { Sliders } from './sliders.tsx';
import { Sources } from './sources.tsx';
import { SpeechProvider, useSpeech } from './speech.ts';
import { StoryInWords } from './story.tsx';

interface Properties {
  /** Shows the workbench instead; left out: the same address without the reading mode. */
  readonly onWorkbench?: () => void;
}

export default function ReadingView({ onWorkbench = toWorkbench }: Properties) {
  const { model, document: notebook, selected, base, knownOf, isBusy } = useBench();
  const { view, race } = model;
  const { tag, strings, wanted, choose } = useLanguage();
  const say = (key: keyof Strings, values?: Parameters<typeof fill>[1]): string => fill(strings[key], values);
  const day = Math.min(notebook.day, view.horizon);
  const changed = selected.id !== base.id;
  const paths = pathsOf(model, knownOf(base), knownOf(selected), changed, day);
  const stale = isBusy(selected);
  const date = (d: number): string => dateText(dateOn(view.startDate, d));
  const asOf = view.asOf === null ? null : dateText(new Date(`${view.asOf}T00:00:00Z`));

  return (
    <SpeechProvider value={{ tag, say }}>
      <main class="reading" lang={tag} dir={directionOf(tag)}>
        <header>
          <p class="brand">{say('brand')}</p>
          <h1 lang="en">{notebook.title || view.title}</h1>
          {asOf !== null && <p class="as-of">{say('as-of', { date: asOf })}</p>}
        </header>
        <section aria-labelledby="reading-answer">
          <h2 id="reading-answer" lang="en">
            {race === null ? say('answer.title') : `${labelOf(race.label)}?`}
          </h2>
          <Answer paths={paths} days={day} by={date(day)} changed={changed} stale={stale} />
          <p class="fine">
            {changed
              ? say('answer.no-interval')
              : model.bands.draws > 0 && say('answer.intervals', { draws: numberText(model.bands.draws) })}
          </p>
        </section>
        {paths.length > 0 && <Paths paths={paths} stale={stale} />}
        <Sliders inputs={strongest(model, selected, 3)} />
        <StoryInWords paths={paths} />
        <Sources />
        <section aria-labelledby="reading-limits">
          <h2 id="reading-limits">{say('limits.title')}</h2>
          <ul class="plain" lang="en">
            {caveatsOf(view).map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
          <p class="fine">
            {say('limits.model')} {say('limits.private')}
          </p>
        </section>
        <p class="to-workbench">
          <button type="button" class="primary" onClick={onWorkbench}>
            {say('workbench')}
          </button>
          <span class="fine">{say('workbench.why')}</span>
        </p>
        <footer class="fine">
          <fieldset class="languages">
            <legend>{say('language')}</legend>
            {languages.map((l) => (
              <label key={l.tag} lang={l.tag}>
                <input type="radio" name="language" checked={l.tag === wanted} onChange={() => choose(l.tag)} />{' '}
                {l.name}
              </label>
            ))}
          </fieldset>
          {strings['scenario-language'] !== '' && <p>{say('scenario-language')}</p>}
          <p>
            {say('limits.provenance', {
              engine: notebook.scenario.engine || model.shipped?.engine || 'Standoff',
              scenario: view.id,
              inputs: (notebook.scenario.inputs || model.shipped?.inputs || model.key).slice(0, 12),
            })}
          </p>
        </footer>
      </main>
    </SpeechProvider>
  );
}

interface AnswerProperties {
  readonly paths: readonly PathFigure[];
  readonly days: number;
  readonly by: string;
  readonly changed: boolean;
  readonly stale: boolean;
}

function Answer({ paths, days, by, changed, stale }: AnswerProperties) {
  const { tag, say } = useSpeech();
  const share = (p: PathFigure): string =>
    p.band === null ? shareText(p.now.p) : `${shareText(p.band[0])}–${shareText(p.band[1])}`;
  const first = paths.findIndex((p) => p.label !== null && !p.now.already);
  const clause = (p: PathFigure, place: number): string => {
    if (p.label === null) return say('answer.none', { share: slot });
    const path = say('answer.path', { path: tag === 'en' ? phraseOf(p.id, p.label) : p.label });
    if (p.now.already) return say('answer.already', { path });
    return say(place === first ? 'answer.first' : 'answer.next', { path, share: slot });
  };
  return (
    <p class={`sentence${stale ? ' stale' : ''}`} data-testid="sentence" aria-live="polite">
      {changed && `${say('answer.changed')} `}
      {say('answer.by', { days, date: by })}{' '}
      {paths.map((p, i) => {
        const [before, after] = clause(p, i).split(slot);
        return (
          <span key={p.id}>
            {before}
            {after !== undefined && <strong>{share(p)}</strong>}
            {after}
            {i < paths.length - 1 ? '; ' : '.'}
          </span>
        );
      })}
    </p>
  );
}

/** Where the share goes in a clause: it is set in bold. */
const slot = '\u0000';

function toWorkbench(): void {
  location.hash = location.hash.replace(/[#&]view=reading\b/, (found) => found.charAt(0)).replace(/^#&/, '#');
  location.reload();
}

/** The reader's language with its strings; until another table has come, English. */
function useLanguage(): {
  /** Of the strings that are there. */
  readonly tag: LanguageTag;
  readonly strings: Strings;
  readonly wanted: LanguageTag;
  readonly choose: (tag: LanguageTag) => void;
} {
  const [wanted, choose] = useState<LanguageTag>(() => languageFor(navigator.languages));
  const [spoken, setSpoken] = useState<{ readonly tag: LanguageTag; readonly strings: Strings }>({
    tag: 'en',
    strings: english,
  });
  useEffect(() => {
    let current = true;
    void stringsOf(wanted).then((strings) => {
      if (!current) return;
      const root = document.documentElement;
      setLocale(wanted);
      root.lang = wanted;
      root.dir = directionOf(wanted);
      setSpoken({ tag: wanted, strings });
    });
    return () => {
      current = false;
    };
  }, [wanted]);
  // The workbench behind this view speaks English.
  useEffect(
    () => () => {
      setLocale(null);
      document.documentElement.lang = 'en';
      document.documentElement.dir = 'ltr';
    },
    [],
  );
  return { ...spoken, wanted, choose };
}
