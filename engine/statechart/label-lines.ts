// Text → lines for a drawing that is laid out where no font can be measured: widths are estimated generously from classes of Inter's letters.

/** Estimated width of a line in CSS pixels at a font size, for Inter at weight 600 or lighter. */
export function textWidth(text: string, size: number): number {
  let ems = 0;
  for (const c of text) {
    if (/[iIjl.,:;'’|!]/.test(c)) ems += 0.31;
    else if (/[ftr()\-\s/]/.test(c)) ems += c === ' ' ? 0.29 : 0.4;
    else if (/[mwMW%@—…]/.test(c)) ems += 0.93;
    else if (/[A-Z]/.test(c)) ems += 0.72;
    // Scripts beyond Latin are often wider than they are counted here.
    else ems += c.charCodeAt(0) > 0x24f ? 1 : 0.61;
  }
  return ems * size;
}

/**
 * Breaks a text at its spaces into at most `most` lines, as narrow as that allows, though a line may always take `least` pixels; what is wider than `widest` ends in "…".
 * `room` is kept free after the last line, in pixels: the last line may be empty so that it fits there.
 */
export function wrapped(
  text: string,
  size: number,
  { least, widest, most, room = 0 }: { least: number; widest: number; most: number; room?: number },
): { lines: readonly string[]; width: number } {
  const words = text.split(/\s+/).filter((w) => w !== '');
  let best = broken(words, size, widest, room);
  for (let width = least; width < widest; width += 4) {
    const lines = broken(words, size, width, room);
    if (lines.length <= most && lines.every((l, i) => lineWidth(l, i, lines, size, room) <= width)) {
      best = lines;
      break;
    }
  }
  const cut = best.length <= most ? best : [...best.slice(0, most - 1), best.slice(most - 1).join(' ')];
  const lines = cut.map((l, i) => shortened(l, size, widest - (i === cut.length - 1 ? room : 0)));
  return { lines, width: Math.max(...lines.map((l, i) => lineWidth(l, i, lines, size, room))) };
}

function lineWidth(line: string, at: number, lines: readonly string[], size: number, room: number): number {
  return textWidth(line, size) + (at === lines.length - 1 ? room : 0);
}

/** Greedy: as many words a line as fit. */
function broken(words: readonly string[], size: number, width: number, room: number): string[] {
  const lines: string[] = [''];
  for (const word of words) {
    const last = lines.at(-1)!;
    const longer = last === '' ? word : `${last} ${word}`;
    if (last === '' || textWidth(longer, size) <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  if (room > 0 && textWidth(lines.at(-1)!, size) + room > width) lines.push('');
  return lines;
}

function shortened(line: string, size: number, width: number): string {
  if (textWidth(line, size) <= width) return line;
  let kept = line;
  while (kept.length > 1 && textWidth(`${kept}…`, size) > width) kept = kept.slice(0, -1);
  return `${kept.trimEnd()}…`;
}
