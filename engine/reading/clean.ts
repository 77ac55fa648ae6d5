// An article's paragraphs → the zones that are not the story: site lines, headlines, captions, headings, advertisements, appeals, footers.
// By features of a line (credit, second person, end of sentence, shape) and its place; nothing is deleted and offsets stay raw.
import { sha256Hex } from '../vocabulary/hash.ts';
import type { Article, Paragraph, Span } from './article.ts';
import type { Zone } from './document.ts';

type Kind = Zone['kind'];

/** Everything that one line shows of itself. */
interface Line extends Paragraph {
  readonly text: string;
  readonly words: number;
  /** Ends as a sentence does. */
  readonly closed: boolean;
  readonly quoted: boolean;
  readonly kind: Kind | null;
}

/** Lines longer than this are looked at by their beginning and end alone. */
const longestLook = 1500;

export function zonesOf(article: Article): Zone[] {
  const lines = article.paragraphs.map((p) => lineOf(article, p));
  const kinds = lines.map((l) => l.kind);
  const points = markTop(lines, kinds, article.outlet);
  markBlocks(lines, kinds, points);
  markTail(lines, kinds, points);
  markHeadings(lines, kinds, points);
  return joined(article, lines, kinds);
}

const sentenceEnd = /[.!?…]["'”’)\]]*$/;
const credit = [
  /\((?:[^()]{0,80}\/[^()]{2,60}|[^()]{0,120}\b(?:via|photos?|images?|pool|screenshot|courtesy|handout|file)\b[^()]{0,80})\)\.?$/i,
  /\b(?:photo|photograph|picture|image|images|credit|foto|illustration|source)s?\s*(?::|by\b|©)\s*\S.{0,80}$/i,
  /\b\p{Lu}{2,}(?: \p{Lu}{2,}){0,3}\s?\/\s?\p{Lu}[\p{L} .'’-]{2,60}$/u,
  /\b(?:file (?:photo|picture|image)|(?:AP|AFP|Reuters|Getty|EPA|Xinhua|Anadolu)(?: Images| Photo)?\s?\/\s?.{2,40})\.?$/i,
  /^\(?FILE\b\s*[-–—:]/,
  /(?:\bvia (?:Reuters|AP|Getty|AFP)\b.{0,30}|\/(?:Getty Images|AFP|AP|Reuters|EPA)[^.]{0,30})$/,
];
const advertisement =
  /^(?:advertisements?|sponsored(?: content)?|story continues below(?: advertisement)?|article continues (?:below|after).*|scroll to continue.*|promoted)$/i;
const signUp =
  /\b(?:sign(?:ing)? up|subscribe|newsletter|(?:your|the) inbox|e-?mail address|your e-?mail|unsubscribe|daily (?:edition|briefing|digest)|breaking news alerts|terms and conditions|agree to the terms|push notifications|whatsapp channel|telegram channel|download (?:our|the) app|free trial)\b/i;
const appeal =
  /\b(?:donat\w+|(?:support|stand with|back) (?:us|our|independent)|(?:support|value|appreciate|fund)s? (?:our |independent |quality |fearless |honest )?(?:journalism|reporting|work)|our (?:journalism|newsroom|readers|work|members)|support the \p{Lu}[\p{L} ]{3,40} (?:from|for|with)\b|become a (?:member|friend|partner|supporter|subscriber)|monthly gift|tax-deductible|(?:a|per) month\b.*\b(?:you|us|our)|reader support|join (?:our|the) community|contribut\w+ (?:today|now)|make a (?:gift|donation|contribution)|i already give|will give|already a (?:member|subscriber))/iu;
const footer = [
  /^\(?(?:additional |with )?(?:reporting|writing|editing|compiled|written|edited|translation|research)(?: and \w+)? by\b/i,
  /\bcontributed (?:to this (?:report|story|article)|reporting)\b/i,
  /^(?:this (?:story|article|report|page|post|piece) (?:has been|was|is)\b|(?:correction|editor['’]s note|update)s?\s*[:(])/i,
  /^(?:read (?:more|also|next)|related(?: stories| articles| coverage| topics)?|see also|more (?:on|from|about|stories|coverage)|also read|recommended|suggested (?:topics|reading)|most (?:read|popular)|popular (?:articles|stories)|latest (?:stories|news)|previous issues|trending|tags|topics|share (?:this|on)|follow us|editors['’] picks|you may also like|don['’]t miss|watch|listen)\b/i,
  /(?:©|\(c\) ?\d{4}|\bcopyright\b|all rights reserved|our standards\s*:|terms of (?:use|service)|privacy policy)/i,
  /\b(?:is|are|was) (?:a team of|written by|published (?:every|by|weekly|monthly|daily)|produced by|the (?:editor|correspondent|author) of|based in)\b.*\b(?:journalist|staff|institute|group|editor|author|correspondent|research|week|month|\w+day)/i,
  /\bviews? expressed\b/i,
  /^(?:thanks for (?:joining|reading|following)|we(?:['’]re| are) (?:pausing|ending|closing)|that['’]s (?:it|all) (?:for|from)|follow (?:our|the) latest)/i,
  /^(?:about|terms|contact|home|privacy|unsubscribe|cookies|help)(?:\s[\p{L}& ]{1,40})?\s*\|/iu,
  /^_{3,}$|^\*{3,}$|^-{3,}$/,
  /^(?:more )?[\p{L} ]{0,40}:?\s*(?:https?:\/\/|www\.)\S+$|\b[a-z0-9-]+\.(?:com|org|net|example|co\.[a-z]{2})\/\S*$/iu,
];
const site = [
  /^(?:By|BY|by) \p{Lu}/u,
  /^(?:reading time|published|updated|last updated|posted|issue|vol\.?|volume)\b.{0,60}$/i,
  /^\d{1,2} min(?:ute)?s? read$/i,
  /\|\s*issue\b|\bissue \d/i,
  /\blive$/i,
  /^(?:live )?(?:reporting|updates?|coverage)\b.{0,20}\b(?:by|from)\b/i,
  /^(?:\p{Lu}[\p{L}.'’-]+ ){1,3}(?:and (?:\p{Lu}[\p{L}.'’-]+ ){1,3})?in \p{Lu}[\p{L} ]{2,20}$/u,
  /^\p{Lu}[\p{L}.'’-]+(?: \p{Lu}[\p{L}.'’-]+){1,3}, [\p{L}' -]{0,40}\b(?:editor|correspondent|reporter|analyst|staff|writer|columnist|bureau chief)$/u,
];

function lineOf(article: Article, p: Paragraph): Line {
  const whole = article.text.slice(p.start, p.end);
  const text =
    whole.length > longestLook ? `${whole.slice(0, longestLook / 2)} ${whole.slice(-longestLook / 2)}` : whole;
  const words = text.split(/\s+/).length;
  const quoted = /["“”]/.test(text) || /(?:^|\s)['‘]\p{L}/u.test(text);
  return {
    ...p,
    text,
    words,
    quoted,
    closed: sentenceEnd.test(text) && !/\.\.\.$/.test(text),
    kind: kindOf(text, words),
  };
}

/** What a line is by itself, or null. */
function kindOf(text: string, words: number): Kind | null {
  if (advertisement.test(text)) return 'ad';
  if (credit.some((c) => c.test(text.slice(-220)) || (words < 90 && /^\(?FILE\b/.test(text)))) return 'caption';
  if (footer.some((f) => f.test(text))) return 'footer';
  const spoken = withoutQuotes(text);
  if (words <= 80 && signUp.test(spoken) && !/\b(?:said|told|says)\b/.test(spoken)) return 'ad';
  if (words <= 90 && appeal.test(spoken) && secondPerson(spoken)) return 'donation';
  if (words <= 30 && appeal.test(spoken) && !/\b(?:said|told|says)\b/.test(spoken) && /\b(?:us|our|i)\b/i.test(spoken))
    return 'donation';
  return null;
}

const withoutQuotes = (text: string): string => text.replace(/“[^”]*”?|"[^"]*"?|‘[^’]*’/g, ' ');
const secondPerson = (text: string): boolean => /\b(?:you|your|yours|you['’]ll)\b/i.test(text);

/** Before the first sentence: the site's name, bylines, headlines. Returns the lines of a summary: points of the story without full stops. */
function markTop(lines: readonly Line[], kinds: (Kind | null)[], outlet: string): ReadonlySet<Line> {
  const points = new Set<Line>();
  const first = lines.findIndex((l, i) => isStory(l) && kinds[i] === null);
  const top = first < 0 ? 0 : first;
  const name = bare(outlet);
  let headline = false;
  for (let i = 0; i < top; i++) {
    const line = lines[i]!;
    if (kinds[i] === 'ad' || kinds[i] === 'caption') continue;
    if (summaryHead.test(line.text)) {
      kinds[i] = 'heading';
      // What follows a head of this kind is a list of the story's points, though its lines have no full stops.
      for (let k = i + 1; k < top && !site.some((s) => s.test(lines[k]!.text)) && !timed.test(lines[k]!.text); k++) {
        if (kinds[k] === 'footer') kinds[k] = null;
        points.add(lines[k]!);
      }
      continue;
    }
    if (points.has(line)) continue;
    const isName = line.words <= 6 && !headline && (i === 0 || bare(line.text) === name) && !/[?!:,;]/.test(line.text);
    if (site.some((s) => s.test(line.text))) kinds[i] = 'site';
    else if (timed.test(line.text)) kinds[i] = 'heading';
    else if (isName || (name !== '' && line.words <= 8 && bare(line.text).startsWith(name))) kinds[i] = 'site';
    else {
      kinds[i] = headline && line.words <= 4 ? 'heading' : 'headline';
      headline = true;
    }
  }
  for (let i = top; i < lines.length; i++)
    if (kinds[i] === null && !lines[i]!.closed && lines[i]!.words <= 16 && site.some((s) => s.test(lines[i]!.text)))
      kinds[i] = 'site';
  return points;
}

const summaryHead =
  /^(?:summary|key (?:points|takeaways|developments)|highlights|at a glance|in brief|what (?:we know|to know)|the latest|main points)(?: so far)?:?$/i;
const timed = /^\d{1,2}[:.]\d{2}\b/;
const bare = (name: string): string =>
  name
    .replace(/\(.*\)/, '')
    .replace(/^the /i, '')
    .replace(/[^\p{L}\p{N}]/gu, '')
    .toLowerCase();

/** A full sentence of some length, as a story has them. */
function isStory(line: Line): boolean {
  return line.closed && line.words >= 9 && line.kind === null && /[\p{Ll}]/u.test(line.text);
}

/** An advertisement or appeal is several lines: the short or addressing lines around one belong to it. */
function markBlocks(lines: readonly Line[], kinds: (Kind | null)[], points: ReadonlySet<Line>): void {
  for (const step of [1, -1])
    for (let i = step > 0 ? 0 : lines.length - 1; i >= 0 && i < lines.length; i += step) {
      const kind = kinds[i];
      if ((kind !== 'ad' && kind !== 'donation') || advertisement.test(lines[i]!.text)) continue;
      const k = i + step;
      const next = lines[k];
      if (next === undefined || kinds[k] !== null || points.has(next)) continue;
      const spoken = withoutQuotes(next.text);
      const addressed = secondPerson(spoken) && !next.quoted;
      const button = step > 0 && !next.closed && next.words <= 8 && addressesOrAsks.test(next.text);
      const lead = step < 0 && !next.closed && next.words <= 9 && kind === 'ad' && addressesOrAsks.test(next.text);
      if (addressed || button || lead) kinds[k] = kind;
    }
}

const addressesOrAsks =
  /\b(?:you|your|yours|me|my|i|i['’](?:m|ll)|us|our|we|free|join|give|get|enter|keep|sign|try|start|not now|no thanks|maybe later|close|continue)\b/i;

/** From the end backwards: once only links, credits, appeals and crumbs follow, all of it is the tail. */
function markTail(lines: readonly Line[], kinds: (Kind | null)[], points: ReadonlySet<Line>): void {
  let start = lines.length;
  let strong = false;
  for (let i = lines.length - 1; i >= 0; i--) {
    const kind = kinds[i];
    const line = lines[i]!;
    if (kind === 'footer' || kind === 'donation' || kind === 'ad') {
      start = i;
      strong = true;
    } else if (kind === 'caption' || kind === 'site') {
    } else if (kind !== null || isStoryInTail(line, kinds, i, points)) break;
    // A short line without a full stop right before the tail is its first link or heading, if what follows is one too.
    else if (strong || !line.closed) start = line.closed && !kinds.slice(0, i).some((k) => k === null) ? start : i;
  }
  if (!strong) {
    // Nothing tells that it is a tail: only crumbs after the last sentence.
    const last = lines.findLastIndex((l, i) => kinds[i] === null && l.closed);
    for (let i = last + 1; i < lines.length; i++) if (kinds[i] === null && last >= 0) kinds[i] = 'footer';
    return;
  }
  let now: Kind = 'footer';
  for (let i = start; i < lines.length; i++) {
    if (kinds[i] === 'donation' || kinds[i] === 'footer') now = kinds[i]!;
    else if (kinds[i] === null)
      kinds[i] = nextKind(kinds, i) === 'donation' && now !== 'footer' ? 'donation' : lead(kinds, i, now);
  }
}

const nextKind = (kinds: readonly (Kind | null)[], i: number): Kind | null =>
  kinds.slice(i + 1).find((k) => k !== null) ?? null;
const lead = (kinds: readonly (Kind | null)[], i: number, now: Kind): Kind =>
  nextKind(kinds, i) === 'donation' ? 'donation' : now;

/** Does this line carry news of others? */
function isStoryInTail(line: Line, kinds: readonly (Kind | null)[], i: number, points: ReadonlySet<Line>): boolean {
  if (points.has(line)) return true;
  const spoken = withoutQuotes(line.text);
  const reports = /\b(?:said|says|told|announced|added|warned|according to|reported|accused|asked|wrote)\b/.test(
    spoken,
  );
  if (line.quoted || reports) return true;
  if (!line.closed) return false;
  const ofItself = /\b(?:we|us|our|you|your)\b/i.test(spoken);
  const between = nearest(kinds, i);
  if (ofItself && between) return false;
  return line.words > 6 || !between;
}

const nearest = (kinds: readonly (Kind | null)[], i: number): boolean => {
  const after = kinds[i + 1] ?? null;
  return after === 'donation' || after === 'ad';
};

/** Short lines without a full stop between paragraphs of the story. */
function markHeadings(lines: readonly Line[], kinds: (Kind | null)[], points: ReadonlySet<Line>): void {
  lines.forEach((line, i) => {
    if (kinds[i] !== null || points.has(line)) return;
    const open = !line.closed || timed.test(line.text) || /[?]["'”’]*$/.test(line.text);
    const ends = /[:,;–—-]$/.test(line.text);
    if (
      open &&
      !ends &&
      line.words <= 14 &&
      line.text.length <= 110 &&
      !/^["“].*[,]["”]/.test(line.text) &&
      !isQuestion(line)
    )
      kinds[i] = 'heading';
  });
}

const isQuestion = (line: Line): boolean => line.closed && !timed.test(line.text) && line.quoted;

/** Neighbouring lines of one kind are one zone. */
function joined(article: Article, lines: readonly Line[], kinds: readonly (Kind | null)[]): Zone[] {
  const zones: { kind: Kind; start: number; end: number; paragraph: number; last: number }[] = [];
  lines.forEach((line, i) => {
    const kind = kinds[i];
    if (kind === null || kind === undefined) return;
    const before = zones.at(-1);
    const joins = before?.kind === kind && before.last === i - 1 && kind !== 'headline' && kind !== 'heading';
    if (joins && kind !== 'caption') {
      before.end = line.end;
      before.last = i;
    } else zones.push({ kind, start: line.start, end: line.end, paragraph: line.index, last: i });
  });
  return zones.map(({ last: _, ...z }) => ({ ...z, sha256: sha256Hex(article.text.slice(z.start, z.end)) }));
}

/** Does more than half of a span lie in zones? */
export function mostlyInZones(zones: readonly Zone[], span: Span): boolean {
  const inside = zones.reduce(
    (sum, z) => sum + Math.max(0, Math.min(z.end, span.end) - Math.max(z.start, span.start)),
    0,
  );
  return inside > (span.end - span.start) / 2;
}
