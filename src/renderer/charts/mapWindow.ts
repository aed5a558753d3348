/**
 * The part of a large map that is on screen. Cells are whole pixels, or, where there are more cells than pixels, whole
 * cells are one pixel: never fractions, so that what is drawn is never smoothed.
 */

export interface MapSize {
  /** Queries. */
  readonly columns: number;
  /** Keys. */
  readonly rows: number;
}

export interface MapRoom {
  readonly width: number;
  readonly height: number;
}

export interface MapWindow {
  /** Pixels a cell: a whole number, or 1/k for k cells a pixel. */
  readonly cell: number;
  /** Pixels of the whole map left of and above the window; whole and never beyond the edges. */
  readonly left: number;
  readonly top: number;
}

/** Cell sizes that a hand steps through; the size that fits is one more. */
const steps = [1 / 16, 1 / 8, 1 / 4, 1 / 3, 1 / 2, 1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96] as const;
/** Larger cells show nothing more. */
const largest = 96;
/** A map of few cells that fits does not fill the room with bricks. */
const largestFitted = 48;

/** The largest cell at which the whole map is in sight. */
export function fittedCell({ columns, rows }: MapSize, { width, height }: MapRoom): number {
  const share = Math.min(width / columns, height / rows);
  if (share >= 1) return Math.min(largestFitted, Math.floor(share));
  return 1 / Math.ceil(Math.max(columns / Math.max(1, width), rows / Math.max(1, height)));
}

export function fitWindow(size: MapSize, room: MapRoom): MapWindow {
  return { cell: fittedCell(size, room), left: 0, top: 0 };
}

/** Extent of the whole map in px, at a cell size. */
export function mapExtent({ columns, rows }: MapSize, cell: number): MapRoom {
  return { width: Math.ceil(columns * cell), height: Math.ceil(rows * cell) };
}

/** The window within the map's edges, and never smaller than the size that fits. */
export function clampWindow(window: MapWindow, size: MapSize, room: MapRoom): MapWindow {
  const cell = Math.max(window.cell, fittedCell(size, room));
  const extent = mapExtent(size, cell);
  const within = (value: number, most: number): number => Math.min(Math.max(0, Math.round(value)), most);
  return {
    cell,
    left: within(window.left, Math.max(0, extent.width - room.width)),
    top: within(window.top, Math.max(0, extent.height - room.height)),
  };
}

/** One step in (+1) or out (−1) that leaves the cell under a point of the window where it is. */
export function zoomWindow(
  window: MapWindow,
  direction: 1 | -1,
  at: { readonly x: number; readonly y: number },
  size: MapSize,
  room: MapRoom,
): MapWindow {
  const fitted = fittedCell(size, room);
  const cell =
    direction > 0
      ? Math.max(window.cell, steps.find((step) => step > window.cell * 1.0001) ?? largest)
      : Math.max(fitted, steps.findLast((step) => step < window.cell * 0.9999) ?? fitted);
  const scale = cell / window.cell;
  return clampWindow(
    { cell, left: (window.left + at.x) * scale - at.x, top: (window.top + at.y) * scale - at.y },
    size,
    room,
  );
}

export function panWindow(
  window: MapWindow,
  by: { readonly x: number; readonly y: number },
  size: MapSize,
  room: MapRoom,
): MapWindow {
  return clampWindow({ ...window, left: window.left - by.x, top: window.top - by.y }, size, room);
}

/** Moves the window no further than needed to have the cell at a row and column in sight. */
export function revealCell(
  window: MapWindow,
  at: { readonly row: number; readonly column: number },
  size: MapSize,
  room: MapRoom,
): MapWindow {
  const along = (place: number, from: number, length: number): number => {
    const [start, end] = [place * window.cell, (place + 1) * window.cell];
    return start < from ? Math.floor(start) : end > from + length ? Math.ceil(end - length) : from;
  };
  return clampWindow(
    {
      ...window,
      left: along(at.column, window.left, room.width),
      top: along(at.row, window.top, room.height),
    },
    size,
    room,
  );
}

/** Whether the whole map is in sight. */
export function isFitted(window: MapWindow, size: MapSize, room: MapRoom): boolean {
  return window.cell <= fittedCell(size, room);
}

/** Row and column under a point of the window, or null beyond the map. */
export function placeAt(
  { cell, left, top }: MapWindow,
  { columns, rows }: MapSize,
  x: number,
  y: number,
): { readonly row: number; readonly column: number } | null {
  const column = Math.floor((left + x) / cell);
  const row = Math.floor((top + y) / cell);
  return column >= 0 && row >= 0 && column < columns && row < rows ? { row, column } : null;
}
