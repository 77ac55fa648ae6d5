// What stands behind one input, or the sources and their balance, as a cell of the notebook.
import { useMemo } from 'preact/hooks';
import { useBench } from '../bench.ts';
import type { CellOf } from '../document/document.ts';
import { basisOf } from '../inputs.ts';
import { InputPicker } from '../sensitivity/input-picker.tsx';
import './evidence.css';
import { feedsOf } from './feeds.ts';
import { RecordList } from './record-list.tsx';
import { Sources } from './sources.tsx';
import { useArticles } from './use-articles.ts';

interface Properties {
  readonly cell: CellOf<'evidence'>;
  readonly onChange: (cell: CellOf<'evidence'>, gesture?: string) => void;
}

const none: ReadonlySet<string> = new Set();

export function EvidenceCell({ cell, onChange }: Properties) {
  const { model } = useBench();
  const articles = useArticles();
  const feeds = useMemo(() => feedsOf(model.view, model.inputs), [model]);
  const input = model.inputs.find((i) => i.id === cell.input) ?? null;
  const own = useMemo(
    () => (articles ?? []).map((a) => ({ ...a, records: a.records.filter((r) => input?.evidence.includes(r.id)) })),
    [articles, input],
  );
  return (
    <>
      <div class="controls">
        <InputPicker
          label="What stands behind"
          inputs={model.inputs}
          value={input?.id ?? ''}
          none="all sources and their balance"
          onChange={(id) => onChange({ ...cell, input: id === '' ? null : id })}
        />
      </div>
      {cell.input !== null && input === null && <p class="note">The scenario no longer has “{cell.input}”.</p>}
      {articles === null ? (
        <p class="fine">Loading…</p>
      ) : input === null ? (
        <Sources view={model.view} articles={articles} inputs={model.inputs} feeds={feeds} />
      ) : (
        <>
          <p>
            {basisOf(input) === 'assumed' ? (
              <span class="tag assumed">Assumed</span>
            ) : (
              <span class="tag">{basisOf(input)}</span>
            )}{' '}
            {input.override ?? input.basis}
          </p>
          {own.some((a) => a.records.length > 0) ? (
            <RecordList articles={own} feeds={feeds} shown={null} placed={none} onShow={() => {}} />
          ) : (
            <p class="fine">No record of the articles stands behind it.</p>
          )}
        </>
      )}
    </>
  );
}
