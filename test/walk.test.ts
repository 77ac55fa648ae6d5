// The walk, executed: eight steps from an article to an answer whose every mark leads back to a sentence. If this test changes, CONTRIBUTING changes with it.
import { expect, test } from 'vitest';
import {
  agreementOf,
  articleOf,
  assertGenerator,
  bindVariant,
  chainOf,
  compareVariants,
  evidenceOf,
  evidenceViewOf,
  loadScenario,
  machineOf,
  poolStances,
  runVariant,
  sampleVariant,
  solveVariant,
  statechartOf,
  structureOf,
  viewOf,
} from '../engine/index.ts';
import { sha256Hex } from '../engine/vocabulary/hash.ts';

// An invented article about an invented strait.
const text = `The northern fleet has closed the strait to tankers.

"We will reopen it when the talks begin, and we want them to begin," said Ilse Varn, the northern foreign minister, on Tuesday.

A southern official, who asked not to be named, told the Harbour Post that the south opposes any meeting before the strait is free.
`;

const scenarioText = `
meta: {id: strait, title: An invented strait, start_date: '2026-03-04', horizon_days: 60, days_reported: [30, 60]}
issues: {negotiation: wants talks (+) or rejects them (-)}
regions:
  talks: {initial: none, states: {none: , open: {coordinate: {negotiation: 1}}}}
  strait: {initial: closed, states: {closed: , free: }}
parameters:
  tempo: {value: 0.1, low: 0.05, high: 0.2, unit: 1/day, basis: assumed}
  gain: {value: 2, low: 1, high: 4, unit: logit, basis: assumed}
  cost: {value: 1, low: 0, high: 2, unit: logit, basis: assumed}
  opening_days: {value: 5, low: 2, high: 10, unit: day, basis: assumed}
choice: {stance_gain: gain}
actors:
  NORTH: {holders: [NTH], opportunity_rate: tempo, stances: {negotiation: {position: 0, salience: 1, evidence: [strait-001.s01]}}}
  SOUTH: {holders: [STH], opportunity_rate: tempo, stances: {negotiation: {position: 0, salience: 1, evidence: [strait-001.s02]}}}
moves:
  invite: {actor: NORTH, when: 'at("talks.none")', to: {talks: open}, utility: -cost, consent: {SOUTH: -cost}}
nature:
  reopen: {when: 'at("talks.open") and at("strait.closed")', to: {strait: free}, hazard: 1 / opening_days}
outcomes:
  free: {kind: reach, label: The strait is free, set: 'at("strait.free")'}
variants: {base: {}}
`;

test('from an article to a mark that leads back to its sentence', () => {
  // 1. Article: text with outlet, date, sentences and their offsets.
  const article = articleOf(text, {
    id: 'strait-001',
    outlet: 'The Harbour Post',
    title: null,
    published: '2026-03-04',
    date_basis: 'invented',
  });
  expect(article.paragraphs).toHaveLength(3);
  for (const s of article.sentences) expect(article.text.slice(s.start, s.end).trim().length).toBeGreaterThan(0);

  // 2. Evidence: who said what on which issue, and where it stands.
  const recordAt = (
    id: string,
    speaker: string,
    holder: string,
    position: number,
    attribution: string,
    paragraph: number,
    act: string,
  ) => {
    const { start, end } = article.paragraphs[paragraph - 1]!;
    return {
      kind: 'statement',
      id: `strait-001.${id}`,
      speaker,
      holders: [holder],
      targets: [],
      issue: 'negotiation',
      act,
      position,
      intensity: 0.8,
      expects: null,
      subissues: [],
      quote: 'direct',
      conditional_on: null,
      attribution,
      via: [],
      hedged: false,
      plover: null,
      date: '2026-03-03',
      as_of: '2026-03-04',
      span: { start, end, paragraph, sha256: sha256Hex(article.text.slice(start, end)) },
      paraphrase: `${speaker} on the talks`,
    };
  };
  const file = {
    format: 'standoff-article/1',
    id: article.id,
    outlet: article.outlet,
    title: null,
    published: article.published,
    date_basis: article.date_basis,
    sha256: article.sha256,
    length_utf16: article.length_utf16,
    paragraphs: article.paragraphs.length,
    extractor: 'by hand',
    zones: [],
    records: [
      recordAt('s01', 'NTH/varn', 'NTH', 0.9, 'on_record_direct', 2, 'offer'),
      recordAt('s02', 'STH', 'STH', -0.6, 'official_unnamed', 3, 'oppose'),
    ],
  };
  const evidence = evidenceOf(file);
  expect(evidence.problems).toEqual([]);

  // 3. Stance: position, salience and certainty by actor and issue, with the record ids behind them.
  const stances = poolStances(
    evidence.value!,
    [
      { id: 'NORTH', holders: ['NTH'], issues: ['negotiation'] },
      { id: 'SOUTH', holders: ['STH'], issues: ['negotiation'] },
    ],
    '2026-03-04',
  );
  expect(stances.map((s) => Math.sign(s.position))).toEqual([1, -1]);
  expect(stances[0]!.evidence).toEqual(['strait-001.s01']);

  // 4. Scenario file + variant + stances → bound scenario.
  const loaded = loadScenario(scenarioText, 'strait.yaml');
  expect(loaded.problems.filter((p) => p.severity === 'error')).toEqual([]);
  const scenario = loaded.value!;
  const read = {
    id: 'read',
    label: 'Stances as read',
    stances: Object.fromEntries(stances.map((s) => [`${s.actor}.${s.issue}`, s.position])),
  };
  const bound = bindVariant(scenario, read).value!;

  // 5. Statechart: an XState machine whose transitions carry the moves and hazards.
  const { eventIds } = machineOf(statechartOf(bound));
  expect([...eventIds].sort()).toEqual(['invite', 'reopen']);

  // 6. Chain: reachable configurations and their generator matrix, lawful.
  const chain = chainOf(structureOf(bound), bound);
  assertGenerator(chain);
  expect(chain.size).toBe(3);

  // 7. Exact answer, sampled check, comparison with the model without the texts.
  const exact = solveVariant(bound);
  const tally = sampleVariant(bound, { seed: 1, count: 5_000 });
  expect(Math.abs(agreementOf(exact, tally).worst!.z)).toBeLessThan(4);
  const silent = runVariant(scenario, { id: 'base' }).value!;
  const difference = compareVariants(exact, silent).rows.find((r) => r.outcome === 'free' && r.day === '60')!;
  expect(difference.difference).not.toBe(0);

  // 8. What the page shows of an input leads back to the sentence in the article.
  const views = evidenceViewOf([file]);
  const slider = viewOf(scenario.file).stances.find((s) => s.id === 'NORTH.negotiation')!;
  const shown = views[slider.evidence[0]!]!;
  expect(article.text.slice(shown.start, shown.end)).toContain('reopen it when the talks begin');
  expect(sha256Hex(article.text.slice(shown.start, shown.end))).toBe(shown.sha256);
});
