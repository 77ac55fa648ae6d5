// A question for students or for oneself: a prompt, the reader's answer, and a model answer that stays hidden until it is asked for.
import { useId, useState } from 'preact/hooks';
import type { BodyProperties } from './bodies.tsx';
import { Markdown } from './markdown.tsx';

export function QuestionCell({ cell, onChange }: BodyProperties<'question'>) {
  const [writing, setWriting] = useState(cell.prompt === '');
  const [shown, setShown] = useState(false);
  const id = useId();
  if (writing)
    return (
      <div class="edit">
        <label for={`${id}-prompt`}>Question (Markdown)</label>
        <textarea
          id={`${id}-prompt`}
          rows={3}
          value={cell.prompt}
          onInput={(e) => onChange({ ...cell, prompt: e.currentTarget.value }, 'prompt')}
        />
        <label for={`${id}-model`}>Model answer, hidden until asked for</label>
        <textarea
          id={`${id}-model`}
          rows={3}
          value={cell.model}
          onInput={(e) => onChange({ ...cell, model: e.currentTarget.value }, 'model')}
        />
        <button type="button" onClick={() => setWriting(false)} disabled={cell.prompt.trim() === ''}>
          Done
        </button>
      </div>
    );
  return (
    <>
      <Markdown source={cell.prompt} />
      <label for={`${id}-answer`}>Your answer</label>
      <textarea
        id={`${id}-answer`}
        rows={3}
        value={cell.answer}
        onInput={(e) => onChange({ ...cell, answer: e.currentTarget.value }, 'answer')}
      />
      <div class="actions">
        {cell.model.trim() !== '' && (
          <button type="button" aria-expanded={shown} aria-controls={`${id}-shown`} onClick={() => setShown(!shown)}>
            {shown ? 'Hide the model answer' : 'Show the model answer'}
          </button>
        )}
        <button type="button" class="link" onClick={() => setWriting(true)}>
          Edit the question
        </button>
      </div>
      <div id={`${id}-shown`} hidden={!shown} class="model-answer">
        {shown && <Markdown source={cell.model} />}
      </div>
    </>
  );
}
