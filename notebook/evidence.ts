// Evidence ids → the records behind them: paraphrase, outlet, date, place in the article. Loaded when first asked for; the articles themselves are never shipped.
export interface EvidenceRecord {
  readonly id: string;
  readonly kind: string;
  readonly speaker: string | null;
  readonly attribution: string;
  readonly via: readonly string[];
  readonly hedged: boolean;
  readonly conditional: boolean;
  readonly paraphrase: string;
  readonly outlet: string;
  readonly date: string;
  readonly published: string;
  readonly paragraph: number;
  /** First characters of the SHA-256 of the quoted span. */
  readonly hash: string;
}

/** A record with its place in the article, and whose words or deeds it tells. */
export interface ArticleRecord extends EvidenceRecord {
  readonly article: string;
  /** Issue it speaks of; of a quantity, what is counted. */
  readonly issue: string;
  /** For whom the speaker speaks, in words: "Turkey"; "the outlet itself"; of events and quantities "nobody: it happened". */
  readonly side: string;
  readonly span: { readonly start: number; readonly end: number; readonly paragraph: number; readonly sha256: string };
}

export interface ArticleOfRecords {
  readonly id: string;
  readonly outlet: string;
  /** In our words, or null. */
  readonly title: string | null;
  readonly published: string;
  /** How the date is known. */
  readonly dateBasis: string;
  readonly sha256: string;
  /** UTF-16 code units, with line ends as \n. */
  readonly length: number;
  /** What is not the story: advertisements, captions, appeals. */
  readonly zones: readonly { readonly kind: string; readonly start: number; readonly end: number }[];
  readonly records: readonly ArticleRecord[];
}

interface ArticleFile {
  readonly id: string;
  readonly outlet: string;
  readonly title: string | null;
  readonly published: string;
  readonly date_basis: string;
  readonly sha256: string;
  readonly length_utf16: number;
  readonly zones: ArticleOfRecords['zones'];
  readonly records: readonly {
    readonly id: string;
    readonly kind: string;
    readonly speaker?: string | null;
    readonly issue?: string;
    readonly what?: string;
    readonly attribution: string;
    readonly via?: readonly string[];
    readonly hedged?: boolean;
    readonly conditional_on?: unknown;
    readonly paraphrase: string;
    readonly date?: string | null;
    readonly span: ArticleRecord['span'];
  }[];
}

interface ActorsFile {
  readonly actors: readonly { readonly id: string; readonly name: string; readonly holder: string | null }[];
}

const articles = import.meta.glob<ArticleFile>('../data/articles/seed-*.json', { import: 'default' });
const actors = import.meta.glob<ActorsFile>('../data/actors.json', { import: 'default' });

let loading: Promise<readonly ArticleOfRecords[]> | null = null;

/** Every article that ships with its records. */
export function loadArticles(): Promise<readonly ArticleOfRecords[]> {
  loading ??= load();
  return loading;
}

/** The same records by id. */
export async function loadEvidence(): Promise<ReadonlyMap<string, EvidenceRecord>> {
  return new Map((await loadArticles()).flatMap((a) => a.records.map((r) => [r.id, r])));
}

async function load(): Promise<readonly ArticleOfRecords[]> {
  const [files, names] = await Promise.all([
    Promise.all(Object.values(articles).map((get) => get())),
    Promise.all(Object.values(actors).map((get) => get())),
  ]);
  const actorOf = new Map(names.flatMap((f) => f.actors.map((a) => [a.id, a] as const)));
  const nameOf = (id: string): string => actorOf.get(id)?.name ?? id;
  const sideOf = (speaker: string | null | undefined): string => {
    if (speaker == null) return 'nobody: it happened';
    if (speaker === 'narrator') return 'the outlet itself';
    const holder = actorOf.get(speaker)?.holder;
    return holder == null ? nameOf(speaker) : nameOf(holder);
  };
  return files.map((file) => ({
    id: file.id,
    outlet: file.outlet,
    title: file.title,
    published: file.published,
    dateBasis: file.date_basis,
    sha256: file.sha256,
    length: file.length_utf16,
    zones: file.zones,
    records: file.records.map((r) => ({
      id: r.id,
      article: file.id,
      kind: r.kind,
      issue: r.issue ?? r.what ?? '',
      speaker: r.speaker && r.speaker !== 'narrator' ? nameOf(r.speaker) : null,
      side: sideOf(r.speaker),
      attribution: r.attribution,
      via: (r.via ?? []).map(nameOf),
      hedged: r.hedged ?? false,
      conditional: r.conditional_on != null,
      paraphrase: r.paraphrase,
      outlet: file.outlet,
      date: r.date ?? file.published,
      published: file.published,
      paragraph: r.span.paragraph,
      hash: r.span.sha256.slice(0, 8),
      span: r.span,
    })),
  }));
}

const attributions: Readonly<Record<string, string>> = {
  on_record_direct: 'on the record, quoted',
  on_record_indirect: 'on the record, reported',
  institution: 'an institution',
  official_unnamed: 'an unnamed official',
  state_media: 'state media',
  media_report: 'a report by other media',
  narrator: 'the outlet in its own voice',
};

export function attributionOf(record: Pick<EvidenceRecord, 'attribution'>): string {
  return attributions[record.attribution] ?? record.attribution;
}
