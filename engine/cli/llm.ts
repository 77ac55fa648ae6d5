// A language model behind an OpenAI-compatible endpoint that the user names → an Extractor. Nothing is sent before the user says yes; replies are bounded, redirects refused, and kept in a folder of the user's.
// The key comes from the environment and goes nowhere but to the endpoint. What a reply says becomes records only through reading/llm.ts.
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import type { Article } from '../reading/article.ts';
import type { Reading } from '../reading/document.ts';
import type { Extractor } from '../reading/extractor.ts';
import { makerOf, parseReply, proposalsOf, type Reply, readingFromModel } from '../reading/llm.ts';
import { type Message, messagesOf, promptVersion, repairMessages, replyJsonSchema } from '../reading/llm-prompt.ts';
import { canonicalJson, sha256Hex } from '../vocabulary/hash.ts';
import { ProblemError, problem } from '../vocabulary/problem.ts';

export interface LlmOptions {
  /** Base URL, such as https://host/v1; `/chat/completions` is added. */
  readonly endpoint: string;
  readonly model: string;
  readonly key?: string | undefined;
  /** For one request with its reply; default 120 s. */
  readonly timeoutMs?: number | undefined;
  /** Folder of kept replies; null: none. */
  readonly cache: string | null;
  /** The rule-made reading, which brings sentences, actors and the ids that may be named. */
  readonly rules: (article: Article) => Reading | Promise<Reading>;
  /** Asked once, before the first text is sent. */
  readonly confirm: (question: string) => Promise<boolean>;
  /** Told what was set aside. */
  readonly remark: (line: string) => void;
  /** Wait before a request is tried again; default 1 s, then 3 s. */
  readonly pausesMs?: readonly number[] | undefined;
}

/** Repair tries after a reply that cannot be used. */
const mostRepairs = 2;
/** Largest reply, in bytes. */
const mostBytes = 4_000_000;

/** `extract` throws a ProblemError where the model cannot be asked, or gives nothing that can be used. */
export function llmExtractor(options: LlmOptions): Extractor & { readonly made_by: string } {
  const url = addressOf(options.endpoint);
  let agreed = false;
  const agree = async (article: Article): Promise<void> => {
    if (agreed) return;
    const size = article.text.length.toLocaleString('en');
    const question = `Send the text of \`${article.id}\` (${size} characters), and of any article after it, to ${url.host} (model ${options.model})?`;
    if (!(await options.confirm(question))) {
      const repair = 'say yes, give `--yes-send-text`, or use `--extractor rules`, which sends nothing';
      throw new ProblemError([problem('not-sent', 'the text was not sent', { repair })]);
    }
    agreed = true;
  };
  const extract = async (article: Article): Promise<Reading> => {
    const rules = await options.rules(article);
    const messages = messagesOf(rules);
    const path = options.cache === null ? null : join(options.cache, `${keyOf(messages, options.model)}.json`);
    const kept = path === null ? null : keptReply(path);
    if (kept === null) await agree(article);
    const { reply, text } = kept ?? (await usableReply(url, options, messages));
    if (path !== null && kept === null) keep(path, options.model, text);
    const { proposals, wrong } = proposalsOf(rules, reply.statements, options.model);
    const aside = [...reply.wrong, ...wrong];
    if (aside.length > 0)
      options.remark(
        `note: ${article.id}: ${aside.length} of ${reply.statements.length + reply.wrong.length} statements of ${options.model} set aside\n${aside
          .slice(0, 5)
          .map((line) => `  = ${line}`)
          .join('\n')}`,
      );
    return readingFromModel(rules, proposals, options.model);
  };
  return { id: 'llm', version: String(promptVersion), made_by: makerOf(options.model), extract };
}

/** The endpoint, checked: https, or http on this machine; no name and password in it. */
function addressOf(endpoint: string): URL {
  const refuse = (message: string, repair: string): never => {
    throw new ProblemError([problem('bad-endpoint', message, { repair })]);
  };
  if (!URL.canParse(endpoint)) return refuse(`\`${endpoint}\` is no address`, 'write it as https://host/v1');
  const url = new URL(endpoint);
  const here = ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && here))
    refuse('the text and the key would travel unprotected', 'use https:// (http:// only for this machine)');
  if (url.username !== '' || url.password !== '')
    refuse('a name or password stands in the address', 'put the key into STANDOFF_LLM_KEY');
  url.pathname = `${url.pathname.replace(/\/+$/, '')}/chat/completions`;
  url.hash = '';
  return url;
}

/** A reply that has the shape, asked for again at most twice. */
async function usableReply(
  url: URL,
  options: LlmOptions,
  messages: readonly Message[],
): Promise<{ reply: Reply; text: string }> {
  let asked = messages;
  let best: { reply: Reply; text: string } | null = null;
  for (let n = 0; n <= mostRepairs; n++) {
    const text = await complete(url, options, asked);
    const reply = parseReply(text);
    if (!reply.unusable && (best === null || reply.statements.length > best.reply.statements.length))
      best = { reply, text };
    // A few statements that do not fit are set aside; when they are the most, another try is worth its price.
    if (!reply.unusable && reply.wrong.length <= reply.statements.length) break;
    asked = repairMessages(messages, text, reply.wrong);
  }
  if (best !== null) return best;
  const repair = 'try another model, or `--extractor rules`';
  throw new ProblemError([
    problem('bad-reply', `${options.model} gave no JSON that can be used, in ${mostRepairs + 1} tries`, { repair }),
  ]);
}

const answerSchema = z.object({
  choices: z.array(z.object({ message: z.object({ content: z.string() }) })).min(1),
});

/** One request; tried again where the server is busy or broken. */
async function complete(url: URL, options: LlmOptions, messages: readonly Message[]): Promise<string> {
  const pauses = options.pausesMs ?? [1000, 3000];
  for (let n = 0; ; n++) {
    const answer = await request(url, options, messages);
    if (typeof answer === 'string') return answer;
    if (!answer.again || n >= pauses.length) throw new ProblemError([answer.problem]);
    await pause(pauses[n]);
  }
}

interface Refused {
  readonly problem: ReturnType<typeof problem>;
  readonly again: boolean;
}

async function request(url: URL, options: LlmOptions, messages: readonly Message[]): Promise<string | Refused> {
  const timeoutMs = options.timeoutMs ?? 120_000;
  const refused = (code: string, message: string, repair: string, again = false): Refused => ({
    problem: problem(code, `${url.host}: ${message}`, { repair }),
    again,
  });
  const slow = refused(
    'llm-timeout',
    `no whole answer within ${timeoutMs / 1000} s`,
    'give more time with `--timeout`',
  );
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    const response = await fetch(url, {
      method: 'POST',
      redirect: 'manual',
      signal,
      headers: {
        'content-type': 'application/json',
        accept: 'application/json',
        ...(options.key ? { authorization: `Bearer ${options.key}` } : {}),
      },
      body: JSON.stringify({
        model: options.model,
        temperature: 0,
        messages,
        response_format: {
          type: 'json_schema',
          json_schema: { name: 'statements', strict: true, schema: replyJsonSchema() },
        },
      }),
    });
    if (response.status >= 300 && response.status < 400) {
      await response.body?.cancel();
      return refused(
        'llm-redirect',
        'it sends us elsewhere, and the text goes only where you said',
        'give the address itself',
      );
    }
    const body = await bounded(response);
    if (body === null)
      return refused(
        'llm-too-long',
        `the answer has more than ${mostBytes.toLocaleString('en')} bytes`,
        'try another model',
      );
    if (!response.ok) {
      const again = response.status === 429 || response.status >= 500;
      const hint =
        response.status === 401 || response.status === 403
          ? 'put the key into STANDOFF_LLM_KEY'
          : 'look at the address, the model’s name, and what the server says';
      return refused('llm-refused', `status ${response.status}: ${oneLine(body)}`, hint, again);
    }
    if (!/^application\/(?:[\w.-]+\+)?json\b/i.test(response.headers.get('content-type') ?? ''))
      return refused('llm-no-json', 'the answer is not JSON', 'is this an OpenAI-compatible address?');
    const answer = answerSchema.safeParse(parsed(body));
    return answer.success
      ? answer.data.choices[0]!.message.content
      : refused(
          'llm-no-answer',
          'the answer has no choices[0].message.content',
          'is this an OpenAI-compatible address?',
        );
  } catch (error) {
    if (signal.aborted) return slow;
    const { cause } = error as { cause?: { code?: string } };
    if (!(error instanceof TypeError)) throw error;
    return refused(
      'llm-unreachable',
      `cannot be reached (${cause?.code ?? error.message})`,
      'is the address right, and the server running?',
      true,
    );
  }
}

/** The body as text, or null where it has more bytes than any reply needs. */
async function bounded(response: Response): Promise<string | null> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += (chunk as Uint8Array).length;
    // Leaving the loop cancels the stream.
    if (bytes > mostBytes) return null;
    chunks.push(chunk as Uint8Array);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

const oneLine = (text: string): string =>
  text
    .replace(/[\p{C}\p{Z}\s]+/gu, ' ')
    .trim()
    .slice(0, 200) || 'no reason given';

/** Name of a kept reply: whatever changes the question changes it. */
const keyOf = (messages: readonly Message[], model: string): string =>
  sha256Hex(canonicalJson({ messages, model, prompt: promptVersion }));

const keptSchema = z.object({ format: z.literal('standoff-llm-reply/1'), model: z.string(), reply: z.string() });

/** A kept reply; null where there is none, or none that can be used. */
function keptReply(path: string): { reply: Reply; text: string } | null {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    return null;
  }
  const kept = keptSchema.safeParse(parsed(text));
  if (!kept.success) return null;
  const reply = parseReply(kept.data.reply);
  return reply.unusable ? null : { reply, text: kept.data.reply };
}

/** Written whole or not at all. A folder that cannot be written costs only the next request. */
function keep(path: string, model: string, reply: string): void {
  try {
    mkdirSync(join(path, '..'), { recursive: true, mode: 0o700 });
    const draft = `${path}.${process.pid}`;
    writeFileSync(draft, `${JSON.stringify({ format: 'standoff-llm-reply/1', model, reply })}\n`, { mode: 0o600 });
    renameSync(draft, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
  }
}

/** Where replies are kept when the user names no folder. */
export function replyFolder(): string {
  const base = process.env.XDG_CACHE_HOME;
  return join(base !== undefined && base !== '' ? base : join(homedir(), '.cache'), 'standoff', 'llm');
}
