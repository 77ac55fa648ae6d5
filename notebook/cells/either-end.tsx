// What the answer would be at either end of an input's plausible range, in the selected variant: solved when asked for.
import { useEffect, useRef, useState } from 'preact/hooks';
import type { VariantResult } from '../../engine/index.ts';
import { useBench } from '../bench.ts';
import { contentKey, toVariantView } from '../document/document.ts';
import { figureOf, type Target } from '../figures.ts';
import { type Input, withValue } from '../inputs.ts';
import { dayInWords, percent, points } from '../words.ts';

interface Properties {
  readonly input: Input;
  readonly say: (x: number) => string;
  readonly isSwitch: boolean;
}

export function EitherEnd({ input, say, isSwitch }: Properties) {
  const { model, document, selected, ask } = useBench();
  const [ends, setEnds] = useState<readonly VariantResult[] | 'asking' | 'failed' | null>(null);
  const abort = useRef<AbortController | null>(null);
  const [low, high] = isSwitch ? [0, 1] : [input.low, input.high];
  const targets = targetsFor(input, model.targets, model.race?.id ?? null, document.outcome);
  const content = contentKey(selected);
  useEffect(() => {
    setEnds(null);
    return () => abort.current?.abort();
  }, [content, input.id]);

  const show = async (): Promise<void> => {
    abort.current?.abort();
    const mine = new AbortController();
    abort.current = mine;
    setEnds('asking');
    const outcomes = [...new Set(targets.map((t) => t.outcome))];
    const kind = isSwitch ? 'switches' : input.kind;
    const answers = await Promise.all(
      [low, high].map((value) =>
        ask(
          'solve',
          { variant: withValue(toVariantView(selected), kind, input.id, value), outcomes, rewards: [] },
          { priority: 1, signal: mine.signal },
        ),
      ),
    );
    if (mine.signal.aborted) return;
    const results = answers.flatMap((a) => a?.value ?? []);
    setEnds(results.length === 2 ? results : 'failed');
  };

  if (ends === null || ends === 'asking' || ends === 'failed')
    return (
      <p>
        <button type="button" onClick={() => void show()} disabled={ends === 'asking'} data-testid="either-end">
          {ends === 'asking' ? 'Solving…' : isSwitch ? 'The answer with no and with yes' : 'The answer at either end'}
        </button>
        {ends === 'failed' && ' It could not be solved there.'}
      </p>
    );
  const [atLow, atHigh] = ends.map((result) => ({ result, curves: {} }));
  return (
    <table class="either-end" data-testid="ends">
      <caption>
        By {dayInWords(model.view.startDate, document.day)}, all else as in “{selected.label}”
      </caption>
      <thead>
        <tr>
          <th scope="col">
            <span class="spoken">Outcome</span>
          </th>
          {[low, high].map((value, i) => (
            <th key={value} scope="col" class="number">
              {say(value)}
              {!isSwitch && <small>{input.ends[i]}</small>}
            </th>
          ))}
          <th scope="col" class="number">
            points
          </th>
        </tr>
      </thead>
      <tbody>
        {targets.map((t) => {
          const a = figureOf(atLow!, t, document.day);
          const b = figureOf(atHigh!, t, document.day);
          return (
            <tr key={t.id}>
              <th scope="row">{t.label}</th>
              {[a, b].map((figure, i) => (
                <td key={i} class="number">
                  {figure.already ? 'already so' : percent(figure.p)}
                </td>
              ))}
              <td class="number">{a.p !== null && b.p !== null ? points(b.p - a.p) : ''}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

/** What the input moves most, the outcome in focus, and the paths. */
function targetsFor(input: Input, targets: readonly Target[], race: string | null, focus: string): readonly Target[] {
  const ids = [input.strength?.outcome, focus, ...targets.filter((t) => t.outcome === race).map((t) => t.id)];
  return [...new Set(ids)].flatMap((id) => targets.find((t) => t.id === id) ?? []);
}
