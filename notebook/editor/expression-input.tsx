// A guard or a formula as text, with a picker that writes a state, a stance or a name at the cursor.
import { useEffect, useRef, useState } from 'preact/hooks';
import type { ScenarioFile } from '../../engine/index.ts';
import { type InputProperties, NameList } from './inputs.tsx';
import { type Name, numbersIn, placesIn, stancesIn, switchesIn } from './names.ts';

/** What may stand in it, written as it stands there. */
function insertions(file: ScenarioFile, role: 'test' | 'number'): Name[] {
  const states = placesIn(file).map((n) => ({ id: `at("${n.id}")`, label: n.label }));
  if (role === 'test') return [...states, ...switchesIn(file)];
  return [...numbersIn(file), ...states, ...stancesIn(file).map((n) => ({ id: `stance("${n.id}")`, label: n.label }))];
}

export function ExpressionInput(
  p: InputProperties<string> & { readonly role: 'test' | 'number'; readonly file: ScenarioFile },
) {
  const [typed, setTyped] = useState(p.value ?? '');
  const [adding, setAdding] = useState('');
  const area = useRef<HTMLTextAreaElement>(null);
  useEffect(() => setTyped(p.value ?? ''), [p.value]);
  const give = (text: string): void => {
    const tidy = text.trim();
    if (tidy !== (p.value ?? '')) p.onChange(tidy === '' ? undefined : tidy);
  };
  const insert = (text: string): void => {
    const at = area.current?.selectionEnd ?? typed.length;
    const before = typed.slice(0, at);
    const gap = before === '' || /[\s(]$/.test(before) ? '' : ' ';
    const next = `${before}${gap}${text}${typed.slice(at)}`;
    setAdding('');
    setTyped(next);
    area.current?.focus();
    requestAnimationFrame(() =>
      area.current?.setSelectionRange(at + gap.length + text.length, at + gap.length + text.length),
    );
  };
  const names = insertions(p.file, p.role);
  const list = `${p.id}-insertions`;
  const chosen = names.some((n) => n.id === adding);
  return (
    <>
      <textarea
        ref={area}
        id={p.id}
        class="expression"
        rows={Math.min(8, Math.max(1, Math.ceil(typed.length / 46)))}
        spellcheck={false}
        autocapitalize="off"
        aria-label={p.spoken}
        aria-describedby={p.describedBy || undefined}
        aria-invalid={p.invalid || undefined}
        maxLength={2000}
        value={typed}
        onInput={(e) => setTyped(e.currentTarget.value)}
        onChange={() => give(typed)}
      />
      <span class="insert">
        <input
          type="text"
          autocomplete="off"
          spellcheck={false}
          list={list}
          aria-label={p.role === 'test' ? 'State or switch to insert' : 'Name to insert'}
          placeholder={p.role === 'test' ? 'Find a state or switch…' : 'Find a name…'}
          value={adding}
          onInput={(e) => setAdding(e.currentTarget.value)}
          onKeyDown={(e) => {
            if (e.key !== 'Enter') return;
            e.preventDefault();
            if (chosen) insert(adding);
          }}
        />
        <button type="button" disabled={!chosen} onClick={() => insert(adding)}>
          Insert
        </button>
        <NameList id={list} names={names} />
      </span>
    </>
  );
}
