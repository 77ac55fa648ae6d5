// What the graph uses of @observablehq/runtime, which ships without types.
declare module '@observablehq/runtime' {
  export interface Observer {
    pending?(): void;
    fulfilled?(value: unknown, name: string | null): void;
    rejected?(error: unknown, name: string | null): void;
  }
  export interface Variable {
    define(name: string | null, inputs: readonly string[], definition: (...values: never[]) => unknown): Variable;
    delete(): Variable;
  }
  export interface Module {
    variable(observer?: Observer | true): Variable;
  }
  export class Runtime {
    constructor(builtins?: Record<string, unknown> | null, global?: (name: string) => unknown);
    module(): Module;
    dispose(): void;
  }
  /** `input`: the name of the variable that failed, when it is not the one that is told. */
  export class RuntimeError extends Error {
    readonly input?: string;
  }
}
