// Names of a scenario → identifiers that PRISM accepts, each once: letters, digits and _, none of its keywords. What had to change is kept for a table of comments.

/** Keywords of PRISM 4.8's grammar, and its functions, which an identifier had better not be called either. */
const reserved: ReadonlySet<string> = new Set(
  (
    'A C E F G I P R S U W X array bool clock const ctmc double dtmc endinit endinvariant endmodule endobservables endrewards endsystem ' +
    'false filter formula func global init int invariant label max maxmax maxmin mdp min minmax minmin module nondeterministic observable ' +
    'observables of Pmax Pmaxmax Pmaxmin Pmin Pminmax Pminmin pomdp popta prob probabilistic pta rate rewards Rmax Rmaxmax Rmaxmin Rmin ' +
    'Rminmax Rminmin stochastic system true ceil floor log mod multi pow round deadlock'
  ).split(' '),
);

export interface Names {
  /** The identifier of a thing: the same for the same `key` each time; `wanted` unless that is no identifier, reserved, or taken by another key. */
  of(key: string, wanted: string): string;
  /** Identifiers that are not what was wanted, in the order in which they were given. */
  renamed(): readonly { readonly written: string; readonly wanted: string }[];
}

/** @param taken identifiers that nothing may have. */
export function buildNames(taken: readonly string[]): Names {
  const used = new Set<string>(taken);
  const known = new Map<string, string>();
  const changed: { written: string; wanted: string }[] = [];
  return {
    of(key, wanted) {
      const before = known.get(key);
      if (before !== undefined) return before;
      let plain = wanted.replace(/[^A-Za-z0-9_]/g, '_');
      if (!/^[A-Za-z_]/.test(plain)) plain = `_${plain}`;
      const free = (name: string): boolean => !reserved.has(name) && !used.has(name);
      let written = plain;
      for (let n = 2; !free(written); n++) written = reserved.has(plain) && n === 2 ? `${plain}_` : `${plain}_${n}`;
      used.add(written);
      known.set(key, written);
      if (written !== wanted) changed.push({ written, wanted });
      return written;
    },
    renamed: () => changed,
  };
}
