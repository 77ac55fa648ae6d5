// What reads articles: rules by default, a language model or both together when the user names one. One interface, one schema of records.
import type { Article } from './article.ts';
import type { Reading } from './document.ts';

export interface Extractor {
  /** "rules", "llm" or "ensemble". */
  readonly id: string;
  /** Raised when the same text may give another reading. */
  readonly version: string;
  extract(article: Article): Reading | Promise<Reading>;
}
