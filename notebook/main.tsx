// Entry: finds the document to open and draws the page into the window.
import { render } from 'preact';
import { documentOf } from './document/document.ts';
import { Page } from './page.tsx';
import { firstModel, firstScenario } from './shipped.ts';
import './style.css';

const model = firstModel();
const opening = documentOf(model.view, model.keys[0]?.id ?? model.targets[0]!.id, firstScenario);
render(<Page opening={opening} />, document.getElementById('page')!);
