// What this tool is for, what it refuses, and whom to keep in mind.
import { HelpDialog } from './dialog.tsx';

export default function EthicsPage({ onClose }: { readonly onClose: () => void }) {
  return (
    <HelpDialog title="Notes on use" onClose={onClose}>
      <div class="help-prose">
        <h3>What it is for</h3>
        <p>
          For thinking a crisis through: which assumptions an expectation rests on, which of them matter, and what would
          change one’s mind. It is a model built from published text. It is not a forecast, not intelligence, and not
          advice to anybody to use force.
        </p>
        <h3>What it does not do</h3>
        <ul>
          <li>
            It gives no advice on targets. It knows states such as “limited strike”, not places, units or means of
            attack.
          </li>
          <li>
            It has no optimiser over force or interdiction: nothing here searches for the use of force, or the border
            measures, that would bring some outcome about. Curves and maps show what follows from assumptions that a
            reader has chosen, for every actor alike.
          </li>
          <li>It identifies no person. Its actors are governments and organisations.</li>
          <li>It sends nothing anywhere: what you assume, write and share stays with you.</li>
        </ul>
        <h3>People before totals</h3>
        <p>
          Figures about a border count people who may be fleeing. Many of them may have a right to seek asylum, which
          the model does not know; nor does it know claims, gates, the law on push-backs, injuries or deaths. Stopping
          or holding people is never shown as a goal, and a smaller number of entries is not shown as a success. Read
          “held” as days that people spend in custody.
        </p>
        <h3>Claims stay claims</h3>
        <p>
          What an actor is said to want, to have done or to plan is attributed to whoever said or reported it, with the
          firmness of that attribution. The page paraphrases; it does not assert that a claim is true. Where all
          articles come from one side’s press, the page says so, and the balance of sources stands beside the answer.
        </p>
        <h3>Before you publish a figure</h3>
        <ul>
          <li>Give the interval, the date and “a model, not a forecast” with it; exported charts carry all three.</li>
          <li>Say which inputs are assumed. “Why?” beside each number tells you.</li>
          <li>Name the scenario, its hash and the version, so that others can check it.</li>
          <li>Do not present one sampled story as what is going to happen.</li>
        </ul>
      </div>
    </HelpDialog>
  );
}
