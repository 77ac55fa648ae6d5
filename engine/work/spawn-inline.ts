// spawn.ts for a build into a single file: the worker's code is inside the page's, so that nothing is fetched, not even from the page's own folder.
import EngineWorker from './worker.ts?worker&inline';

/** Starts one engine worker. */
export function spawnWorker(): Worker {
  return new EngineWorker();
}
