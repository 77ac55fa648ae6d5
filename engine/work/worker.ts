// The browser worker: binds the handler to the worker's own messages.
import { buildHandler } from './handler.ts';
import type { ToWorker } from './messages.ts';

const handler = buildHandler((message) => self.postMessage(message));

self.addEventListener('message', ({ data }: MessageEvent<ToWorker>) => {
  // Other messages of the page's own libraries are none of ours.
  if (typeof data === 'object' && data !== null && typeof data.job === 'number') void handler.receive(data);
});
