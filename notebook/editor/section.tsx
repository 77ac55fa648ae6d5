// The part of the page where the scenario itself is changed. Closed at first: the editor is loaded when somebody opens it, and stays open over a reload.
import { useEffect, useState } from 'preact/hooks';
import { useBench } from '../bench.ts';
import { useLoaded } from '../cells/use-loaded.ts';
import { readOpen, writeOpen } from './kept.ts';
import './section.css';

const loadWorkbench = () => import('./workbench.tsx');

export default function EditorSection() {
  const { document, model } = useBench();
  const [open, setOpen] = useState(readOpen);
  const Workbench = useLoaded(loadWorkbench, open)?.default ?? null;
  useEffect(() => writeOpen(open), [open]);
  const edited = document.scenario.text !== null && document.scenario.shipped !== null;
  return (
    <section class="card editor-section" aria-labelledby="editor-title">
      <div class="card-head">
        <h2 id="editor-title">
          The scenario itself
          <small>
            {edited ? 'changed from what ships with the page' : 'states, moves, actors and numbers of this model'}
          </small>
        </h2>
        <button
          type="button"
          aria-expanded={open}
          aria-controls="editor-body"
          onClick={() => setOpen(!open)}
          data-testid="open-editor"
        >
          {open ? 'Close the editor' : 'Edit the scenario'}
        </button>
      </div>
      <div id="editor-body">
        {!open ? (
          <p class="fine">
            {model.view.regions.length} regions, {model.view.moves.length} moves, {model.view.actors.length} actors,{' '}
            {model.view.parameters.length} parameters. Change any of them by form or as YAML; a text with mistakes never
            reaches the page, and every change can be undone.
          </p>
        ) : Workbench === null ? (
          <p class="fine">Loading the editor…</p>
        ) : (
          <Workbench />
        )}
      </div>
    </section>
  );
}
