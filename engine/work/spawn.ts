// Where the browser worker's entry is named, and nothing else: a build into a single file puts a module with an inlined worker in this one's place.

/** Starts one engine worker. */
export function spawnWorker(): Worker {
  return new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
}
