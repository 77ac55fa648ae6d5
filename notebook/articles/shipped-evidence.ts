// The records of the shipped articles as the engine counts them. The repository's tests have checked the files, so they are taken as they are.
import type { Evidence, EvidenceRecord } from '../../engine/index.ts';

interface ArticleFile {
  readonly id: string;
  readonly outlet: string;
  readonly published: string;
  readonly records: readonly EvidenceRecord[];
}

const files = import.meta.glob<ArticleFile>('../../data/articles/seed-*.json', { import: 'default' });

export async function loadShippedEvidence(): Promise<readonly Evidence[]> {
  const all = await Promise.all(Object.values(files).map((get) => get()));
  return all.flatMap((file) =>
    file.records.map((r) => ({ ...r, article: file.id, outlet: file.outlet, published: file.published })),
  );
}
