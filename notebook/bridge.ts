// The page's bridge to the engine: starts the workers when first needed, keeps one scenario open in them, and passes questions on. Enters: a scenario text, then questions. Leaves: answers about the text that was opened last.
import type { Answered, AskOptions, JobKind, Opened, RequestOf, WorkClient } from '../engine/work/client.ts';
import type { Ask } from './ask.ts';

export interface Bridge {
  /** Puts a scenario text on the workers. A text with errors leaves the one before in place. */
  readonly open: (text: string, file: string) => Promise<Opened>;
  /** Waits for an open scenario, unless the question brings a text of its own. */
  readonly ask: Ask;
  /** Something is being dragged: one worker is kept free for it. */
  readonly keepFree: (on: boolean) => void;
}

export function createBridge(start: () => Promise<WorkClient>): Bridge {
  let starting: Promise<WorkClient> | null = null;
  let client: WorkClient | null = null;
  let announce: () => void = () => {};
  const ready = new Promise<void>((resolve) => {
    announce = resolve;
  });
  const running = async (): Promise<WorkClient> => {
    starting ??= start();
    client = await starting;
    return client;
  };
  return {
    async open(text, file) {
      const opened = await (await running()).open(text, file);
      if (opened.view !== null) announce();
      return opened;
    },
    async ask<K extends JobKind>(kind: K, request: RequestOf<K>, options?: AskOptions<K>): Promise<Answered<K> | null> {
      // These bring their own text.
      if (kind !== 'check' && kind !== 'edit') await ready;
      if (options?.signal?.aborted) return null;
      return (await running()).ask(kind, request, options);
    },
    keepFree: (on) => client?.keepFree(on),
  };
}
