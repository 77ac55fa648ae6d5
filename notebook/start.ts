// The engine's workers, loaded when the first sentence and chart stand.
import type { WorkClient } from '../engine/work/client.ts';

export async function startEngine(): Promise<WorkClient> {
  return (await import('../engine/work/client.ts')).startWorkers();
}
