// The terms of art of the page, each in two or three sentences for somebody who has never met it.
export interface Entry {
  readonly name: string;
  readonly text: string;
}

export const glossary = {
  absorbing: {
    name: 'Absorbing',
    text: 'A state is absorbing when nothing leads out of it. To ask when something happens first, the model makes it absorbing: whoever gets there stays, and the share of cases that are there by a day is the probability.',
  },
  'already-so': {
    name: 'Already so',
    text: 'The outcome is true at the start of this variant. Its probability is 1 by definition, so the page says “already so” instead of a number that looks like a finding.',
  },
  attribution: {
    name: 'Attribution',
    text: 'Who is said to have said it, and how firmly: on the record, through an unnamed official, by state media, in the outlet’s own voice. A record counts for more the firmer its attribution. It remains a claim.',
  },
  base: {
    name: 'Base',
    text: 'The scenario as its file states it, without any change. It is protected: moving a slider makes a variant beside it, and every variant is held against it.',
  },
  'base-rate': {
    name: 'Base rate',
    text: 'How often such a thing happened in comparable past crises, with an interval for the small number of cases. It stands beside the model’s answer as a check from outside; it is not part of the computation unless it says so.',
  },
  competing: {
    name: 'Competing outcomes',
    text: 'Outcomes of which only one can come first. Making one more likely takes cases away from the others, so they must be read together: their shares and “none of them” add up to 100.',
  },
  configuration: {
    name: 'Configuration',
    text: 'Where everything stands at one moment: one state for each region of the statechart. What can happen next, and how fast, depends on the configuration alone.',
  },
  consent: {
    name: 'Consent',
    text: 'Some moves need somebody else’s agreement, as a deal does. The move happens only when the mover chooses it and each of those asked agrees; each of these is a choice with a probability of its own.',
  },
  'cumulative-incidence': {
    name: 'Cumulative incidence',
    text: 'The share of cases in which the outcome has come first by a day. It only grows with time, and with competing outcomes it is smaller than one would think from the outcome’s own rate, because others may come before it.',
  },
  evidence: {
    name: 'Evidence',
    text: 'Records taken from news articles: who said or did what to whom, with date, place in the text and attribution. “Why?” beside a number leads to the records behind it; “assumed” means that there are none.',
  },
  exact: {
    name: 'Exact',
    text: 'Computed from the model without chance, to about ten decimal places. Exact given the inputs: it says nothing about whether the inputs, or the model, are right.',
  },
  hazard: {
    name: 'Hazard',
    text: 'How readily an event happens that nobody decides, per day and while its conditions hold. A hazard of 0.02 a day means about once in 50 days.',
  },
  horizon: {
    name: 'Horizon',
    text: 'The last day that the model looks at. What comes later is “beyond the horizon”: the page does not guess it.',
  },
  impulse: {
    name: 'Totals per event and per day',
    text: 'A total adds up over time: either so much for each day in a state, or so much at each event (an impulse). Persons at a border are such a total.',
  },
  interval: {
    name: 'Interval',
    text: 'The middle 90 per cent of the answers when every input is drawn from its plausible range. It shows how much hangs on not knowing the inputs. It does not say whether the model is right.',
  },
  logit: {
    name: 'Logit',
    text: 'The scale on which utilities are added. A choice worth 0 logits is taken half of the times it comes up, +2 about seven times in eight, −2 one in eight.',
  },
  memoryless: {
    name: 'Memoryless',
    text: 'The model remembers only where things stand, not how they got there or how long ago. Waiting does not make an event due. Where a real clock matters, as with a deadline, it is built from states.',
  },
  outcome: {
    name: 'Outcome',
    text: 'A question to the model that has a yes or no by each day: has this happened, is it so on the day, did it come first. The variants are compared by their outcomes.',
  },
  'plausible-range': {
    name: 'Plausible range',
    text: 'From the 5th to the 95th hundredth of what the input could reasonably be; the shaded stretch on the slider. Outside of it the page still computes, and says that you have left it.',
  },
  race: {
    name: 'Race',
    text: 'An outcome that asks which of several things comes first. See competing outcomes.',
  },
  rate: {
    name: 'Rate',
    text: 'How often a move is made per day while it is possible. It is the actor’s tempo times the probability of choosing this move, times the probability that everybody consents whose consent it needs.',
  },
  region: {
    name: 'Region',
    text: 'One thread of the story that is always in exactly one state, such as the talks, or the force in place. All regions run side by side.',
  },
  salience: {
    name: 'Salience',
    text: 'How much an actor cares about an issue, from 0 to 1. A strong position on something one hardly cares about moves little: position counts times salience.',
  },
  sampled: {
    name: 'Sampled',
    text: 'Found by playing the model out many times with random numbers. It checks the exact answer by another road and gives the stories of the replay. The seed makes every run repeatable.',
  },
  seed: {
    name: 'Seed and path',
    text: 'The seed starts the random numbers, the path counts the runs. The same seed and path give the same story on every machine.',
  },
  stance: {
    name: 'Stance',
    text: 'Where an actor stands on an issue, from −1 to +1, pooled from what it is said to want. A stance is attributed to those who stated or reported it; the page does not say that it is true.',
  },
  statechart: {
    name: 'Statechart',
    text: 'The drawing of what can be and what can follow. Regions stand side by side, each with its states; arrows are the moves and events that lead from one to another.',
  },
  switch: {
    name: 'Switch',
    text: 'A yes-or-no assumption about how the world works, such as whether mediators are at work. It changes the model’s shape, not a number in it.',
  },
  tempo: {
    name: 'Tempo',
    text: 'How often an actor gets to decide, per day. At each such moment it takes one of its possible moves or leaves things as they are.',
  },
  uniformization: {
    name: 'Uniformization',
    text: 'The method behind the exact answers: time is cut at the ticks of one fast common clock, and the number of ticks follows a known law. The error has a bound, which is kept below one in ten million million.',
  },
  utility: {
    name: 'Utility',
    text: 'What a move is worth to the actor compared with leaving things as they are, in logits. It adds up what the move costs and brings, and how it carries each issue towards or away from the actor’s stance.',
  },
  variant: {
    name: 'Variant',
    text: 'The scenario with some inputs changed: a parameter, a stance, a switch, a state at the start, or a move ruled out. It shows only its differences.',
  },
} as const satisfies Readonly<Record<string, Entry>>;

export type TermId = keyof typeof glossary;
