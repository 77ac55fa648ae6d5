// Names that code finds in the frame besides those of cells.

/** What the compiled body calls once per turn of a loop. */
export const tickName = '__tick';
