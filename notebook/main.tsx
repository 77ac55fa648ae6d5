// Entry: finds the document to open, in the address, in this tab's draft or in the page itself, and draws the page with it.
import { render } from 'preact';
import { createBridge } from './bridge.ts';
import { documentOf } from './document/document.ts';
import type { Brought, ReadScenario } from './document/incoming.ts';
import { freshDocumentId, openingOf } from './document/opening.ts';
import { Page } from './page.tsx';
import { firstModel, firstScenario } from './shipped.ts';
import { startEngine } from './start.ts';
import './style.css';

const bridge = createBridge(startEngine);
const opening = openingOf();

const read: ReadScenario = async (text, file) => {
  const answered = await bridge.ask('check', { text, file });
  if (answered === null || answered.value === null)
    return { view: null, inputs: null, problems: answered?.problems ?? [] };
  return { ...answered.value, problems: answered.problems };
};

function draw(brought: Brought | null, id: string): void {
  const model = firstModel();
  const shipped = documentOf(model.view, model.keys[0]?.id ?? model.targets[0]!.id, firstScenario);
  const start = brought?.document ?? { ...shipped, id };
  render(
    <Page bridge={bridge} start={start} brought={brought} reading={opening.reading} />,
    document.getElementById('page')!,
  );
}

if (opening.kind === 'shipped') draw(null, opening.id);
else
  import('./document/incoming.ts')
    .then(({ documentAtStart }) => documentAtStart(opening, read))
    .then((brought) => draw(brought, freshDocumentId()));
