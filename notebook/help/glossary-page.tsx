// All terms of art on one page.
import { HelpDialog } from './dialog.tsx';
import { type Entry, glossary } from './glossary.ts';

export default function GlossaryPage({ onClose }: { readonly onClose: () => void }) {
  const entries: readonly (readonly [string, Entry])[] = Object.entries(glossary);
  const sorted = [...entries].sort(([, a], [, b]) => a.name.localeCompare(b.name, 'en'));
  return (
    <HelpDialog title="Glossary" lead="The same explanations stand behind dotted words on the page." onClose={onClose}>
      <dl class="glossary">
        {sorted.map(([id, { name, text }]) => (
          <div key={id}>
            <dt>{name}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
    </HelpDialog>
  );
}
