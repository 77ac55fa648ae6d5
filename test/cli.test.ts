// The command line: every verb on a small scenario, every mistake as one Problem with its place, usage errors, Ctrl-C, closed pipes. Each verb and each kind of mistake once as it is built (dist/cli.js, which `npm test` builds before), the rest in this process; the campaign takes a process for each.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { movesOverview } from '../engine/chain/move-overview.ts';
import { chainOf } from '../engine/chain/rates.ts';
import { configurationAt, structureOf } from '../engine/chain/structure.ts';
import { utilityTable } from '../engine/chain/utilities.ts';
import { dateOf, expectation, percent, quantity, signed, whole } from '../engine/cli/format.ts';
import { mistakeText } from '../engine/cli/terminal.ts';
import { agreementOf } from '../engine/result/agreement.ts';
import { compareVariants } from '../engine/result/compare.ts';
import { replayCheck } from '../engine/result/replay-check.ts';
import { runSchema } from '../engine/result/result.ts';
import { runVariant, sampleVariant } from '../engine/result/run.ts';
import { type BoundScenario, bindVariant } from '../engine/scenario/bind.ts';
import { parseExpression } from '../engine/scenario/expression.ts';
import { expressionText } from '../engine/scenario/expression-text.ts';
import { loadScenario } from '../engine/scenario/load.ts';
import { variantsOf } from '../engine/scenario/view.ts';
import { statechartOf } from '../engine/statechart/chart.ts';
import { campaign } from './campaign.ts';
import { type Answer, cli, ended, hereOf, processOf } from './terminal.ts';

const quarrel = `meta: {id: quarrel, title: 'A quarrel', start_date: '2026-02-02', horizon_days: 40, days_reported: [10, 40]}
issues: {peace: 'wants peace (+), war (-)'}
regions:
  talks:
    label: Talks
    initial: none
    states:
      none: {label: 'no talks'}
      open: {label: 'talks are open', coordinate: {peace: 0.5}}
      deal: {label: 'a deal', final: true, coordinate: {peace: 1}}
  force:
    label: Force
    initial: quiet
    states: {quiet: {label: quiet}, used: {label: 'force is used', coordinate: {peace: -1}}}
parameters:
  gain: {value: 2, low: 1, high: 3, unit: logit, basis: assumed}
  tempo: {value: 0.2, low: 0.05, high: 0.5, unit: 1/day, basis: assumed}
  cost: {value: 1.5, low: 0.5, high: 2.5, unit: logit, basis: assumed}
  lapse: {value: 0.1, low: 0.05, high: 0.3, unit: 1/day, basis: assumed}
switches:
  host: {default: true}
derived:
  reluctance: {formula: 'cost * (1 - host) + cost * at("force.used")'}
choice: {stance_gain: gain}
actors:
  A: {label: 'The first', opportunity_rate: tempo, stances: {peace: {position: 0.6, salience: 0.8}}}
  B: {label: 'The second', opportunity_rate: 'tempo * (1 + at("force.used"))', stances: {peace: {position: -0.3, salience: 0.5}}}
moves:
  a_opens: {actor: A, label: 'Talks are proposed', when: 'at("talks.none")', to: {talks: open}, utility: '-reluctance', consent: {B: 'cost - reluctance'}}
  a_signs: {actor: A, label: 'A deal is signed', when: 'at("talks.open")', to: {talks: deal, force: quiet}, utility: '-cost', consent: {B: 0}}
  a_strikes: {actor: A, when: 'at("force.quiet") and not at("talks.deal")', to: {force: used}, utility: '-cost - cost'}
  b_strikes: {actor: B, label: 'Force is used', when: 'at("force.quiet") and not at("talks.deal")', to: {force: used}, utility: '-cost - reluctance'}
nature:
  calms: {label: 'It calms down', when: 'at("force.used")', to: {force: quiet}, hazard: lapse}
always:
  - {id: force_ends_talks, when: 'at("force.used") and at("talks.open")', to: {talks: none}}
outcomes:
  deal: {label: 'A deal', kind: reach, set: 'at("talks.deal")', base_rates: [{share: 0.2, low: 0.1, high: 0.3, by_day: 40, label: 'like cases', source: invented, tuned: false}]}
  force: {label: 'Force is used', kind: reach, set: 'at("force.used")'}
  first: {label: 'What comes first', kind: race, causes: [{id: deal, set: 'at("talks.deal")'}, {id: force, set: 'at("force.used")'}]}
  calm: {label: 'Calm on the day', kind: at, set: 'at("force.quiet")'}
rewards:
  days_of_force: {label: 'Days of force', rate: 'at("force.used")', unit: days}
variants:
  base: {label: 'As it is'}
  no_host: {label: 'Nobody hosts', switches: {host: false}}
  in_force: {label: 'Force from the start', initial: {force: used}}
  hasty: {label: 'Hasty', parameters: {tempo: 0.9}}
`;
const plain = `meta: {id: plain, title: Plain, horizon_days: 30}
regions:
  a: {initial: x, states: {x: , y: }}
  b: {initial: x, states: {x: , y: }}
parameters:
  pace: {value: 0.1, unit: 1/day, basis: assumed}
nature:
  go: {when: 'at("a.x")', to: {a: y}, hazard: pace}
  on: {when: 'at("b.x")', to: {b: y}, hazard: pace}
outcomes:
  done: {kind: reach, set: 'at("a.y") and at("b.y")'}
`;

let folder = '';
beforeAll(() => {
  if (!existsSync(cli))
    throw new Error('dist/cli.js is missing: run `npx vite build --mode node` (npm test does it before the tests)');
  folder = mkdtempSync(join(tmpdir(), 'standoff-cli-'));
  write('quarrel.yaml', quarrel);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function write(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

/** As it is built. */
const built = (...args: string[]): Answer => piped('', ...args);

/** The same with a text on standard input. */
const piped = (input: string, ...args: string[]): Answer => checked(processOf(folder, args, input));

/** What another case has shown to work as it is built. */
const standoff = async (...args: string[]): Promise<Answer> =>
  campaign ? built(...args) : checked(await hereOf(folder, args));

/** No mistake of a user shows our insides. */
function checked(answer: Answer): Answer {
  expect(answer.err).not.toMatch(/\n\s+at |our mistake/);
  return answer;
}

const outOf = ({ code, out, err }: Answer): string => {
  expect(code, err).toBe(0);
  return out;
};
const fineBuilt = (...args: string[]): string => outOf(built(...args));
const fine = async (...args: string[]): Promise<string> => outOf(await standoff(...args));

describe('verbs', () => {
  test('check counts Problems and says what is already so', () => {
    const { code, out, err } = built('check', 'quarrel.yaml');
    expect(code).toBe(0);
    expect(out).toBe('quarrel (4 variants, 4 outcomes, 4 reachable configurations): 0 errors, 1 warning, 2 notes\n');
    expect(err).toContain('note: outcome `force` is true at the start of `in_force`: already so');
    expect(err.match(/`tempo` = 0.9 is outside its plausible range/g)).toHaveLength(1);
  });

  test('check --rates: implied rates now and alone, saturation, base rates', async () => {
    const out = await fine('check', 'quarrel.yaml', '--rates');
    expect(out).toMatch(/a_opens +A +[\d.]+ +[\d.]+ +\+0\.48/);
    expect(out).toMatch(/a_signs +A +— +— +—/);
    expect(out).toContain('Saturated (U > 3 somewhere): none.');
    expect(out).toContain('Base rates: ');
    expect(out).toMatch(/deal +like cases +40/);
  });

  test('check --why: the contributions of mover and consenter', async () => {
    const out = await fine('check', 'quarrel.yaml', '--why', 'a_opens');
    expect(out).toMatch(/A \(The first\), mover: U = \+0\.48/);
    expect(out).toMatch(/\+0\.48 +stance on peace +gain 2 × position 0\.6 × salience 0\.8 × change \+0\.50/);
    expect(out).toMatch(/B \(The second\), consenter: U = \+1\.35, accepts with probability 0\.7941/);
  });

  test('states: counts, what is never reached, absorbing', async () => {
    const out = fineBuilt('states', 'quarrel.yaml');
    expect(out).toContain('4 reachable configurations of 6 combinations');
    expect(out).toMatch(/1 absorbing configuration .*\n {2}talks\.deal/);
    expect(await fine('states', write('idle.yaml', plain.replace('to: {b: y}', 'to: {b: x}')))).toContain(
      'Never reached: b.y\nCan never happen: on',
    );
  });

  test('statechart --json comes back as the same chart', async () => {
    const shown = fineBuilt('statechart', 'quarrel.yaml');
    expect(shown).toContain('move a_signs (A deal is signed): talks → deal, force → quiet');
    write('machine.json', await fine('statechart', 'quarrel.yaml', '--json'));
    write('again.json', await fine('statechart', 'machine.json', '--json'));
    expect(await fine('states', 'machine.json')).toContain('4 reachable configurations');
    expect(await fine('states', 'again.json')).toBe(await fine('states', 'machine.json'));
    expect(await fine('check', 'machine.json')).toBe(
      'machine.json (4 reachable configurations): 0 errors, 0 warnings, 0 notes\n',
    );
  });

  test('chain: sizes, laws, parts', () => {
    const out = fineBuilt('chain', 'quarrel.yaml', '--variant', 'no_host');
    expect(out).toContain('4 configurations in 2 regions');
    expect(out).toMatch(/laws: .*hold/);
    expect(out).toMatch(/deal +reach +2 of 2 +4 +100\.0%/);
  });

  test('run: table with "already so" and never "0%", by day or date', async () => {
    const { code, out, err } = built('run', 'quarrel.yaml');
    expect(code).toBe(0);
    expect(out).toContain('probability by day 40 (2026-03-14)');
    expect(out).toMatch(/base +no_host +in_force +hasty/);
    expect(out).toMatch(/Force is used +\d+% +\d+% +already so/);
    expect(out).not.toMatch(/\b0%/);
    expect(err.match(/warning/g)).toHaveLength(1);
    expect((await standoff('run', 'quarrel.yaml', '--variant', 'base')).err).toBe('');
    expect(await fine('run', 'quarrel.yaml', '--variant', 'base,no_host', '--by', '2026-02-07')).toContain(
      'by day 5 (2026-02-07)',
    );
    expect(await fine('run', 'quarrel.yaml', '--day', '0', '--variant', 'base')).toMatch(/A deal +0\n/);
  });

  test('run --json is one object of the documented shape', async () => {
    const run = runSchema.parse(JSON.parse(await fine('run', 'quarrel.yaml', '--json', '--day', '5')));
    expect(run.scenario).toBe('quarrel');
    expect(run.days).toEqual([5, 10, 40]);
    expect(run.variants.map((v) => v.id)).toEqual(['base', 'no_host', 'in_force', 'hasty']);
    expect(run.source.sha256).toMatch(/^[0-9a-f]{64}$/);
    const first = run.variants[0]!.outcomes.first!;
    if (first.kind !== 'race') throw new Error('no race');
    for (const row of Object.values(first.byDay)) expect(Object.values(row).reduce((a, b) => a + b)).toBeCloseTo(1, 12);
  });

  test('run --csv has one row a number', async () => {
    const lines = (await fine('run', 'quarrel.yaml', '--csv', '--variant', 'base')).trim().split('\n');
    expect(lines[0]).toBe('variant,kind,id,day,value,sd,unit,already');
    // two days × (3 single outcomes, 3 shares of the race, 1 reward)
    expect(lines).toHaveLength(1 + 2 * 7);
  });

  test('run --explain: every step with its method, size, count and bound; beside JSON on the error stream', async () => {
    const out = await fine('run', 'quarrel.yaml', '--variant', 'base', '--explain');
    for (const said of [
      'How `base` was solved',
      'configurations',
      'products × vectors',
      'missed ≤',
      'uniformized chain',
    ])
      expect(out).toContain(said);
    const { out: json, err } = await standoff('run', 'quarrel.yaml', '--variant', 'base', '--explain', '--json');
    expect(runSchema.parse(JSON.parse(json)).variants).toHaveLength(1);
    expect(err).toContain('How `base` was solved');
  });

  test('run --set makes a variant of its own', async () => {
    const solved = async (...sets: string[]) =>
      runSchema.parse(JSON.parse(await fine('run', 'quarrel.yaml', '--json', '--set', ...sets))).variants;
    const [changed, ...more] = await solved('tempo=0.3', 'host=false', 'A.peace=-0.5');
    expect(more).toEqual([]);
    expect(changed!.id).toBe('base [tempo=0.3, host=false, A.peace=-0.5]');
    const byFile = runSchema.parse(JSON.parse(await fine('run', 'quarrel.yaml', '--json', '--variant', 'no_host')))
      .variants[0]!;
    expect((await solved('host=false'))[0]!.outcomes).toEqual(byFile.outcomes);
    expect((await solved('A.peace=0.6'))[0]!.outcomes).not.toEqual(byFile.outcomes);
  });

  test('compare: exact differences in points', async () => {
    const out = fineBuilt('compare', 'quarrel.yaml', '--outcome', 'deal', 'force', '--day', '10');
    expect(out).toContain('difference from `base` in percentage points, by day 10');
    expect(out).toMatch(/A deal +\d+% +−\d+\.\d/);
    expect(out).toMatch(/Force is used +\d+% +[+−][\d.]+ +already so/);
    const whole = await fine('compare', 'quarrel.yaml', '--variant', 'in_force', 'hasty');
    expect(whole).toMatch(/What comes first: deal +\d+% +– +[+−]/);
    expect(whole).toMatch(/What comes first: force +\d+% +already so +[+−]/);
    expect(whole).toContain('A race without that cause is another race');
    expect(out).not.toContain('another race');
    expect(await fine('compare', 'quarrel.yaml', '--set', 'tempo=0.2', '--outcome', 'deal')).toMatch(
      /A deal +\d+% +0\n/,
    );
    expect(
      JSON.parse(await fine('compare', 'quarrel.yaml', '--against', 'no_host', '--json')).comparisons,
    ).toHaveLength(3);
  });

  test('sample: the same whatever the number of workers, and near exact', () => {
    const sampled = (workers: string) =>
      JSON.parse(fineBuilt('sample', 'quarrel.yaml', '--json', '--paths', '3000', '--seed', '5', '--workers', workers));
    const one = sampled('1');
    expect(sampled('2')).toEqual(one);
    expect(one.variants[0].paths).toBe(3000);
    expect(Math.abs(one.variants[0].agreement.z)).toBeLessThan(4.5);
    const out = fineBuilt('sample', 'quarrel.yaml', '--paths', '500', '--variant', 'base,in_force', '--workers', '1');
    expect(out.match(/500 paths, seed 1/g)).toHaveLength(2);
    expect(out).toContain('95% interval (Wilson)');
    expect(out).toContain('Largest distance from exact');
    expect(out.match(/days_of_force .* [+−]\d\.\d\d\n/g)).toHaveLength(2);
    expect(out).not.toContain('contradict');
    expect(one.variants[0].rewardAgreement).toMatchObject([{ reward: 'days_of_force', exact: expect.any(Number) }]);
  });

  test('replay: a dated story that XState confirms', async () => {
    const out = fineBuilt('replay', 'quarrel.yaml', '--seed', '2', '--path', '1');
    expect(out).toMatch(/2026-02-02 +0\.0 +it starts: As it is/);
    expect(out).toMatch(/2026-0\d-\d\d +\d+\.\d +The (first|second) +\S/);
    expect(out).toMatch(/2026-03-14 +40\.0 +the horizon/);
    expect(out).toMatch(/Driven through XState: after the start and each of \d+ events? it stood where the chain says/);
    expect(await fine('replay', 'quarrel.yaml', '--check', '--paths', '50')).toMatch(
      /Replayed 50 paths .*[1-9]\d* disabled events in \d distinct configurations\.\n0 differences\n$/,
    );
  });

  test('sweep: one parameter is monotone, two make a grid', async () => {
    const lines = fineBuilt('sweep', 'quarrel.yaml', '--set', 'cost=0.5:2.5:0.5', '--outcome', 'force', '--csv')
      .trim()
      .split('\n');
    expect(lines[0]).toBe('cost,force');
    const p = lines.slice(1).map((l) => Number(l.split(',')[1]));
    expect(p).toHaveLength(5);
    for (let k = 1; k < p.length; k++) expect(p[k]!).toBeLessThan(p[k - 1]!);
    const grid = JSON.parse(
      await fine('sweep', 'quarrel.yaml', '--set', 'A.peace=-1:1:1', '--set', 'host=false:true', '--json'),
    );
    expect(grid.points.map((q: { values: object }) => q.values)).toHaveLength(6);
    expect(grid.points[0].values).toEqual({ 'A.peace': -1, host: 0 });
    const far = await standoff('sweep', 'quarrel.yaml', '--set', 'cost=3:9:1', '--day', '10');
    expect(far.out).toMatch(/cost +deal +force/);
    expect(far.err.match(/warning/g)).toHaveLength(1);
  });

  test('a FILE of - is standard input, a scenario or a machine', async () => {
    expect(piped(quarrel, 'run', '-', '--variant', 'base', '--csv').out).toBe(
      await fine('run', 'quarrel.yaml', '--variant', 'base', '--csv'),
    );
    expect(piped(await fine('statechart', 'quarrel.yaml', '--json'), 'states', '-').out).toContain(
      '4 reachable configurations',
    );
    expect(
      JSON.parse(piped(quarrel, 'sample', '-', '--paths', '100', '--workers', '1', '--json').out).variants[0].paths,
    ).toBe(100);
    expect(piped(plain.replace('hazard: pace', 'hazard: pase'), 'run', '-')).toMatchObject({
      code: 1,
      out: '',
      err: expect.stringMatching(/^<stdin>:8:\d+: error: unknown name `pase`/),
    });
    expect(piped('', 'check', '-')).toMatchObject({
      code: 1,
      out: expect.stringMatching(/^<stdin>: 1 error/),
      err: expect.stringContaining('<stdin>:1:1: error: the file is empty'),
    });
  });

  test('days after the year 9999 have no date', async () => {
    const far = write('far.yaml', plain.replace('horizon_days: 30', "horizon_days: 30, start_date: '9999-12-20'"));
    expect(await fine('run', far)).toContain('probability by day 30\n');
    expect(await fine('run', far, '--by', '9999-12-31')).toContain('by day 11 (9999-12-31)');
    expect(await standoff('run', far, '--day', '31')).toMatchObject({
      code: 2,
      err: expect.stringContaining('from 0 to 30\n'),
    });
  });

  test('help and version', async () => {
    for (const verb of ['check', 'states', 'statechart', 'chain', 'run', 'compare', 'sample', 'replay', 'sweep'])
      expect(await fine(verb, '--help')).toMatch(new RegExp(`Examples:\\n {2}standoff ${verb} `));
    expect(await fine('--help')).toMatch(/Exit codes: .*a file that cannot be read.*130 stopped by Ctrl-C/);
    expect(await fine('--version')).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});

describe('mistakes on the command line end with 2 and say what was meant', () => {
  const cases: [args: string[], says: string | RegExp][] = [
    [['rum', 'quarrel.yaml'], 'Did you mean run?'],
    [['run'], "missing required argument 'FILE'"],
    [['run', '--variant', 'base', 'quarrel.yaml'], 'put the file right after the verb'],
    [['run', 'quarrel.yaml', '--varaint', 'base'], 'Did you mean --variant?'],
    [['run', 'quarrel.yaml', '--variant', 'bese'], 'did you mean `base`?'],
    [['compare', 'quarrel.yaml', '--against', 'bese'], 'did you mean `base`?'],
    [['compare', 'quarrel.yaml', '--outcome', 'del'], 'did you mean `deal`?'],
    [['run', 'quarrel.yaml', '--set', 'tempi=1'], 'did you mean `tempo`?'],
    [['run', 'quarrel.yaml', '--set', 'A.peece=1'], 'did you mean `A.peace`?'],
    [['run', 'quarrel.yaml', '--set', 'tempo'], 'is not NAME=VALUE'],
    [['run', 'quarrel.yaml', '--set', 'tempo=fast'], '`fast` is not a number'],
    [['run', 'quarrel.yaml', '--set', 'host=maybe'], 'neither true nor false'],
    [['run', 'quarrel.yaml', '--set', 'A.peace=2'], 'between -1 and 1'],
    [['run', 'quarrel.yaml', '--set', '__proto__=1'], 'unknown parameter'],
    [['run', 'quarrel.yaml', '--day', '41'], 'outside the horizon of 40 days'],
    [['run', 'quarrel.yaml', '--day', 'soon'], 'Give a number of days'],
    [['run', 'quarrel.yaml', '--by', '2026-13-01'], 'is not a date'],
    [['run', 'quarrel.yaml', '--by', '2026-02-30'], '`2026-02-30` is not a date'],
    [['run', 'quarrel.yaml', '--by', '+10000-01-01'], 'is not a date'],
    [['run', 'quarrel.yaml', '--json', '--csv'], "option '--json' cannot be used with option '--csv'"],
    [
      ['sweep', 'quarrel.yaml', '--set', 'tempo=0.1:0.3:0.1', '--csv', '--json'],
      "option '--json' cannot be used with option '--csv'",
    ],
    [['check', 'quarrel.yaml', '--why', 'a_sings'], 'did you mean `a_signs`?'],
    [['sample', 'quarrel.yaml', '--paths', '-3'], 'Give a whole number from 1'],
    [['sweep', 'quarrel.yaml'], 'a sweep has one or two --set'],
    [['sweep', 'quarrel.yaml', '--set', 'tempo=0.1:0.5'], 'is not NAME=FROM:TO:STEP'],
    [['sweep', 'quarrel.yaml', '--set', 'tempo=0.1:0.3:'], '`--set tempo=0.1:0.3:` is not NAME=FROM:TO:STEP'],
    [['sweep', 'quarrel.yaml', '--set', 'tempo=0.1:0.3:x'], 'the step `x` of `tempo` is not a number'],
    [['sweep', 'quarrel.yaml', '--set', 'tempo=0.1:0.5:0'], 'no step of 0 leads'],
    [[], 'Usage: standoff'],
  ];
  // The parser's own, ours, and nothing at all.
  const asBuilt = ['run quarrel.yaml --varaint base', 'run quarrel.yaml --variant bese', ''];
  test.each(cases)('%j', async (args, says) => {
    const { code, out, err } = asBuilt.includes(args.join(' ')) ? built(...args) : await standoff(...args);
    expect(err).toMatch(says instanceof RegExp ? says : new RegExp(says.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')));
    expect(out).toBe('');
    expect(code).toBe(2);
  });
});

describe('a file that is wrong gives one Problem with place and repair, exit 1', () => {
  const wheels = (regions: number, states: number): string => {
    const r = Array.from({ length: regions }, (_, k) => k);
    const s = Array.from({ length: states }, (_, k) => k);
    return `meta: {id: wheels, title: Wheels, horizon_days: 30}
parameters:
  pace: {value: 0.1, unit: 1/day, basis: assumed}
regions:
${r.map((k) => `  wheel${k}: {initial: s0, states: {${s.map((n) => `s${n}: `).join(', ')}}}`).join('\n')}
nature:
${r.flatMap((k) => s.map((n) => `  turn${k}_${n}: {when: 'at("wheel${k}.s${n}")', to: {wheel${k}: s${(n + 1) % states}}, hazard: pace}`)).join('\n')}
outcomes:
  one: {kind: reach, set: 'at("wheel0.s1")'}
`;
  };
  const bomb = `a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n${Array.from({ length: 9 }, (_, k) => `a${k + 1}: &a${k + 1} [${Array(10).fill(`*a${k}`).join(', ')}]`).join('\n')}\n`;
  const cycle = `${plain}always:
  - {id: there, when: 'at("a.y") and at("b.x")', to: {b: y}}
  - {id: back, when: 'at("a.y") and at("b.y")', to: {b: x}}
variants: {base: {}, other: {initial: {a: y}}}
`;
  const rootTargets = `{ "id": "m", "type": "parallel",
  "on": { "go": { "target": [".a.y", ".b.y"] } },
  "states": { "a": { "initial": "x", "states": { "x": {}, "y": {} } }, "b": { "initial": "x", "states": { "x": {}, "y": {} } } } }
`;
  // Not text, and the same on every run.
  const noise = Uint8Array.from({ length: 4096 }, (_, k) => (k * 2654435761) >>> 24);

  const cases: [name: string, content: string | Uint8Array, place: string, says: string, repair: string][] = [
    [
      'misspelt parameter.yaml',
      plain.replace('b: y}, hazard: pace', 'b: y}, hazard: pase'),
      ':9:47: ',
      'unknown name `pase`',
      'did you mean `pace`?',
    ],
    [
      'misspelt key.yaml',
      plain.replace('outcomes:', 'outcoms:'),
      ':10:1: ',
      'unknown key `outcoms`',
      'did you mean `outcomes`?',
    ],
    [
      'misspelt state.yaml',
      plain.replace('at("a.x")', 'at("a.xx")'),
      ':8:21: ',
      'unknown state `xx`',
      'did you mean `x`?',
    ],
    ['always cycle.yaml', cycle, ':13:3: ', '`always` never comes to rest', 'exclude'],
    [
      'root targets.yaml',
      `${plain}on: {go: [.a.y, .b.y]}\n`,
      ':12:1: ',
      'unknown key `on`',
      'would reset every other region',
    ],
    [
      'ten million.yaml',
      wheels(7, 10),
      ':5:',
      'the regions that contribute most: `wheel0` × 10',
      '--max-configurations',
    ],
    ['too many to number.yaml', wheels(20, 10), ':5:', 'more than can be numbered', 'join or drop regions'],
    [
      'proto.yaml',
      plain.replace('  pace:', '  __proto__:'),
      ':6:3: ',
      'the key `__proto__` is not allowed',
      'choose another name',
    ],
    [
      'import.yaml',
      plain.replace('b: y}, hazard: pace', "b: y}, hazard: 'import(pace)'"),
      ':9:48: ',
      'there is no function `import`',
      'known here',
    ],
    ['bomb.yaml', bomb, ':1:1: ', 'the YAML expands too far', 'fewer aliases'],
    ['empty.yaml', '', ':1:1: ', 'the file is empty', 'starts with `meta:`'],
    ['noise.yaml', noise, ':1:1: ', 'this is not a text file', 'UTF-8'],
    [
      'negative.yaml',
      plain.replace('value: 0.1, unit', 'value: -0.1, unit'),
      ':8:47: ',
      'the hazard of `go` is -0.1 where a.x, b.x',
      'finite number ≥ 0',
    ],
    ['long.yaml', `# ${'x'.repeat(5_000_000)}\n${plain}`, ': ', 'bytes; at most', 'split it'],
    ['root targets.json', rootTargets, ':2:9: ', '`on` on the root', 'one transition in each affected region'],
    [
      'proto.json',
      '{"id": "m",\n "__proto__": {"x": 1}, "states": {}}',
      ':2:15: ',
      'the key `__proto__` is not allowed',
      'rename',
    ],
    ['broken.json', '{"id": "m",\n "type": parallel}', ':2:10: ', 'the JSON cannot be read', 'mend'],
    ['empty.json', '', ':1:1: ', 'the file is empty', 'statechart'],
    ['noise.json', noise, ':1:1: ', 'this is not a text file', 'UTF-8'],
  ];
  // What is found late is asked of both verbs that can find it; the long way of both only in the campaign.
  const late = ['always cycle.yaml', 'negative.yaml', ...(campaign ? ['ten million.yaml'] : [])];
  const asBuilt = ['misspelt parameter.yaml', 'ten million.yaml', 'proto.json'];
  const oneProblem = async (...[name, content, place, says, repair]: (typeof cases)[number]): Promise<void> => {
    write(name, content);
    for (const verb of late.includes(name) ? ['check', 'run'] : name.endsWith('.json') ? ['check'] : ['run']) {
      const { code, out, err, seconds } = asBuilt.includes(name) ? built(verb, name) : await standoff(verb, name);
      if (name === 'ten million.yaml')
        console.log(`ten million configurations: ${verb} ends after ${seconds.toFixed(1)} s`);
      expect(err.match(/error: /g), err).toHaveLength(1);
      const at = err.indexOf(`${name}${place}`);
      expect(at, err).toBeGreaterThanOrEqual(0);
      expect(err.slice(at)).toContain(says);
      expect(err.slice(err.indexOf(says))).toContain(repair);
      expect(code).toBe(1);
      expect(out).toBe(verb === 'check' ? out : '');
      // Alone it takes 3 s; beside other tests more.
      expect(seconds).toBeLessThan(10);
    }
  };
  test.each(cases)('%s', oneProblem);

  test('the caret stands under the mistake', async () => {
    const { err } = await standoff(
      'run',
      write('caret.yaml', plain.replace('b: y}, hazard: pace', 'b: y}, hazard: pase')),
    );
    const [, source, caret] = err.split('\n');
    expect(source!.slice(caret!.indexOf('^'))).toBe('pase}');
  });

  test('no file, a folder', async () => {
    expect(await standoff('run', 'quarel.yaml')).toMatchObject({
      code: 1,
      out: '',
      err: 'quarel.yaml: error: there is no such file\n  = did you mean `quarrel.yaml`?\n',
    });
    mkdirSync(join(folder, 'inner'), { recursive: true });
    write('inner/some.yaml', plain);
    expect((await standoff('run', 'inner')).err).toContain(
      'this is a folder, not a file\n  = give a file in it, such as inner/some.yaml',
    );
    expect((await standoff('sample', 'nowhere/x.yaml')).err).toContain('there is no folder nowhere either');
  });

  test('a variant that breaks is named; nothing is printed as an answer', async () => {
    const bad = write('late.yaml', quarrel.replace('parameters: {tempo: 0.9}', 'parameters: {tempo: -0.9}'));
    for (const verb of ['run', 'compare', 'check']) {
      const { code, err } = await standoff(verb, bad);
      expect(code).toBe(1);
      expect(err).toMatch(
        /late\.yaml:\d+:\d+: error: the opportunity rate of `A` is -0\.9 where .* \(variant `hasty`\)/,
      );
    }
    expect(built('sample', bad, '--variant', 'hasty')).toMatchObject({ code: 1, out: '' });
  });
});

describe('processes', () => {
  test('Ctrl-C keeps the paths that are finished', async () => {
    // On a slow machine the first signal may come before the first path.
    for (const wait of [1500, 4000, 9000]) {
      const child = spawn(
        process.execPath,
        [cli, 'sample', 'quarrel.yaml', '--paths', '50000000', '--json', '--workers', '2'],
        { cwd: folder },
      );
      const end = ended(child);
      await new Promise((go) => setTimeout(go, wait));
      child.kill('SIGINT');
      const { code, out, err } = await end;
      if (code === null || err.includes('before the first path')) continue;
      expect(code).toBe(130);
      const answer = JSON.parse(out);
      expect(answer.interrupted).toBe(true);
      expect(answer.variants[0].paths).toBeGreaterThan(0);
      expect(answer.variants[0].paths).toBeLessThan(50_000_000);
      expect(err).toMatch(/Stopped on request; base: [\d,]+ of 50,000,000 paths finished/);
      return;
    }
    throw new Error('no path was finished within nine seconds');
  });

  test('a reader that closes the pipe is no error', async () => {
    const child = spawn(process.execPath, [cli, 'statechart', 'quarrel.yaml', '--json'], { cwd: folder });
    child.stdout.destroy();
    const { code, err } = await ended(child);
    expect(err).toBe('');
    expect(code).toBe(0);
  });

  test('no colour where nobody looks', () => {
    const { err } = built('check', 'quarrel.yaml');
    expect(err).not.toContain('\u001B');
  });
});

describe('what the verbs are made of', () => {
  const boundOf = (text: string, id: string): BoundScenario => {
    const scenario = loadScenario(text, 'x.yaml').value!;
    return bindVariant(scenario, variantsOf(scenario.file).find((v) => v.id === id)!).value!;
  };

  test('the contributions sum to the utilities that the rates use', () => {
    for (const id of ['base', 'no_host', 'in_force', 'hasty']) {
      const bound = boundOf(quarrel, id);
      const chain = chainOf(structureOf(bound), bound);
      const { structure } = chain;
      const overview = movesOverview(chain, bound);
      for (let i = 0; i < chain.size; i++) {
        const configuration = configurationAt(structure, i);
        const here = Array.from(
          { length: structure.rowStart[i + 1]! - structure.rowStart[i]! },
          (_, k) => structure.rowStart[i]! + k,
        ).filter((t) => bound.moves.some((m) => m.id === structure.events[structure.event[t]!]));
        const tables = here.map((t) => ({
          t,
          table: utilityTable(bound, configuration, structure.events[structure.event[t]!]!),
        }));
        for (const { t, table } of tables) {
          expect(table.enabled).toBe(true);
          expect(table.to).toEqual(configurationAt(structure, structure.target[t]!));
          // λ P(m) Π consent, with the choice among all moves of the mover.
          const rivals = tables.filter((x) => x.table.utilities[0]!.actor === table.utilities[0]!.actor);
          const u = table.utilities[0]!.utility;
          const lambda = table.alone * (1 + Math.exp(-u));
          const choice =
            Math.exp(u) / (1 + rivals.reduce((sum, x) => sum + Math.exp(x.table.utilities[0]!.utility), 0));
          const waits = structure.target[t] === i;
          expect(chain.labelled[t]!).toBeCloseTo(waits ? 0 : lambda * choice * table.consent, 12);
          const rows = table.rows.filter((r) => r.role === 'mover').reduce((sum, r) => sum + r.value, 0);
          expect(rows).toBeCloseTo(u, 12);
          if (waits) continue;
          const over = overview.find((m) => m.move === table.move)!;
          expect(over.anywhere!.utility).toBeGreaterThanOrEqual(u - 1e-12);
          if (i === 0) expect(over.now).toMatchObject({ rate: chain.labelled[t]!, utility: expect.closeTo(u, 12) });
        }
      }
    }
  });

  test('derived sums are opened, and zero summands are kept as data', () => {
    const table = utilityTable(boundOf(quarrel, 'base'), { talks: 'none', force: 'used' }, 'a_opens');
    const terms = table.rows
      .filter((r) => r.kind === 'term' && r.role === 'mover')
      .map((r) => [r.name, r.value, r.via]);
    expect(terms).toEqual([
      ['-cost * (1 - host)', -0, ['reluctance']],
      ['-cost * at("force.used")', -1.5, ['reluctance']],
    ]);
  });

  test('formulas that double one another are opened up to 200 summands, the rest is one term', async () => {
    const doubling = (last: string): string => `meta: {id: doubling, title: Doubling, horizon_days: 30}
regions:
  a: {initial: x, states: {x: , y: }}
parameters:
  pace: {value: 0.5, unit: 1/day, basis: assumed}
derived:
${Array.from({ length: 60 }, (_, k) => `  d${k}: {formula: d${k + 1} + d${k + 1}}`).join('\n')}
  d60: {formula: ${last}}
actors: {A: {opportunity_rate: pace}}
moves:
  go: {actor: A, when: 'at("a.x")', to: {a: y}, utility: d0}
outcomes: {done: {kind: reach, set: 'at("a.y")'}}
`;
    const { rows, utilities } = utilityTable(boundOf(doubling('pace'), 'base'), { a: 'x' }, 'go');
    expect(rows).toHaveLength(201);
    expect(rows.at(-1)!.name).toMatch(/^the rest: \d+ sums that are not opened$/);
    expect(utilities[0]!.utility / (0.5 * 2 ** 60)).toBeCloseTo(1, 12);
    const shown = await standoff('check', write('doubling.yaml', doubling('pace')), '--why', 'go');
    expect(shown.seconds).toBeLessThan(10);
    expect(shown.out).toContain('… 56 more …');
    expect(Math.max(...shown.out.split('\n').map((line) => line.length))).toBeLessThan(160);
    // Zeros are no contributions, and must not be counted for ever.
    expect(utilityTable(boundOf(doubling('0'), 'base'), { a: 'x' }, 'go').utilities[0]!.utility).toBe(0);
  });

  test('a mistake of ours is told in one line', async () => {
    const { error } = runSchema.safeParse({ ...JSON.parse(await fine('run', 'quarrel.yaml', '--json')), days: ['x'] });
    expect(mistakeText(error)).toMatch(/^days\.0: .*expected number/);
    expect(mistakeText(runSchema.safeParse({}).error)).toMatch(/^scenario: .* \(and \d more\)$/);
    expect(mistakeText(new Error('one\ntwo'))).toBe('one');
    expect(mistakeText('thrown')).toBe('thrown');
  });

  test('numbers for the eye', () => {
    expect([0, 1e-300, 0.009, 0.5, 0.9999999, 1].map(percent)).toEqual(['0', '<1%', '<1%', '50%', '>99%', '100%']);
    expect([12.3456, 123456, 9.9e14, 1e15, 1.2345e300, -1e20, 2e-7].map(quantity)).toEqual([
      '12.35',
      '123,456',
      '990,000,000,000,000',
      '1.000e+15',
      '1.234e+300',
      '-1.000e+20',
      '2.00e-7',
    ]);
    expect([quantity(Number.POSITIVE_INFINITY), expectation(null), expectation(2)]).toEqual([
      'infinite',
      'infinite',
      '2',
    ]);
    expect([signed(1e300), signed(-0.5), whole(1e30), whole(1234)]).toEqual([
      '+1.000e+300',
      '−0.50',
      '1.000e+30',
      '1,234',
    ]);
    expect(dateOf('2026-02-02', 40)).toBe('2026-03-14');
    expect(dateOf('9999-12-30', 1.5)).toBe('9999-12-31');
    expect([dateOf('9999-12-30', 2), dateOf('2026-02-02', 1e12), dateOf(undefined, 1)]).toEqual([null, null, null]);
  });

  test('a race without one of its causes is another race: no difference to be told', () => {
    const scenario = loadScenario(quarrel, 'x.yaml').value!;
    const solved = (id: string) => runVariant(scenario, variantsOf(scenario.file).find((v) => v.id === id)!).value!;
    const base = solved('base');
    const alreadyIn = (id: string): string[] =>
      [
        ...new Set(
          compareVariants(solved(id), base)
            .rows.filter((r) => r.already)
            .map((r) => r.outcome),
        ),
      ].sort();
    expect(alreadyIn('in_force')).toEqual(['first.deal', 'first.none', 'force']);
    expect(alreadyIn('no_host')).toEqual([]);
    // Both without the same cause: the same race again.
    expect(
      compareVariants(solved('in_force'), solved('in_force')).rows.some((r) => r.outcome === 'first.deal' && r.already),
    ).toBe(false);
  });

  test('sampled and exact means of rewards are set against each other', () => {
    const bound = boundOf(quarrel, 'base');
    const exact = runVariant(loadScenario(quarrel, 'x.yaml').value!, { id: 'base' }).value!;
    const tally = sampleVariant(bound, { seed: 3, count: 4000 });
    const [row, ...more] = agreementOf(exact, tally).rewards;
    expect(more).toEqual([]);
    expect(row!.reward).toBe('days_of_force');
    expect(Math.abs(row!.z)).toBeLessThan(4);
    // A mean that is a fifth of a standard deviation off is found, and so is any distance where nothing varies.
    const { mean, sd } = exact.rewards.days_of_force!;
    const zWith = (change: object): number =>
      agreementOf({ ...exact, rewards: { days_of_force: { ...exact.rewards.days_of_force!, ...change } } }, tally)
        .rewards[0]!.z;
    expect(Math.abs(zWith({ mean: mean! + sd! / 5 }))).toBeGreaterThan(8);
    expect(zWith({ mean: row!.sampled * (1 + 1e-12), sd: 0 })).toBe(0);
    expect(zWith({ mean: row!.sampled / 2, sd: 0 })).toBe(Number.POSITIVE_INFINITY);
  });

  test('an expression printed and parsed is the same expression', () => {
    for (const text of [
      'a - (b - c)',
      'a / (b * c)',
      '-(a + b) * c',
      'not (a and b) or c',
      'a < b ? x + 1 : (c ? y : z)',
      'max(a, -b, at("r.s")) * stance("A.i")',
      '(a < b) + (c == d)',
      'erlangB(a, b / c)',
    ]) {
      const e = parseExpression(text).value!;
      expect(e, text).toBeTruthy();
      expect(parseExpression(expressionText(e)).value, expressionText(e)).toEqual(e);
    }
  });

  test('replay finds a chart that is not the one of the chain', () => {
    const bound = boundOf(quarrel, 'base');
    const chain = chainOf(structureOf(bound), bound);
    const chart = statechartOf(bound);
    const options = { seed: 1, horizon: 40, count: 40 };
    expect(replayCheck(chain, chart, options).differences).toBe(0);
    // Without its guard an event moves the machine where the chain knows it as disabled.
    const loose = {
      ...chart,
      events: chart.events.map((e) =>
        e.id === 'calms'
          ? {
              ...e,
              effects: [{ region: 'talks', state: 'open' }],
              guard: { op: 'at' as const, region: 'talks', state: 'none' },
            }
          : e,
      ),
    };
    const found = replayCheck(chain, loose, options);
    expect(found.examples.map((d) => d.kind)).toEqual(expect.arrayContaining(['landing', 'disabled']));
    expect(found.differences).toBeGreaterThanOrEqual(found.examples.length);
  });
});
