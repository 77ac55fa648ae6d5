// The schema of scenario files as JSON Schema, for editors: scenarios/scenario.schema.json. A test says when it is stale.
import { scenarioJsonSchema } from '../../scenario/schema.ts';

export function makeSchema(): string {
  return `${JSON.stringify(scenarioJsonSchema(), null, 1)}\n`;
}
