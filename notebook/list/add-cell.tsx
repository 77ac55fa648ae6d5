// The button that adds a cell: a native picker of kinds and a button, so that it works alike by key, by mouse and on a phone.
import { useId, useState } from 'preact/hooks';
import { useBench } from '../bench.ts';
import type { Cell, CellKind } from '../document/document.ts';
import { cellKinds, freshCell } from './kinds.ts';

interface Properties {
  readonly label: string;
  /** Id of the cell before; null: at the top. */
  readonly after: string | null;
  readonly onAdd: (cell: Cell, after: string | null) => void;
}

export function AddCell({ label, after, onAdd }: Properties) {
  const bench = useBench();
  const [kind, setKind] = useState<CellKind>('text');
  const id = useId();
  return (
    <form
      class="add-cell"
      onSubmit={(e) => {
        e.preventDefault();
        onAdd(freshCell(kind, bench), after);
      }}
    >
      <label class="spoken" for={id}>
        Kind of cell
      </label>
      <select id={id} value={kind} onChange={(e) => setKind(e.currentTarget.value as CellKind)}>
        {cellKinds.map((k) => (
          <option key={k.kind} value={k.kind} selected={k.kind === kind}>
            {k.label}: {k.what}
          </option>
        ))}
      </select>
      <button type="submit">{label}</button>
    </form>
  );
}
