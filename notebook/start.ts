// What starts when the first sentence and chart stand: the engine's workers, and the keeping of the site for the time without a network.
import type { WorkClient } from '../engine/work/client.ts';

export async function startEngine(): Promise<WorkClient> {
  return (await import('../engine/work/client.ts')).startWorkers();
}

/** Where the browser allows it (a secure origin); without it the page works as long as its server answers. */
export function keepForOffline(): void {
  if (import.meta.env.MODE === 'production' && 'serviceWorker' in navigator && location.protocol !== 'file:')
    navigator.serviceWorker.register('./service-worker.js').catch(() => undefined);
}
