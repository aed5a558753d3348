import type { LineField, LineStyle } from './lineField.ts';
import { inkOf, isGap, type Dash } from './lineInk.ts';
import { pairStrokes, type PairStrokes } from './pairStrokes.ts';
import type { Box } from './plan.ts';

/** A part of a drawing in pixels: `x`, `y`, `width`, `height` are whole device pixels, `ratio` of them a CSS pixel. */
export interface PixelBox extends Box {
  readonly ratio: number;
}

/** The lines of one token: they meet nowhere but where they begin. */
function isFan({ queryRows, keyRows }: LineField): boolean {
  return queryRows.length === 1 || keyRows.length === 1;
}

/** So little of each that it does not show which of two lies above. */
function isFaint({ opacities }: LineField): boolean {
  return opacities.every((opacity) => opacity <= 0.035);
}

/** Rows and columns round the plane that take what overhangs its edges. */
const guard = 8;

/**
 * Paints fields of lines into arrays of pixels: a canvas strokes a few thousand lines a frame, and these are hundreds
 * of thousands. Lines are laid head by head; as those of a head have one colour, what counts is how much shows
 * through them, a product a pixel, exact however faint each is. Where the order of heads is not seen, in the lines of
 * one token or in faint ones, the line of a pair is drawn once, in the colour of its heads over each other.
 *
 * Planes are kept column by column: nearly all lines are steep, and a step along one is then the next number in memory
 * instead of one a page further on. One painter keeps its planes between calls.
 */
export class LinePainter {
  /** What shows through the lines of the head at hand, [columns, rows] with the guard; 1 between heads. */
  #through = new Float32Array();
  /** Red, green, blue and opacity of what is painted, premultiplied, 0 to 1. */
  #painted = new Float32Array();
  #columns = 0;
  #rows = 0;
  /** Where the head at hand has lines. */
  #touched = nothingTouched();
  /** The line at hand: its steps along rows or columns, and where its edge is beside them. */
  readonly #line = { isSteep: false, first: 0, after: 0, minor: 0, slope: 0, stretch: 1, walked: 0 };

  /** The pixels of a box as a canvas takes them: RGBA, [rows, columns, 4]. Lines are clipped to it. */
  paint(field: LineField, box: PixelBox): Uint8ClampedArray<ArrayBuffer> {
    this.#columns = box.width + 2 * guard;
    this.#rows = box.height + 2 * guard;
    const size = this.#columns * this.#rows;
    if (this.#through.length < size) this.#through = new Float32Array(size).fill(1);
    if (this.#painted.length < size * 4) this.#painted = new Float32Array(size * 4);
    else this.#painted.fill(0, 0, size * 4);

    const scaled = scaledField(field, box);
    if (scaled.end <= scaled.start) return this.#pixels(box);
    if (isFan(field) || isFaint(field)) this.#layPairs(scaled, pairStrokes(field, box.ratio));
    else {
      for (const { steps, positive, negative } of field.heads) {
        this.#layLines(scaled, steps, -1, negative);
        this.#addHead(negative);
        this.#layLines(scaled, steps, 1, positive);
        this.#addHead(positive);
      }
    }
    return this.#pixels(box);
  }

  /** Every pair once, in the colour of its heads over each other. */
  #layPairs(field: ScaledField, { count, query, key, ink, dashes }: PairStrokes): void {
    const { queryRows, keyRows, firstKey, afterKey, top, bottom } = field;
    for (let stroke = 0; stroke < count; stroke += 1) {
      const row = queryRows[query[stroke]!]!;
      const to = key[stroke]!;
      // From above the box only what ends in it or below can meet it, and the other way round.
      if ((row < top && to < firstKey) || (row > bottom && to >= afterKey)) continue;
      if (!this.#cross(field, row, keyRows[to]!)) continue;
      const at = 4 * stroke;
      this.#blendLine(field, ink[at]!, ink[at + 1]!, ink[at + 2]!, ink[at + 3]!, dashes[stroke]!);
    }
  }

  /** Lays the lines of one head and sign over each other. */
  #layLines(field: ScaledField, steps: Int8Array, sign: 1 | -1, style: LineStyle): void {
    const { queryRows, keyRows, firstKey, afterKey, opacities, top, bottom } = field;
    const { dash } = inkOf(style, field.ratio);
    for (let query = 0; query < queryRows.length; query += 1) {
      const row = queryRows[query]!;
      const from = row < top ? firstKey : 0;
      const to = row > bottom ? afterKey : keyRows.length;
      for (let key = from; key < to; key += 1) {
        const step = sign * steps[query * keyRows.length + key]!;
        if (step > 0 && this.#cross(field, row, keyRows[key]!)) this.#layLine(field, opacities[step]!, dash);
      }
    }
  }

  /** Takes up a line: along rows or columns, whichever it crosses more of. False if it does not meet the plane. */
  #cross({ start, end, strokeWidth }: ScaledField, from: number, to: number): boolean {
    const across = end - start;
    const down = to - from;
    const isSteep = down > across || -down > across;
    const slope = isSteep ? across / down : down / across;
    const stretch = Math.sqrt(1 + slope * slope);
    const thickness = strokeWidth * stretch;
    const majorStart = isSteep ? from : start;
    const minorStart = (isSteep ? start : from) - thickness / 2;
    let first = isSteep ? Math.max(0, Math.round(Math.min(from, to))) : Math.round(start);
    let after = isSteep ? Math.min(this.#rows, Math.round(Math.max(from, to))) : Math.round(end);
    // Where its edges stay on the plane.
    const room = (isSteep ? this.#columns : this.#rows) - 1 - Math.ceil(thickness);
    if (slope !== 0) {
      const atLow = majorStart - minorStart / slope - 0.5;
      const atHigh = majorStart + (room - minorStart) / slope - 0.5;
      first = Math.max(first, Math.ceil(Math.min(atLow, atHigh)));
      after = Math.min(after, Math.floor(Math.max(atLow, atHigh)) + 1);
    } else if (minorStart < 0 || minorStart > room) return false;
    if (!(first < after)) return false;
    const line = this.#line;
    line.isSteep = isSteep;
    line.first = first;
    line.after = after;
    line.slope = slope;
    line.stretch = stretch;
    line.minor = minorStart + (first + 0.5 - majorStart) * slope;
    line.walked = Math.abs(first + 0.5 - majorStart) * stretch;
    return true;
  }

  /** Lays the line at hand over those of its head. */
  #layLine({ strokeWidth }: ScaledField, opacity: number, dash: Dash | null): void {
    const { isSteep, first, after, slope, stretch } = this.#line;
    let { minor, walked } = this.#line;
    const thickness = strokeWidth * stretch;
    const majorStride = isSteep ? 1 : this.#rows;
    const minorStride = isSteep ? this.#rows : 1;
    const through = this.#through;
    let row = first * majorStride;
    this.#touch(thickness);
    if (strokeWidth === 1 && dash === null) {
      // Nearly all there are: a pixel wide, two pixels share its ink.
      minor += (thickness - 1) / 2;
      const ink = Math.min(1, opacity * thickness);
      for (let major = first; major < after; major += 1, minor += slope, row += majorStride) {
        const edge = minor | 0;
        const at = row + edge * minorStride;
        const over = (minor - edge) * ink;
        through[at]! *= 1 - ink + over;
        through[at + minorStride]! *= 1 - over;
      }
      return;
    }
    const walkedBy = isSteep && slope < 0 ? -stretch : stretch;
    for (
      let major = first;
      major < after;
      major += 1, minor += slope, row += majorStride, walked += walkedBy
    ) {
      if (dash !== null && isGap(dash, walked)) continue;
      const edge = minor | 0;
      let at = row + edge * minorStride;
      const covered = 1 - (minor - edge);
      through[at]! *= 1 - opacity * covered;
      let left = thickness - covered;
      for (; left > 1; left -= 1) {
        at += minorStride;
        through[at]! *= 1 - opacity;
      }
      through[at + minorStride]! *= 1 - opacity * left;
    }
  }

  /** Lays the line at hand, in a premultiplied colour, over what is painted. */
  #blendLine(
    { strokeWidth }: ScaledField,
    red: number,
    green: number,
    blue: number,
    hidden: number,
    dash: Dash | null,
  ): void {
    const { isSteep, first, after, slope, stretch } = this.#line;
    let { minor, walked } = this.#line;
    const thickness = strokeWidth * stretch;
    const majorStride = isSteep ? 1 : this.#rows;
    const minorStride = isSteep ? this.#rows : 1;
    const walkedBy = isSteep && slope < 0 ? -stretch : stretch;
    const painted = this.#painted;
    let row = first * majorStride;
    if (strokeWidth === 1 && dash === null) {
      // As in #layLine; two pixels, each named once, take half the time of a loop over them.
      minor += (thickness - 1) / 2;
      const ink = Math.min(thickness, 1 / hidden);
      for (let major = first; major < after; major += 1, minor += slope, row += majorStride) {
        const edge = minor | 0;
        const pixel = (row + edge * minorStride) * 4;
        const over = (minor - edge) * ink;
        const own = ink - over;
        const shown = 1 - hidden * own;
        painted[pixel] = painted[pixel]! * shown + red * own;
        painted[pixel + 1] = painted[pixel + 1]! * shown + green * own;
        painted[pixel + 2] = painted[pixel + 2]! * shown + blue * own;
        painted[pixel + 3] = painted[pixel + 3]! * shown + hidden * own;
        const next = pixel + minorStride * 4;
        const left = 1 - hidden * over;
        painted[next] = painted[next]! * left + red * over;
        painted[next + 1] = painted[next + 1]! * left + green * over;
        painted[next + 2] = painted[next + 2]! * left + blue * over;
        painted[next + 3] = painted[next + 3]! * left + hidden * over;
      }
      return;
    }
    for (
      let major = first;
      major < after;
      major += 1, minor += slope, row += majorStride, walked += walkedBy
    ) {
      if (dash !== null && isGap(dash, walked)) continue;
      const edge = minor | 0;
      let at = row + edge * minorStride;
      let covered = 1 - (minor - edge);
      for (let left = thickness; left > 0; at += minorStride) {
        const shown = 1 - hidden * covered;
        const pixel = at * 4;
        painted[pixel] = painted[pixel]! * shown + red * covered;
        painted[pixel + 1] = painted[pixel + 1]! * shown + green * covered;
        painted[pixel + 2] = painted[pixel + 2]! * shown + blue * covered;
        painted[pixel + 3] = painted[pixel + 3]! * shown + hidden * covered;
        left -= covered;
        covered = left > 1 ? 1 : left;
      }
    }
  }

  /** Widens what the head at hand has touched by the box of the line at hand. */
  #touch(thickness: number): void {
    const { isSteep, first, after, minor, slope } = this.#line;
    const other = minor + (after - first) * slope;
    const low = Math.max(0, Math.floor(Math.min(minor, other)) - 1);
    const high = Math.ceil(Math.max(minor, other) + thickness) + 2;
    const touched = this.#touched;
    touched.left = Math.min(touched.left, isSteep ? low : first);
    touched.right = Math.max(touched.right, isSteep ? high : after);
    touched.top = Math.min(touched.top, isSteep ? first : low);
    touched.bottom = Math.max(touched.bottom, isSteep ? after : high);
  }

  /** Lays the head at hand over those before and makes room for the next. */
  #addHead(style: LineStyle): void {
    const { red, green, blue } = inkOf(style, 1);
    const through = this.#through;
    const painted = this.#painted;
    const { left, right, top, bottom } = this.#touched;
    this.#touched = nothingTouched();
    const height = Math.min(bottom, this.#rows) - top;
    for (let column = left; column < Math.min(right, this.#columns); column += 1) {
      let at = column * this.#rows + top;
      for (const end = at + height; at < end; at += 1) {
        const shown = through[at]!;
        if (shown === 1) continue;
        through[at] = 1;
        const hidden = 1 - shown;
        const pixel = at * 4;
        painted[pixel] = painted[pixel]! * shown + red * hidden;
        painted[pixel + 1] = painted[pixel + 1]! * shown + green * hidden;
        painted[pixel + 2] = painted[pixel + 2]! * shown + blue * hidden;
        painted[pixel + 3] = painted[pixel + 3]! * shown + hidden;
      }
    }
  }

  /** What was painted, without the guard and not premultiplied. */
  #pixels(box: PixelBox): Uint8ClampedArray<ArrayBuffer> {
    const pixels = new Uint8ClampedArray(box.width * box.height * 4);
    const painted = this.#painted;
    for (let column = 0; column < box.width; column += 1) {
      let from = ((column + guard) * this.#rows + guard) * 4;
      let to = column * 4;
      for (let row = 0; row < box.height; row += 1, from += 4, to += box.width * 4) {
        const opacity = painted[from + 3]!;
        if (opacity === 0) continue;
        const scale = 255 / opacity;
        pixels[to] = painted[from]! * scale;
        pixels[to + 1] = painted[from + 1]! * scale;
        pixels[to + 2] = painted[from + 2]! * scale;
        pixels[to + 3] = opacity * 255;
      }
    }
    return pixels;
  }
}

function nothingTouched(): { left: number; right: number; top: number; bottom: number } {
  return { left: Infinity, right: 0, top: Infinity, bottom: 0 };
}

/** A field in pixels of a plane, and which keys have their rows on it. */
interface ScaledField {
  readonly start: number;
  readonly end: number;
  readonly queryRows: Float64Array;
  readonly keyRows: Float64Array;
  readonly strokeWidth: number;
  readonly opacities: Float64Array;
  readonly ratio: number;
  /** Rows above or below these meet the plane only on the way to another. */
  readonly top: number;
  readonly bottom: number;
  readonly firstKey: number;
  readonly afterKey: number;
}

function scaledField(field: LineField, { x, y, height, ratio }: PixelBox): ScaledField {
  const across = (px: number): number => px * ratio - x + guard;
  const down = (px: number): number => px * ratio - y + guard;
  const [top, bottom] = [0, height + 2 * guard];
  const keyRows = field.keyRows.map(down);
  const count = (test: (row: number) => boolean): number => keyRows.filter(test).length;
  return {
    start: across(field.start),
    end: across(field.end),
    queryRows: field.queryRows.map(down),
    keyRows,
    strokeWidth: field.strokeWidth * ratio,
    opacities: field.opacities,
    ratio,
    top,
    bottom,
    firstKey: count((row) => row < top),
    afterKey: count((row) => row <= bottom),
  };
}
