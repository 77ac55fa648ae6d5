// Options of the command line → the Extractor that reads: rules, a language model, or both together. Rules need no network and are what everybody gets without asking.
import { createInterface } from 'node:readline/promises';
import type { Article } from '../reading/article.ts';
import type { Reading } from '../reading/document.ts';
import type { Extractor } from '../reading/extractor.ts';
import type { OfficeHolder } from '../reading/gazetteer.ts';
import { remark, UsageError } from './terminal.ts';

export interface ExtractorOptions {
  readonly extractor?: 'rules' | 'llm' | 'ensemble';
  /** Base URL of an OpenAI-compatible server. */
  readonly endpoint?: string;
  readonly model?: string;
  readonly yesSendText?: boolean;
  /** Seconds for one request. */
  readonly timeout?: number;
  /** Folder of kept replies. */
  readonly replies?: string;
}

/** Loads what the chosen extractor needs, and nothing else. `more` are office-holders that a reader has added. */
export async function extractorFor(options: ExtractorOptions, more: readonly OfficeHolder[] = []): Promise<Extractor> {
  const which = options.extractor ?? 'rules';
  const { madeBy, readArticle } = await import('../reading/read.ts');
  const rules = ({ text, id, outlet, title, published, date_basis }: Article): Reading =>
    readArticle(text, { id, outlet, title, published, date_basis }, more);
  if (which === 'rules') {
    if (options.endpoint !== undefined || options.model !== undefined)
      throw new UsageError(
        '`--endpoint` and `--model` are for a language model',
        'add `--extractor llm` or `--extractor ensemble`',
      );
    return { id: 'rules', version: madeBy.slice(madeBy.indexOf('/') + 1), extract: rules };
  }
  if (options.endpoint === undefined || options.model === undefined)
    throw new UsageError(
      `\`--extractor ${which}\` needs an address and a model`,
      'add `--endpoint https://host/v1 --model NAME`',
    );
  const { llmExtractor, replyFolder } = await import('./llm.ts');
  const llm = llmExtractor({
    endpoint: options.endpoint,
    model: options.model,
    key: process.env.STANDOFF_LLM_KEY,
    timeoutMs: options.timeout === undefined ? undefined : options.timeout * 1000,
    cache: options.replies ?? replyFolder(),
    rules,
    confirm: options.yesSendText === true ? async () => true : askAtTerminal,
    remark,
  });
  if (which === 'llm') return llm;
  const { ensembleOf } = await import('../reading/ensemble.ts');
  return {
    id: 'ensemble',
    version: llm.version,
    extract: async (article) => ensembleOf(rules(article), await llm.extract(article)),
  };
}

/** Yes or no from a person; without one nothing is sent. */
async function askAtTerminal(question: string): Promise<boolean> {
  if (process.stdin.isTTY !== true || process.stderr.isTTY !== true) return false;
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^y(es)?$/i.test((await terminal.question(`${question} [y/N] `)).trim());
  } finally {
    terminal.close();
  }
}
