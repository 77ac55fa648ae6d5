// An article comes in: pasted, opened or dropped; outlet and day, guessed where the file says so; then read by a worker. Leaves: what is to be read.
import { useEffect, useRef, useState } from 'preact/hooks';
import { type Problem, sha256Hex } from '../../engine/index.ts';
import type { AnswerOf } from '../../engine/work/client.ts';
import { useBench } from '../bench.ts';

export interface ToRead {
  readonly text: string;
  readonly outlet: string;
  readonly title: string | null;
  readonly published: string;
  readonly basis: string;
  /** SHA-256 of the file's bytes; null for a pasted text. */
  readonly source: string | null;
}

interface Properties {
  /** True when it was read: the fields are free for the next one. */
  readonly onRead: (article: ToRead) => Promise<boolean>;
  readonly busy: boolean;
}

type Input = AnswerOf<'input'>;

/** Of a file, pictures inside a saved page included. The engine has its own limits for what is in it. */
const mostBytes = 50_000_000;
/** Of a pasted text; a longer one is no article. */
const mostCharacters = 1_000_000;

export function Intake({ onRead, busy }: Properties) {
  const { ask } = useBench();
  const [text, setText] = useState('');
  const [file, setFile] = useState<string | null>(null);
  const [input, setInput] = useState<Input | null>(null);
  const [problems, setProblems] = useState<readonly Problem[]>([]);
  const [looking, setLooking] = useState(false);
  const [outlet, setOutlet] = useState('');
  const [published, setPublished] = useState('');
  const [title, setTitle] = useState('');
  const [basis, setBasis] = useState<string | null>(null);
  const [over, setOver] = useState(false);
  const own = useRef({ outlet: false, published: false });
  const turn = useRef(0);

  const look = async (bytes: Uint8Array, name: string, isFile: boolean): Promise<void> => {
    const mine = ++turn.current;
    setLooking(true);
    const answer = await ask('input', { bytes, name }, { lane: 'article input' });
    if (mine !== turn.current) return;
    setLooking(false);
    if (answer === null) return;
    setProblems(answer.problems);
    setInput(answer.value);
    if (answer.value === null) return;
    if (isFile) setText(answer.value.text);
    if (answer.value.outlet !== null && !own.current.outlet) setOutlet(answer.value.outlet);
    if (answer.value.published !== null && !own.current.published) {
      setPublished(answer.value.published);
      setBasis(answer.value.date_basis);
    }
  };

  // What is typed or pasted is looked at after a short rest.
  useEffect(() => {
    if (file !== null) return;
    if (text.trim() === '') {
      turn.current++;
      setInput(null);
      setProblems([]);
      setLooking(false);
      return;
    }
    if (text.length > mostCharacters) {
      setInput(null);
      setProblems([tooLarge(`${text.length.toLocaleString('en')} characters`, mostCharacters)]);
      return;
    }
    const timer = setTimeout(() => void look(new TextEncoder().encode(text), 'pasted text', false), 250);
    return () => clearTimeout(timer);
  }, [text, file]);

  const open = (chosen: File | undefined): void => {
    if (chosen === undefined) return;
    setFile(chosen.name);
    own.current = { outlet: false, published: false };
    setOutlet('');
    setPublished('');
    setBasis(null);
    setText('');
    setInput(null);
    if (chosen.size > mostBytes) {
      setProblems([tooLarge(`${chosen.size.toLocaleString('en')} bytes`, mostBytes)]);
      return;
    }
    setProblems([]);
    void chosen.arrayBuffer().then((buffer) => look(new Uint8Array(buffer), chosen.name, true));
  };

  const drop = (e: DragEvent): void => {
    e.preventDefault();
    // Elsewhere on the page a dropped file is a document.
    e.stopPropagation();
    setOver(false);
    dispatchEvent(new DragEvent('dragleave'));
    open(e.dataTransfer?.files[0]);
  };

  const submit = (e: Event): void => {
    e.preventDefault();
    if (input === null || !input.language.english || busy) return;
    const read = onRead({
      text: input.text,
      outlet: outlet.trim(),
      title: title.trim() === '' ? null : title.trim(),
      published,
      basis: basis ?? 'as the reader gives it',
      source: file === null ? null : input.source_sha256,
    });
    void read.then((done) => done && clear());
  };
  const clear = (): void => {
    setText('');
    setFile(null);
    setInput(null);
    setTitle('');
    setOutlet('');
    setPublished('');
    setBasis(null);
    own.current = { outlet: false, published: false };
  };

  return (
    <form class="intake" onSubmit={submit} data-testid="intake">
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is a second way; the field and the button beside it take the same by keyboard */}
      <div
        class={`intake-text${over ? ' over' : ''}`}
        onDragOver={(e) => {
          e.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        <label>
          <span>The article, in English</span>
          <textarea
            rows={6}
            required
            value={text}
            placeholder="Paste its text here, or drop a file"
            onInput={(e) => {
              setFile(null);
              setText(e.currentTarget.value);
            }}
          />
        </label>
        <label class="file">
          <span>Or a file (.txt, .md, .html)</span>
          <input
            type="file"
            accept=".txt,.text,.md,.markdown,.htm,.html,.xhtml,text/plain,text/html,text/markdown"
            onChange={(e) => {
              open(e.currentTarget.files?.[0]);
              e.currentTarget.value = '';
            }}
          />
        </label>
        {/* One line, always there: nothing moves when the answer comes. */}
        <p class="fine intake-found" role="status">
          {looking
            ? 'Looking at it…'
            : input === null
              ? (file ?? '')
              : `${file === null ? 'Pasted' : file}: ${input.text.length.toLocaleString('en-GB')} characters, ${input.language.name}${input.title === null ? '' : `; headed “${input.title.slice(0, 90)}”`}`}
        </p>
      </div>
      <div class="intake-head">
        <label>
          <span>Outlet</span>
          <input
            type="text"
            required
            maxLength={120}
            value={outlet}
            onInput={(e) => {
              own.current.outlet = true;
              setOutlet(e.currentTarget.value);
            }}
          />
        </label>
        <label>
          <span>Published on</span>
          <input
            type="date"
            required
            value={published}
            onInput={(e) => {
              own.current.published = true;
              setPublished(e.currentTarget.value);
              setBasis(null);
            }}
          />
          <small>{published === '' ? 'the day that ages are counted from' : (basis ?? 'as you give it')}</small>
        </label>
        <label>
          <span>Title in your own words (optional)</span>
          <input type="text" maxLength={200} value={title} onInput={(e) => setTitle(e.currentTarget.value)} />
          <small>kept with the records, unlike the article’s own</small>
        </label>
        <button type="submit" class="primary" disabled={busy || (input !== null && !input.language.english)}>
          Read
        </button>
      </div>
      {problems.map((p) => (
        <p key={p.message} class={p.severity === 'error' ? 'problem' : 'note'} role="alert">
          {p.message}
          {p.repair && ` (${p.repair})`}
        </p>
      ))}
    </form>
  );
}

const tooLarge = (size: string, most: number): Problem => ({
  code: 'too-large',
  severity: 'error',
  message: `that has ${size}; at most ${most.toLocaleString('en')} are read`,
  repair: 'give one article, as text or as a saved page without pictures',
});

/** An id for the article's records: the outlet, the day and the beginning of the text's hash. */
export function articleIdFor(article: ToRead): { id: string; sha256: string } {
  const slug = article.outlet
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 24)
    .replace(/^-+|-+$/g, '');
  const sha256 = sha256Hex(article.text);
  return { id: `${slug === '' ? 'article' : slug}-${article.published}-${sha256.slice(0, 4)}`, sha256 };
}
