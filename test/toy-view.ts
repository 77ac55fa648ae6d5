// A scenario view small enough to read at a glance: two regions, one parameter that matters, two outcomes.
import type { ScenarioView } from '../engine/index.ts';

const state = (id: string) => ({ id, label: id, evidence: [] });

export const toyView: ScenarioView = {
  id: 'toy',
  title: 'Toy',
  startDate: '2026-02-02',
  asOf: '2026-02-02',
  horizon: 30,
  days: [7, 30],
  caveats: [],
  sources: [],
  issues: [{ id: 'deal', label: 'a deal' }],
  regions: [
    { id: 'talks', label: 'Talks', initial: 'off', states: [state('off'), state('on')] },
    { id: 'border', label: 'Border', initial: 'off', states: [state('off'), state('on')] },
  ],
  actors: [{ id: 'US', label: 'The US', holders: [] }],
  stances: ['US.deal', 'IR.deal'].map((id) => ({
    id,
    actor: id.slice(0, 2),
    issue: 'deal',
    issueLabel: 'a deal',
    position: 0,
    salience: 1,
    low: -1,
    high: 1,
    evidence: [],
    override: null,
    idle: null,
  })),
  parameters: ['cost', 'rate.x', '007'].map((id) => ({
    id,
    label: id,
    value: 1,
    low: 0.5,
    high: 2,
    unit: 'ratio',
    ends: ['low', 'high'] as const,
    owner: 'US',
    basis: 'assumed',
    evidence: [],
    idle: null,
  })),
  switches: [{ id: 'mediators', label: 'Mediators', default: false, basis: '', evidence: [] }],
  derived: [],
  nature: [],
  moves: [
    { id: 'accept', actor: 'US', label: 'accept' },
    { id: 'strike', actor: 'US', label: 'strike' },
  ],
  outcomes: [
    { id: 'war', label: 'War', kind: 'reach', causes: [], baseRates: [] },
    { id: 'peace', label: 'Peace', kind: 'reach', causes: [], baseRates: [] },
  ],
  rewards: [],
  variants: [
    { id: 'base', label: 'As in the file' },
    { id: 'hawk', label: 'Hawkish', parameters: { cost: 2 } },
  ],
};
