// From anywhere on the page to an input's slider: the panel of inputs listens, finds it and puts the focus on it.

const name = 'standoff-show-input';

export function showInput(id: string): void {
  dispatchEvent(new CustomEvent<string>(name, { detail: id }));
}

/** Returns what ends the listening. */
export function onShowInput(show: (id: string) => void): () => void {
  const heard = (event: Event): void => show((event as CustomEvent<string>).detail);
  addEventListener(name, heard);
  return () => removeEventListener(name, heard);
}
