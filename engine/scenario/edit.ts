// Scenario text + edits → scenario text: values set, added or removed at a path, comments and layout of everything else kept.

/** One change of a scenario text. */
export type Edit =
  | { readonly op: 'set'; readonly path: readonly (string | number)[]; readonly value: unknown }
  | { readonly op: 'remove'; readonly path: readonly (string | number)[] }
  /** Renames a key of a map, keeping its place. References elsewhere are not followed. */
  | { readonly op: 'rename'; readonly path: readonly (string | number)[]; readonly to: string };
