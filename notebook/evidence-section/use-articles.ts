// The articles that the scenario on the bench names, with their records; null while they load.
import { useEffect, useMemo, useState } from 'preact/hooks';
import { useBench } from '../bench.ts';
import { type ArticleOfRecords, loadArticles } from '../evidence.ts';

export function useArticles(): readonly ArticleOfRecords[] | null {
  const { model } = useBench();
  const [articles, setArticles] = useState<readonly ArticleOfRecords[] | null>(null);
  useEffect(() => {
    let here = true;
    loadArticles().then(
      (all) => here && setArticles(all),
      () => here && setArticles([]),
    );
    return () => {
      here = false;
    };
  }, []);
  return useMemo(
    () => articles?.filter((a) => model.view.sources.some((s) => s.id === a.id)) ?? null,
    [articles, model.view],
  );
}
