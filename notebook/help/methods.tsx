// The mathematics on one screen, its limits, and how to cite a result.
import { useBench } from '../bench.ts';
import { HelpDialog } from './dialog.tsx';
import { ChoiceFormula, GeneratorFormula, UniformizationFormula, UtilityFormula } from './formulas.tsx';

export default function MethodsPage({ onClose }: { readonly onClose: () => void }) {
  const { model, document } = useBench();
  const engine = document.scenario.engine || model.shipped?.engine || 'Standoff';
  const inputs = document.scenario.inputs || model.shipped?.inputs || '';
  return (
    <HelpDialog
      title="Methods"
      lead="How a number on this page comes about, and how far to trust it."
      onClose={onClose}
    >
      <div class="help-prose">
        <ol class="steps">
          <li>
            <h3>States and moves</h3>
            <p>
              A scenario is a statechart: regions side by side, each in one state. The <i>configuration</i> names them
              all. Actors make moves, nature has events; each says when it is possible and what it changes. From the
              start, every configuration that can be reached is found.
            </p>
          </li>
          <li>
            <h3>Choices give rates</h3>
            <p>
              An actor gets to decide λ times a day. It then takes a move <i>m</i>, or leaves things as they are (worth
              0), by a multinomial logit over the moves that are possible: better moves more often, worse ones now and
              then. If others must agree, each consents by a logit of its own.
            </p>
            <ChoiceFormula />
            <p>
              A utility adds the move’s costs and gains from the scenario file, and for each issue how far the move
              carries it along the actor’s stance:
            </p>
            <UtilityFormula />
          </li>
          <li>
            <h3>Rates make a Markov chain</h3>
            <p>
              The rates between configurations are a generator matrix <i>Q</i>; the law over configurations follows it
              in continuous time. To ask what comes first, those configurations are made absorbing.
            </p>
            <GeneratorFormula />
          </li>
          <li>
            <h3>Exact answers by uniformization</h3>
            <p>
              With a clock that ticks at a rate Λ at least as large as any exit rate, the law at time <i>t</i> is a sum
              of powers weighted by Poisson probabilities. The sum is cut where what is left out is below 10
              <sup>−13</sup>; that bound is reported with every result.
            </p>
            <UniformizationFormula />
          </li>
          <li>
            <h3>Two checks that share nothing but the chain</h3>
            <p>
              Thousands of sampled runs must agree with the exact answer within their standard error. The stories of the
              replay are driven through the statechart program itself (XState), event by event, and must land where the
              chain says.
            </p>
          </li>
          <li>
            <h3>Intervals over parameters</h3>
            <p>
              Every input has a plausible range. Inputs are drawn from their ranges about a thousand times and the model
              solved for each; the interval holds the middle 90 per cent. It is about not knowing the inputs. Chance
              itself is already in the probability.
            </p>
          </li>
        </ol>
        <h3>Limits</h3>
        <ul>
          <li>What is not in the scenario cannot happen: no new actor, no surprise of another kind.</li>
          <li>The model is memoryless: only where things stand counts. Clocks are approximated by states.</li>
          <li>
            Actors do not look ahead. They compare what a move changes at once, and do not plan against each other.
          </li>
          <li>Many inputs are assumed, and say so. Base rates come from past crises that differ from this one.</li>
          <li>Exact means exact given all that. Read the interval before the figure.</li>
        </ul>
        <h3>Where the parts come from</h3>
        <p class="fine">
          Multinomial logit: McFadden 1974. Rates from choices, one move at a time: Snijders 2001. Stances as direction
          times salience: Rabinowitz and Macdonald 1989. Logit responses in games: McKelvey and Palfrey 1995.
          Uniformization: Jensen 1953; Poisson weights: Fox and Glynn 1988. Statecharts: Harel 1987.
        </p>
        <h3>How to cite</h3>
        <p class="cite">
          {engine}, scenario “{model.view.title}” ({model.view.id}
          {model.view.asOf !== null && `, as of ${model.view.asOf}`}
          {inputs !== '' && `; inputs sha256 ${inputs}`}). Variant and seed as stated. A model, not a forecast.
        </p>
      </div>
    </HelpDialog>
  );
}
