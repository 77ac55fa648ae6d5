// That this build has confirmed the shipped answers in this browser before: a page that is opened every day need not solve all variants every day. Any change of the scenario or of the build asks anew.

export interface Remembered {
  readonly inputs: string;
  readonly build: string;
  /** ISO 8601. */
  readonly when: string;
  /** Largest difference of a probability that was found. */
  readonly largest: number;
}

export const rememberedKey = 'standoff.confirmed';

/** The entry script's name holds a hash of everything that it leads to. Empty where nothing is hashed (development, the single file). */
function buildName(): string {
  const source = document.querySelector('script[type=module][src]')?.getAttribute('src') ?? '';
  return /[^/]+-[\w-]{8}\.js$/.exec(source)?.[0] ?? '';
}

export function confirmedBefore(inputs: string): Remembered | null {
  try {
    const found = JSON.parse(localStorage.getItem(rememberedKey) ?? 'null') as Remembered | null;
    return found !== null && found.inputs === inputs && found.build !== '' && found.build === buildName()
      ? found
      : null;
  } catch {
    return null;
  }
}

export function rememberConfirmed(inputs: string, largest: number): void {
  const build = buildName();
  if (build === '') return;
  try {
    localStorage.setItem(
      rememberedKey,
      JSON.stringify({ inputs, build, when: new Date().toISOString(), largest } satisfies Remembered),
    );
  } catch {
    // Full or forbidden: it is confirmed again next time.
  }
}
