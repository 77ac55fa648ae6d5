// The crisis family as PRISM models, for timing PRISM on the same chains: node test/bench/run.js --prism FOLDER [R …] writes crisis-R.prism and crisis-R.props, R from 5 to 10 when none is given.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { prismOf } from '../../engine/interchange/prism.ts';
import { bindVariant } from '../../engine/scenario/bind.ts';
import { loadScenario } from '../../engine/scenario/load.ts';
import { baseVariantOf, viewOf } from '../../engine/scenario/view.ts';
import { familyText } from './family.ts';

const [folder, ...sizes] = process.argv.slice(process.argv.indexOf('--prism') + 1);
if (folder === undefined) throw new Error('say where to: --prism FOLDER');
mkdirSync(folder, { recursive: true });
for (const regions of sizes.length > 0 ? sizes.map(Number) : [5, 6, 7, 8, 9, 10]) {
  const { file, ...scenario } = loadScenario(familyText(regions), `family-${regions}.yaml`).value!;
  const bound = bindVariant({ file, ...scenario }, baseVariantOf(file)).value!;
  const { model, properties } = prismOf(bound, viewOf(file));
  writeFileSync(join(folder, `crisis-${regions}.prism`), model);
  writeFileSync(join(folder, `crisis-${regions}.props`), properties);
}
