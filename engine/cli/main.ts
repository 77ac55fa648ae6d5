// The command line `standoff`: options and help of every verb. Each verb's module is loaded when it is asked for, so that --help and mistakes answer at once.
import { fileURLToPath } from 'node:url';
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { engineVersion } from '../vocabulary/version.ts';
import { type ExitCode, mistakeText, remark, UsageError } from './terminal.ts';

const program = new Command('standoff')
  .description('Crisis scenarios as statecharts, solved exactly as continuous-time Markov chains.')
  .version(engineVersion, '-V, --version', 'print the version')
  .helpOption('-h, --help', 'print this help')
  .exitOverride()
  .showSuggestionAfterError()
  .addHelpText(
    'after',
    `
Examples:
  standoff check FILE.yaml                      what is wrong or doubtful in a scenario
  standoff run FILE.yaml --variant base         its outcomes, solved exactly
  standoff compare FILE.yaml --against base     what each variant changes
  standoff read ARTICLE.txt                     who says what in a news article
  standoff <verb> --help                        more about one verb

A FILE of - is read from standard input.
Exit codes: 0 fine, 1 Problems in the file or a file that cannot be read, 2 wrong use of the command line, 130 stopped by Ctrl-C.`,
  );
// A verb whose FILE is swallowed by `--variant a b` deserves the hint.
program.configureOutput({
  outputError: (text, write) =>
    write(
      text.includes("missing required argument 'FILE'")
        ? `${text.trimEnd()}\n  = put the file right after the verb: standoff run FILE.yaml --variant base\n`
        : text,
    ),
});

function integer(least: number, most: number = Number.MAX_SAFE_INTEGER): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < least || value > most)
      throw new InvalidArgumentError(
        `Give a whole number from ${least}${most < Number.MAX_SAFE_INTEGER ? ` to ${most}` : ' up'}.`,
      );
    return value;
  };
}

function day(text: string): number {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (!(value >= 0 && value < Number.POSITIVE_INFINITY))
    throw new InvalidArgumentError('Give a number of days from 0.');
  return value;
}

const jsonOrCsv = (): Option => new Option('--json', 'one JSON object and nothing else').conflicts('csv');

/** A verb on one file, with the options that all share. */
function verb(name: string, description: string, examples: readonly string[]): Command {
  return program
    .command(name)
    .description(description)
    .argument('FILE', 'scenario file (.yaml), or - for standard input')
    .option('--max-configurations <n>', 'most configurations to explore (default 2,000,000)', integer(1, 100_000_000))
    .option('--debug', 'show the stack when we made a mistake')
    .addHelpText('after', `\nExamples:\n${examples.map((e) => `  standoff ${name} ${e}`).join('\n')}`);
}

/** The built worker lies beside the built command line. */
const workerUrl = new URL('node-worker.js', import.meta.url);
let exitCode: ExitCode = 0;
type Action = (file: string, options: never) => ExitCode | Promise<ExitCode>;
/** Runs a verb's module once it has been loaded. */
const runs = (load: () => Promise<Action>) => async (file: string, options: object) => {
  exitCode = await (await load())(file, options as never);
};

verb('check', 'Check a scenario (or a machine, .json): every Problem with its place and repair.', [
  'FILE.yaml',
  'FILE.yaml --rates                what each move does, now and at most',
  'FILE.yaml --why MOVE             "why does Iran accept?": what the utilities are made of',
])
  .option('--variant <id...>', 'variants to check (default: all)')
  .option('--rates', 'implied rates, saturated and never-chosen moves, base rates')
  .option('--why <move>', 'the contributions to one move of its mover and consenters')
  .action(runs(async () => (await import('./check.ts')).check));

verb('states', 'Reachable configurations by region and state, what is never reached, where everything ends.', [
  'FILE.yaml --variant base',
  'MACHINE.json',
])
  .option('--variant <id>', 'variant (default: base)')
  .action(runs(async () => (await import('./states.ts')).states));

verb('statechart', 'Regions, states and events; or the XState machine as JSON, which is also read back.', [
  'FILE.yaml',
  'FILE.yaml --json > MACHINE.json',
  'MACHINE.json',
])
  .option('--variant <id>', 'variant (default: base)')
  .option('--json', 'the XState machine as JSON')
  .action(runs(async () => (await import('./statechart.ts')).statechart));

verb('chain', 'The Markov chain: its size, exit rates and laws, and how small a part each outcome needs.', [
  'FILE.yaml --variant base',
])
  .option('--variant <id>', 'variant (default: base)')
  .action(runs(async () => (await import('./chain.ts')).chain));

verb('run', 'Solve variants exactly: outcomes and rewards.', [
  'FILE.yaml',
  'FILE.yaml --variant base early_talks --day 30',
  'FILE.yaml --by 2026-03-01 --csv > answers.csv',
  'FILE.yaml --set tempo=0.3 SWITCH=false ACTOR.issue=0.4 --json',
])
  .option('--variant <id...>', 'variants (default: all; with --set: base)')
  .addOption(jsonOrCsv())
  .option('--csv', 'one row a number')
  .option('--day <n>', 'the day to show (default: the last one reported)', day)
  .option('--by <date>', 'the same as a date, YYYY-MM-DD')
  .option('--set <name=value...>', 'change a parameter, a switch (true, false) or a stance (ACTOR.issue)')
  .option('--articles', 'how much is from the articles: each variant (default: base) also with every stance at 0')
  .option('--explain', 'how it was solved: methods and why, sizes, memory, counts, error bounds, times')
  .option(
    '--max-memory <mb>',
    'most memory of a chain with a sweep over it, in MB (default 4,000)',
    integer(1, 1_000_000),
  )
  .action(
    runs(async () => {
      const { run } = await import('./run.ts');
      return (file: string, options: Parameters<typeof run>[1]) => run(file, options, workerUrl);
    }),
  );

verb('compare', 'Differences of variants from one of them, in percentage points, exact.', [
  'FILE.yaml',
  'FILE.yaml --against base --outcome deal us_force --day 30',
  'FILE.yaml --set SWITCH=false',
])
  .option('--variant <id...>', 'variants to compare (default: all; with --set: base)')
  .option('--against <id>', 'the variant to compare with (default: base)')
  .option('--outcome <id...>', 'only these outcomes')
  .option('--set <name=value...>', 'compare with a changed variant instead')
  .option('--day <n>', 'the day to show (default: the last one reported)', day)
  .option('--by <date>', 'the same as a date, YYYY-MM-DD')
  .option('--json', 'one JSON object and nothing else')
  .action(runs(async () => (await import('./compare.ts')).compare));

verb(
  'sample',
  'Sample paths on all cores, and set the estimates beside the exact answers. Ctrl-C keeps what is finished.',
  ['FILE.yaml', 'FILE.yaml --variant all --paths 100000 --seed 7', 'FILE.yaml --json'],
)
  .option('--variant <id...>', 'variants, or all (default: base)')
  .option('--paths <n>', 'number of paths', integer(1, 100_000_000), 20_000)
  .option('--seed <n>', 'seed of the random numbers', integer(0), 1)
  .option('--local', 'without listing configurations, as is done where there are too many of them')
  .option('--workers <n>', 'threads (default: one a core, at most 8); the result does not depend on it', integer(1, 64))
  .option('--day <n>', 'the day to show (default: the last one reported)', day)
  .option('--by <date>', 'the same as a date, YYYY-MM-DD')
  .option('--json', 'one JSON object and nothing else')
  .action(
    runs(async () => {
      const { sample } = await import('./sample.ts');
      return (file: string, options: Parameters<typeof sample>[1]) => sample(file, options, workerUrl);
    }),
  );

verb(
  'draws',
  'Everything uncertain varied at once, each draw solved exactly: bands over the prior. Ctrl-C keeps what is finished.',
  ['FILE.yaml', 'FILE.yaml --variant base early_talks --n 256', 'FILE.yaml --json > DRAWS.json'],
)
  .option('--variant <id...>', 'variants, or all (default: base); draws are the same in all of them')
  .option('--n <n>', 'number of draws; powers of two fill the ranges evenly', integer(1, 1_000_000), 1024)
  .option('--seed <n>', 'seed of the points', integer(0), 1)
  .option('--workers <n>', 'threads (default: one a core, at most 8); the result does not depend on it', integer(1, 64))
  .option('--day <n>', 'the day to show (default: the last one reported)', day)
  .option('--by <date>', 'the same as a date, YYYY-MM-DD')
  .option('--csv', 'one row a band')
  .addOption(jsonOrCsv())
  .action(
    runs(async () => {
      const { draws } = await import('./draws.ts');
      return (file: string, options: Parameters<typeof draws>[1]) => draws(file, options, workerUrl);
    }),
  );

verb('replay', 'One sampled path as a dated story, driven through XState itself.', [
  'FILE.yaml --seed 3 --path 12',
  'FILE.yaml --check --paths 200      do XState and the chain agree everywhere?',
])
  .option('--variant <id>', 'variant (default: base)')
  .option('--seed <n>', 'seed of the random numbers', integer(0), 1)
  .option('--path <n>', 'number of the path', integer(0), 0)
  .option('--check', 'replay many paths with every disabled event, and count the differences')
  .option('--paths <n>', 'how many paths --check replays', integer(1, 1_000_000), 200)
  .action(runs(async () => (await import('./replay.ts')).replay));

verb('sweep', 'One or two parameters, switches or stances over a grid.', [
  'FILE.yaml --set tempo=0.1:0.5:0.1',
  'FILE.yaml --set tempo=0.1:0.5:0.1 --set SWITCH=false:true --outcome deal --csv',
])
  .option('--set <name=from:to:step...>', 'what to vary; two of them make a grid')
  .option('--variant <id>', 'variant (default: base)')
  .option('--outcome <id...>', 'only these outcomes')
  .option('--day <n>', 'the day to show (default: the last one reported)', day)
  .option('--by <date>', 'the same as a date, YYYY-MM-DD')
  .option('--csv', 'comma-separated values')
  .addOption(jsonOrCsv())
  .action(runs(async () => (await import('./sweep.ts')).sweep));

verb('gradient', 'Slopes of outcomes by every parameter and stance, exact, strongest over its range first.', [
  'FILE.yaml --outcome deal',
  'FILE.yaml --outcome RACE.CAUSE --variant base --day 30 --json',
  'FILE.yaml --reward ID --top 40',
])
  .option('--variant <id>', 'variant (default: base)')
  .option('--outcome <id...>', 'outcomes, or RACE.CAUSE (default: the first of the file)')
  .option('--reward <id...>', 'rewards, by their mean')
  .option('--day <n>', 'the day to show (default: the last one reported)', day)
  .option('--by <date>', 'the same as a date, YYYY-MM-DD')
  .option('--top <n>', 'how many rows of a table', integer(1, 1000), 20)
  .option('--json', 'one JSON object and nothing else')
  .action(runs(async () => (await import('./gradient.ts')).gradient));

verb(
  'export',
  "One variant in another tool's language: for PRISM, a model whose numbers can be changed and its questions.",
  ['FILE.yaml --prism', 'FILE.yaml --prism --variant base --out MODELS'],
)
  .option('--prism', 'for the model checker PRISM: NAME-VARIANT.prism and NAME-VARIANT.props')
  .option('--variant <id>', 'variant (default: base)')
  .option('--out <folder>', 'where to write', '.')
  .option('--force', 'write over files that are there')
  .action(runs(async () => (await import('./export.ts')).exportScenario));

program
  .command('diff')
  .description('What the news changed: stances, outcomes, and which record did it, between two sets of records.')
  .argument('BEFORE', 'article file (.json), review file (.jsonl), folder of them, or a date: what was known then')
  .argument('AFTER', 'the same, later')
  .option('--scenario <file>', 'scenario file (default: the US-Iran one that comes with standoff)')
  .option('--variant <id>', 'variant (default: base)')
  .option('--data <folder>', 'where dates look for records', 'data')
  .option(
    '--outcome <id...>',
    'outcomes, or RACE.CAUSE, to divide among the records (default: the three that move most)',
  )
  .option('--day <n>', 'the day to show (default: the last one reported)', day)
  .option('--by <date>', 'the same as a date, YYYY-MM-DD')
  .option('--no-overrides', 'let the records move the stances that the scenario sets over them, too')
  .option('--top <n>', 'how many rows of a table', integer(1, 1000), 12)
  .option('--json', 'one JSON object and nothing else')
  .option('--max-configurations <n>', 'most configurations to explore (default 2,000,000)', integer(1, 100_000_000))
  .option('--debug', 'show the stack when we made a mistake')
  .addHelpText(
    'after',
    `
Examples:
  standoff diff data/articles/seed-000.json data/articles
  standoff diff 2026-01-29 2026-02-02 --outcome deal us_force --day 30
  standoff diff OLD NEW --scenario FILE.yaml --json`,
  )
  .action(async (before: string, after: string, options: object) => {
    const { diff } = await import('./diff.ts');
    const shipped = fileURLToPath(new URL('../scenarios/crises/iran-2026.yaml', import.meta.url));
    exitCode = diff(before, after, options as Parameters<typeof diff>[2], shipped);
  });

/** Who reads: rules by default, a language model only when the user names one. */
const withExtractor = (command: Command): Command =>
  command
    .addOption(
      new Option('--extractor <which>', 'who reads: rules, llm (a language model), or ensemble (both)')
        .choices(['rules', 'llm', 'ensemble'])
        .default('rules'),
    )
    .option('--endpoint <url>', 'llm: base URL of an OpenAI-compatible server; its key comes from STANDOFF_LLM_KEY')
    .option('--model <name>', 'llm: the model')
    .option('--yes-send-text', 'llm: send the text without asking')
    .option('--timeout <seconds>', 'llm: time for one request (default: 120)', integer(1, 3600))
    .option('--replies <folder>', 'llm: where replies are kept (default: ~/.cache/standoff/llm)');

withExtractor(
  program
    .command('read')
    .description(
      'Articles become records: who says what, on whose behalf, how far for or against, and where it stands.',
    )
    .argument('<ARTICLE...>', 'articles (.txt, .md, .html), folders of them, or - for standard input')
    .option('--id <id>', 'id of the article (default: from its file name)')
    .option('--date <date>', 'day of publication, YYYY-MM-DD, where the file does not say it')
    .option('--outlet <name>', 'who published it, where the file does not say it')
    .option('--json', 'JSON and nothing else')
    .option('--out <folder>', 'one JSON file an article, written there')
    .option('--review', 'go on to review the article'),
)
  .option('--data <folder>', 'with --review: where reviews lie, in reviews/', 'data')
  .option('--reader <name>', 'with --review: who decides')
  .option('--debug', 'show the stack when we made a mistake')
  .addHelpText(
    'after',
    `
Examples:
  standoff read ARTICLE.txt --date 2026-03-11
  standoff read ARTICLE.html --json > RECORDS.json
  standoff read ARTICLES/ --date 2026-03-11 --out RECORDS/`,
  )
  .action(async (articles: string[], options: object) => {
    const { read } = await import('./read.ts');
    exitCode = await read(articles, options as Parameters<typeof read>[1]);
  });

withExtractor(
  program
    .command('review')
    .description(
      'Decide on the records of an article one by one; every decision is kept at once. Or: how far readers agree.',
    )
    .argument('<FILE...>', 'an article or a review file (.jsonl); with --agreement one or two review files')
    .option('--reader <name>', 'who decides (default: reader; the name stands in the file)')
    .option('--data <folder>', 'where reviews lie, in reviews/', 'data')
    .option('--with <file>', "another reader's review, shown beside")
    .option('--agreement', 'how far two readers agree, and where not')
    .option('--id <id>', 'id of the article (default: from its file name)')
    .option('--date <date>', 'day of publication, YYYY-MM-DD, where the file does not say it')
    .option('--outlet <name>', 'who published it, where the file does not say it'),
)
  .option('--debug', 'show the stack when we made a mistake')
  .addHelpText(
    'after',
    `
Examples:
  standoff review ARTICLE.txt --date 2026-03-11 --reader anna
  standoff review ARTICLE.txt --reader ben --with ANNA.jsonl
  standoff review --agreement ANNA.jsonl BEN.jsonl`,
  )
  .action(async (files: string[], options: object) => {
    const { review } = await import('./review.ts');
    exitCode = await review(files, options as Parameters<typeof review>[1]);
  });

withExtractor(
  program
    .command('draft')
    .description(
      'A first scenario from articles about another crisis: the roles of a template bound to the actors found.',
    )
    .argument('<ARTICLE...>', 'articles (.txt, .md, .html), folders of them, or - for standard input')
    .option('--template <file>', 'scenario with roles (default: the standoff that comes with standoff)')
    .option('--out <file>', 'where to write the scenario (default: standard output)')
    .option('--force', 'write over a file that is there')
    .option('--date <date>', 'first day, and the day of articles that do not say theirs, YYYY-MM-DD')
    .option('--outlet <name>', 'who published the articles, where they do not say')
    .option('--data <folder>', 'where reviews lie, in reviews/', 'data')
    .option('--challenger <id>', 'the party that threatens or uses force first, instead of the one found')
    .option('--target <id>', 'the party that it is aimed at')
    .option('--mediator <id...>', 'those who mediate')
    .option('--no-mediator', 'nobody mediates')
    .option('--neighbour <id>', 'the neighbour with a border')
    .option('--no-neighbour', 'no neighbour'),
)
  .option('--debug', 'show the stack when we made a mistake')
  .addHelpText(
    'after',
    `
Examples:
  standoff draft ARTICLE.txt --date 2026-03-11 --out DRAFT.yaml
  standoff draft ARTICLES/ --challenger CHN --target TWN > DRAFT.yaml`,
  )
  .action(async (articles: string[], options: object) => {
    const { draft } = await import('./draft.ts');
    const shipped = fileURLToPath(new URL('../scenarios/templates/standoff.yaml', import.meta.url));
    exitCode = await draft(articles, options as Parameters<typeof draft>[1], shipped);
  });

const make = program.command('make').description('Make the committed files that are computed, not written.');
make
  .command('answers')
  .description('the answers that ship beside a scenario: FILE.answers.json (some minutes)')
  .argument('FILE', 'scenario file (.yaml)')
  .action(runs(async () => (await import('./make/make.ts')).answers));
make
  .command('layout')
  .description('where a drawing of the statechart puts its states and arrows: FILE.layout.json')
  .argument('FILE', 'scenario file (.yaml)')
  .action(runs(async () => (await import('./make/make.ts')).layout));
make
  .command('lexicon')
  .description('the cue sets of the reader, grown from a few seeds through WordNet')
  .argument('[FOLDER]', 'where issues.json, phrases.json and verbs.json go', 'data/lexicon')
  .action(runs(async () => (await import('./make/make.ts')).lexicon));
make
  .command('classifier')
  .description('the word classifier of issues, learned from labelled sentences (half a minute)')
  .argument('[FOLDER]', 'where sentences.jsonl lies and classifier.json goes', 'data/lexicon')
  .action(runs(async () => (await import('./make/make.ts')).classifier));
make
  .command('weights')
  .description('the weights of the issue model, fitted on annotated articles (half a minute)')
  .argument('[FOLDER...]', 'where annotations (.json) and their articles lie', ['test/reading/dev'])
  .action(async (folders: string[]) => {
    exitCode = (await import('./make/make.ts')).weights(folders);
  });
make
  .command('schema')
  .description('the JSON Schema of scenario files, for editors')
  .argument('[FILE]', 'where to', 'scenarios/scenario.schema.json')
  .action(runs(async () => (await import('./make/make.ts')).schema));
make
  .command('kernels')
  .description('the compiled inner loops: sparse.as.ts → sparse-wasm.ts, paths.as.ts → paths-wasm.ts')
  .argument('[FOLDERS...]', 'where NAME.as.ts lie and NAME-wasm.ts go', [
    'engine/exact/kernels',
    'engine/sample/kernels',
  ])
  .action(async (folders: string[]) => {
    exitCode = await (await import('./make/make.ts')).kernels(folders);
  });
make
  .command('stances')
  .description('the stances that the records pool to, beside the scenario: data/stances.json')
  .argument('[FILE]', 'scenario file (.yaml)', 'scenarios/crises/iran-2026.yaml')
  .action(runs(async () => (await import('./make/make.ts')).stances));

/** Whoever reads our output may stop reading: that is no error. */
for (const stream of [process.stdout, process.stderr])
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(exitCode);
    throw error;
  });

try {
  if (process.argv.length <= 2) program.help({ error: true });
  await program.parseAsync();
  process.exitCode = exitCode;
} catch (error) {
  process.exitCode = codeOf(error);
}

function codeOf(error: unknown): ExitCode {
  // Commander has printed its message.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (error instanceof UsageError) {
    remark(`error: ${error.message}`);
    return 2;
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  remark(`error: this is our mistake, please report it with the scenario: ${mistakeText(error)}`);
  remark(process.argv.includes('--debug') ? stack : '  = run it again with --debug for the details');
  return 1;
}
