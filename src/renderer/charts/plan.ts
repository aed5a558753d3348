/**
 * A plan: a drawing as data. Pure functions make plans; a canvas painter draws them on screen and an SVG writer in a
 * file, so that screen and file are the same drawing. Units are CSS pixels, y grows downwards, later marks lie above.
 */

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface RectMark extends Box {
  readonly kind: 'rect';
  readonly fill?: string;
  readonly stroke?: string;
  readonly strokeWidth?: number;
  readonly radius?: number;
  readonly opacity?: number;
}

/**
 * Open lines of one style drawn as one path: where they cross each other they do not darken, so lines that should
 * are given as separate marks.
 */
export interface PathMark {
  readonly kind: 'path';
  /** Each polyline as x, y, x, y, … */
  readonly lines: readonly Float64Array[];
  readonly stroke: string;
  readonly strokeWidth: number;
  readonly dash?: readonly number[];
  readonly opacity?: number;
  /** Joins the last point of each line to its first. */
  readonly closed?: boolean;
  /** Horizontal and vertical lines drawn without grey edges. */
  readonly crisp?: boolean;
  /** Dashes with round ends: a dotted line. */
  readonly round?: boolean;
}

/** A filled polygon without an edge. */
export interface AreaMark {
  readonly kind: 'area';
  /** x, y, x, y, … */
  readonly line: Float64Array;
  readonly fill: string;
  readonly opacity?: number;
}

export interface CircleMark {
  readonly kind: 'circle';
  /** Its middle. */
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  readonly fill?: string;
  readonly stroke?: string;
  readonly strokeWidth?: number;
  readonly opacity?: number;
}

export type FontFamily = 'ui' | 'num';
export type FontWeight = 400 | 500 | 600;

export interface TextMark {
  readonly kind: 'text';
  /** `y` is the baseline. */
  readonly x: number;
  readonly y: number;
  readonly text: string;
  readonly size: number;
  readonly fill: string;
  readonly family?: FontFamily;
  readonly weight?: FontWeight;
  readonly anchor?: 'start' | 'middle' | 'end';
  /** Degrees clockwise about (x, y). */
  readonly rotate?: number;
}

/** A matrix of cells, each the size of `width / columns` by `height / rows`, never smoothed. */
export interface CellsMark extends Box {
  readonly kind: 'cells';
  readonly columns: number;
  readonly rows: number;
  /** [rows, columns] indices into the palette. */
  readonly levels: Uint8Array;
  /** [levels, 3] channel values. */
  readonly palette: Uint8Array;
}

export interface GroupMark {
  readonly kind: 'group';
  readonly marks: readonly Mark[];
  /** Moves the marks and the clip. */
  readonly x?: number;
  readonly y?: number;
  readonly clip?: Box;
}

export type Mark = RectMark | PathMark | AreaMark | CircleMark | TextMark | CellsMark | GroupMark;

export interface Plan {
  readonly width: number;
  readonly height: number;
  readonly background: string;
  readonly marks: readonly Mark[];
  /** The drawing in words, for a screen reader. */
  readonly description: string;
}

/** Sizes of text, in px, as in the design tokens. */
export const textSizes = { xxs: 10.5, xs: 11, sm: 12, md: 13, lg: 15 } as const;

/** One open line through (x, y) pairs. */
export function lineThrough(...points: number[]): Float64Array {
  return Float64Array.from(points);
}

/** The corners of a box, for a closed path. */
export function boxLine({ x, y, width, height }: Box): Float64Array {
  return lineThrough(x, y, x + width, y, x + width, y + height, x, y + height);
}

/** Baseline that puts figures and small letters in the middle of a line centred at `y`. */
export function middleBaseline(y: number, size: number): number {
  return y + size * 0.36;
}

export function contains(box: Box, x: number, y: number): boolean {
  return x >= box.x && x < box.x + box.width && y >= box.y && y < box.y + box.height;
}
