// The words of a unit → scores of the closed issues: generated cues, a few turns of phrase of diplomatic English, and who speaks under which condition.
import type { Range } from './attribution.ts';
import type { ClauseToken } from './clauses.ts';
import { type Issue, issueCuesAt } from './lexicon.ts';

export type Scores = ReadonlyMap<Issue, number>;

/** Turns of phrase; each looks at a text in small letters with single spaces. */
const turns: readonly (readonly [Issue, number, RegExp])[] = [
  [
    'military_strike',
    2.5,
    /\b(?:use of (?:military )?force|by force|military (?:action|intervention|operation|option|means|strike)s?|armed attack|first shot|shoot first|strike first|fire first|start (?:a|the|this|any) war|go to war|war with|opened? fire|all options)\b/,
  ],
  [
    'military_strike',
    1.5,
    /\b(?:by other means|at a time and (?:in a )?(?:place|manner)|of (?:our|its|their) choosing|hold (?:its|their|your) fire|(?:show|exercise|urged?|call(?:s|ed)? for) (?:\w+ )?restraint|zone of peace|de-?escalat\w+|ceasefire|peaceful(?:ly)?)\b/,
  ],
  [
    'retaliation',
    2.5,
    /\b(?:strike back|hit back|strong(?:er)? (?:blow|response)|pay (?:a|the|dearly)|(?:we|it|they|he) will (?:respond|answer|retaliate)|(?:the|our|its) (?:answer|response|reply)|in kind|decisive(?:ly)?|crushing|severe|regret|legitimate targets?|consequences)\b/,
  ],
  [
    'negotiation',
    2,
    /\b(?:peace talks|sit (?:down|at)|negotiating table|to the table|at any table|direct talks|resum\w+ (?:of )?(?:talks|negotiations|dialogue|discussions)|make a deal|reach a deal|return to (?:the )?(?:talks|table)|phone call|hotline|joint (?:inquiry|investigation|committee)|come to the table|begin talks|talks with|peace process)\b/,
  ],
  [
    'mediation',
    2.5,
    /\b(?:(?:offer|ready|willing|prepared|continu\w+) (?:\w+ ){0,2}(?:to )?(?:host|mediate|receive|help|bring|pass)|good offices|shuttle diplomacy|(?:host|hosted|hosting) (?:\w+ ){0,3}(?:talks|meeting|summit|round)|(?:between|bring|receive) (?:the )?(?:both|two) (?:sides|leaders|countries|parties|states|governments)|both leaders|as a venue|invitation|invit\w+ (?:both|the two|leaders)|go-betweens?|third part(?:y|ies)|exchange of messages|pass(?:ing)? messages)\b/,
  ],
  [
    'force_posture',
    2,
    /\b(?:highest (?:state|level) of alert|on (?:high )?alert|(?:more|additional|extra) troops|carrier group|strike group|war ?games?|military (?:buildup|build-up|presence|exercise)s?|armou?red (?:divisions?|vehicles)|called up|pull(?:ed|ing)? back|stand down|troop(?:s| movements)|heavy weapons|armed forces|naval drill|patrol ship|air[- ]defen[cs]e|special units?|reserve)\b/,
  ],
  [
    'territory_access',
    2.5,
    /\b(?:(?:its|their|our|use of|the use of) (?:territory|soil|airspace|bases?|airfields?|ports?)|military base|naval base|overflight rights?|not be used (?:for|in|as|to)|safe passage|operate from|let \w+ (?:\w+ ){0,2}through|across (?:its|our|their) (?:territory|land)|launch(?:ing)? pad)\b/,
  ],
  [
    'border_security',
    2,
    /\b(?:border (?:guards?|security|crossings?|fence|wall|patrols?|controls?)|clos\w+ (?:the |its |their )?(?:border|frontier|crossings?)|cross(?:ed|ing)? (?:the|our|its) (?:border|line|frontier)|buffer zone|security along)\b/,
  ],
  [
    'displacement',
    2,
    /\b(?:(?:mass|large-scale) (?:movement|migration)|fled|flee(?:ing)?|displaced|evacuat\w+|people (?:have )?left|families (?:have )?left|left (?:their )?(?:homes|villages)|return(?:ing)? (?:to their )?homes?|refugees?|bring (?:\w+ )?home|go home|forced from|moved out)\b/,
  ],
  [
    'core_dispute',
    2,
    /\b(?:not (?:for sale|negotiable|a subject)|belongs? to|is ours|our (?:land|soil|sea|waters)|hand over|give up|red line|status quo|recogni[sz]e\w*|integral part|inalienable|historic right|part of (?:its|our) (?:own )?territory|no right|nuclear (?:weapon|program|programme|file|power|deal)s?|missile program\w*|separatis\w+|territorial integrity|right(?:s)? (?:of|to))\b/,
  ],
  [
    'economic_pressure',
    2,
    /\b(?:cut off|sanctions?|tariffs?|trade (?:deal|talks|ban)|export (?:ban|controls?)|freez\w+ (?:\w+ ){0,4}(?:assets|aid|funds|accounts|package)|halt (?:imports|exports|aid)|import ban|oil (?:sales|exports|deliveries)|gas supplies)\b/,
  ],
  [
    'alliance',
    2,
    /\b(?:stand(?:s)? (?:by|with)|side(?:s|d)? with|full support|firmly support|will support|support for|treaty all(?:y|ies)|ironclad|mutual defen[cs]e|come to the (?:aid|defen[cs]e)|arms (?:sales|deliveries|supplies)|strategic partner\w*|provid\w+ (?:\w+ ){0,2}(?:missiles|drones|weapons|arms|ammunition)|share (?:satellite|intelligence))\b/,
  ],
  [
    'internal_repression',
    2,
    /\b(?:human rights|political prisoners?|crack(?:ed|ing)? ?down|collective punishment|ethnic cleansing|detain(?:ed|ing)?|detentions?|arrest(?:ed|s)?|jailed|beaten|lock(?:ed|ing) up|killed (?:\w+ ){0,2}(?:protesters|demonstrators|thousands)|opposition figures)\b/,
  ],
  [
    'regime_stability',
    2,
    /\b(?:topple the|regime change|step down|overthrow|new elections?|early elections?|postpone (?:an|the) elections?|fall of the|transition(?:al)? government|no[- ]confidence)\b/,
  ],
];

/** Scores of the words in the ranges, actors' names left out. */
export function scoresOf(tokens: readonly ClauseToken[], ranges: readonly Range[]): Map<Issue, number> {
  const scores = new Map<Issue, number>();
  const add = (issue: Issue, weight: number): void => {
    scores.set(issue, (scores.get(issue) ?? 0) + weight);
  };
  for (const { from, to } of ranges) {
    for (let i = from; i < to; ) {
      const cues = tokens[i]!.mention >= 0 ? [] : issueCuesAt(tokens, i);
      for (const { issue, weight } of cues) add(issue, weight);
      i += cues[0]?.length ?? 1;
    }
    const text = tokens
      .slice(from, to)
      .map((t) => t.lower)
      .join(' ')
      .replace(/ '/g, "'");
    for (const [issue, weight, turn] of turns) if (turn.test(text)) add(issue, weight);
  }
  return scores;
}

/** Best issue and its lead over the second; `other` when nothing scores. */
export function bestOf(scores: Scores): { issue: Issue; score: number; lead: number } {
  let issue: Issue = 'other';
  let score = 0;
  let second = 0;
  for (const [name, value] of scores) {
    if (value > score) [issue, second, score] = [name, score, value];
    else if (value > second) second = value;
  }
  return { issue, score, lead: score - second };
}
