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

interface ArticleFile {
  readonly outlet: string;
  readonly published: string;
  readonly records: readonly {
    readonly id: string;
    readonly kind: string;
    readonly speaker?: string | null;
    readonly attribution: string;
    readonly via?: readonly string[];
    readonly hedged?: boolean;
    readonly conditional_on?: unknown;
    readonly paraphrase: string;
    readonly date?: string | null;
    readonly span: { readonly paragraph: number; readonly sha256: string };
  }[];
}

interface ActorsFile {
  readonly actors: readonly { readonly id: string; readonly name: string }[];
}

const articles = import.meta.glob<ArticleFile>('../data/articles/seed-*.json', { import: 'default' });
const actors = import.meta.glob<ActorsFile>('../data/actors.json', { import: 'default' });

let loading: Promise<ReadonlyMap<string, EvidenceRecord>> | null = null;

export function loadEvidence(): Promise<ReadonlyMap<string, EvidenceRecord>> {
  loading ??= load();
  return loading;
}

async function load(): Promise<ReadonlyMap<string, EvidenceRecord>> {
  const [files, names] = await Promise.all([
    Promise.all(Object.values(articles).map((get) => get())),
    Promise.all(Object.values(actors).map((get) => get())),
  ]);
  const nameOf = new Map(names.flatMap((f) => f.actors.map((a) => [a.id, a.name] as const)));
  const records = files.flatMap((file) =>
    file.records.map(
      (r): EvidenceRecord => ({
        id: r.id,
        kind: r.kind,
        speaker: r.speaker && r.speaker !== 'narrator' ? (nameOf.get(r.speaker) ?? r.speaker) : null,
        attribution: r.attribution,
        via: (r.via ?? []).map((v) => nameOf.get(v) ?? v),
        hedged: r.hedged ?? false,
        conditional: r.conditional_on != null,
        paraphrase: r.paraphrase,
        outlet: file.outlet,
        date: r.date ?? file.published,
        published: file.published,
        paragraph: r.span.paragraph,
        hash: r.span.sha256.slice(0, 8),
      }),
    ),
  );
  return new Map(records.map((r) => [r.id, r]));
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

export function attributionOf(record: EvidenceRecord): string {
  return attributions[record.attribution] ?? record.attribution;
}
