// The shipped scenarios as cards, crises first. Opening one puts a fresh document in place of the present one, which one undo brings back.
import { useEffect, useState } from 'preact/hooks';
import type { Problem, ScenarioView } from '../../engine/index.ts';
import { useBench } from '../bench.ts';
import { documentOf } from '../document/document.ts';
import { freshDocumentId } from '../document/opening.ts';
import { targetsOf } from '../figures.ts';
import { fileOf, scenarioKeys, shippedText } from '../shipped.ts';
import { plural } from '../words.ts';
import { type Card, cardOf } from './cards.ts';
import { HelpDialog } from './dialog.tsx';

const groups = [
  { id: 'crises', title: 'Crises', lead: 'Built from news articles, with evidence behind the numbers.' },
  {
    id: 'textbook',
    title: 'Textbook',
    lead: 'Small models whose answers are known in closed form: to learn on, and to check the engine by.',
  },
  { id: 'templates', title: 'Templates', lead: 'Roles instead of names: a draft from articles binds them.' },
  { id: 'other', title: 'Others', lead: '' },
] as const;

export default function Gallery({ onClose }: { readonly onClose: () => void }) {
  const { document, ask, dispatch } = useBench();
  const cards = useCards();
  const [opening, setOpening] = useState<string | null>(null);
  const [problems, setProblems] = useState<readonly Problem[]>([]);

  const open = async (key: string): Promise<void> => {
    setOpening(key);
    setProblems([]);
    const text = await shippedText(key);
    const answer = text === null ? null : await ask('check', { text, file: fileOf(key) });
    setOpening(null);
    if (answer?.value) {
      const { view } = answer.value;
      const fresh = documentOf(view, firstOutcomeOf(view), key);
      dispatch({ type: 'replace', document: { ...fresh, id: freshDocumentId(), author: document.author } });
      onClose();
      scrollTo({ top: 0, behavior: 'instant' });
    } else setProblems(answer?.problems ?? [{ code: 'missing', severity: 'error', message: `no scenario \`${key}\`` }]);
  };

  return (
    <HelpDialog
      title="Scenarios"
      lead="Opening one replaces what is on the page; Undo brings it back."
      onClose={onClose}
    >
      {problems.map((p) => (
        <p key={p.message} class="problem" role="alert">
          {p.message}
        </p>
      ))}
      {groups.map((g) => {
        const members = cards.filter((c) => c.group === g.id);
        if (members.length === 0) return null;
        return (
          <section key={g.id} aria-labelledby={`gallery-${g.id}`}>
            <h3 id={`gallery-${g.id}`}>{g.title}</h3>
            <p class="fine">{g.lead}</p>
            <ul class="scenario-cards">
              {members.map((c) => (
                <li key={c.key}>
                  <ScenarioCard
                    card={c}
                    here={document.scenario.shipped === c.key}
                    opening={opening}
                    onOpen={() => void open(c.key)}
                  />
                </li>
              ))}
            </ul>
          </section>
        );
      })}
      {cards.length === 0 && <p class="fine">Fetching the scenarios…</p>}
    </HelpDialog>
  );
}

interface ScenarioCardProperties {
  readonly card: Card;
  readonly here: boolean;
  readonly opening: string | null;
  readonly onOpen: () => void;
}

function ScenarioCard({ card, here, opening, onOpen }: ScenarioCardProperties) {
  return (
    <article>
      <h4>{card.title}</h4>
      {card.description !== '' && <p>{card.description}</p>}
      <p class="fine">{card.teaches}</p>
      <p class="fine size">
        {plural(card.regions, 'region')}, {plural(card.moves, 'move or event', 'moves and events')},{' '}
        {plural(card.parameters, 'parameter')}, {plural(Math.max(card.variants, 1), 'variant')}; {card.horizon} days
      </p>
      <button type="button" disabled={opening !== null} onClick={onOpen}>
        {opening === card.key ? 'Opening…' : here ? 'Open afresh' : 'Open'}
        <span class="spoken"> {card.title}</span>
      </button>
    </article>
  );
}

function firstOutcomeOf(view: ScenarioView): string {
  const targets = targetsOf(view);
  return (targets.find((t) => t.cause === null) ?? targets[0])?.id ?? 'none';
}

function useCards(): readonly Card[] {
  const [cards, setCards] = useState<readonly Card[]>([]);
  useEffect(() => {
    let current = true;
    const read = async (key: string): Promise<Card | null> => {
      const text = await shippedText(key);
      return text === null ? null : cardOf(key, text);
    };
    void Promise.all(scenarioKeys.map(read)).then((found) => {
      if (current) setCards(found.filter((c) => c !== null));
    });
    return () => {
      current = false;
    };
  }, []);
  return cards;
}
