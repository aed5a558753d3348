/** Path data of the chart library as straight lines. */

/** x′ = a·x + c·y + e, y′ = b·x + d·y + f. */
export type Matrix = readonly [a: number, b: number, c: number, d: number, e: number, f: number];
export const identity: Matrix = [1, 0, 0, 1, 0, 0];

export function multiply(m: Matrix, n: Matrix): Matrix {
  const [a, b, c, d, e, f] = m;
  const [g, h, i, j, k, l] = n;
  return [a * g + c * h, b * g + d * h, a * i + c * j, b * i + d * j, a * k + c * l + e, b * k + d * l + f];
}

export function apply([a, b, c, d, e, f]: Matrix, x: number, y: number): readonly [number, number] {
  return [a * x + c * y + e, b * x + d * y + f];
}

export interface PathLine {
  readonly line: Float64Array;
  readonly closed: boolean;
}

/** A whole circle about the origin with radius 1, as symbols are written. */
export function isCircle(data: string): boolean {
  return /^M1 0A1 1 0 1 1 1 -0\.\d+A1 1 0 \d 1 1 0Z?$/.test(data.trim());
}

/** Pieces of a curve for every quarter turn or bend: at a figure's size no corner can be seen. */
const pieces = 12;

/** Each stroke of a path as one line through points, its curves as short straight pieces. */
export function pathLines(data: string, matrix: Matrix): readonly PathLine[] {
  const lines: PathLine[] = [];
  let points: number[] = [];
  let [x, y, startX, startY] = [0, 0, 0, 0];
  const add = (toX: number, toY: number): void => {
    [x, y] = [toX, toY];
    points.push(...apply(matrix, toX, toY));
  };
  const end = (closed: boolean): void => {
    if (points.length >= 4) lines.push({ line: Float64Array.from(points), closed });
    points = [];
  };
  for (const [, letter = '', text = ''] of data.matchAll(/([a-zA-Z])([^a-zA-Z]*)/g)) {
    const numbers = (text.match(/-?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?/gi) ?? []).map(Number);
    const isRelative = letter === letter.toLowerCase();
    const take = (count: number): number[][] =>
      Array.from({ length: Math.floor(numbers.length / count) }, (_, i) =>
        numbers.slice(i * count, (i + 1) * count),
      );
    const at = (toX: number, toY: number): readonly [number, number] =>
      isRelative ? [x + toX, y + toY] : [toX, toY];
    switch (letter.toUpperCase()) {
      case 'M':
        take(2).forEach(([toX = 0, toY = 0], i) => {
          if (i === 0) end(false);
          const to = at(toX, toY);
          add(...to);
          if (i === 0) [startX, startY] = to;
        });
        break;
      case 'L':
        for (const [toX = 0, toY = 0] of take(2)) add(...at(toX, toY));
        break;
      case 'H':
        for (const toX of numbers) add(isRelative ? x + toX : toX, y);
        break;
      case 'V':
        for (const toY of numbers) add(x, isRelative ? y + toY : toY);
        break;
      case 'C':
        for (const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] of take(6)) {
          bend([x, y], at(a, b), at(c, d), at(e, f), add);
        }
        break;
      case 'Q':
        for (const [a = 0, b = 0, c = 0, d = 0] of take(4)) {
          const [from, by, to] = [[x, y] as const, at(a, b), at(c, d)];
          const mix = (p: readonly [number, number]): [number, number] => [
            p[0] + (2 / 3) * (by[0] - p[0]),
            p[1] + (2 / 3) * (by[1] - p[1]),
          ];
          bend(from, mix(from), mix(to), to, add);
        }
        break;
      case 'A':
        for (const [rx = 0, ry = 0, , large = 0, sweep = 0, toX = 0, toY = 0] of take(7)) {
          arc([x, y], at(toX, toY), [rx, ry], large === 1, sweep === 1, add);
        }
        break;
      case 'Z':
        end(true);
        [x, y] = [startX, startY];
        break;
      default:
        throw new Error(`the chart library wrote a path this reader does not know: ${letter}`);
    }
  }
  end(false);
  return lines;
}

type Point = readonly [x: number, y: number];

function bend(from: Point, a: Point, b: Point, to: Point, add: (x: number, y: number) => void): void {
  for (let piece = 1; piece <= pieces; piece += 1) {
    const t = piece / pieces;
    const [p, q, r, s] = [(1 - t) ** 3, 3 * (1 - t) ** 2 * t, 3 * (1 - t) * t * t, t ** 3];
    add(p * from[0] + q * a[0] + r * b[0] + s * to[0], p * from[1] + q * a[1] + r * b[1] + s * to[1]);
  }
}

/** An elliptical arc, axes upright (SVG 1.1, appendix F.6). */
function arc(
  from: Point,
  to: Point,
  radii: Point,
  large: boolean,
  sweep: boolean,
  add: (x: number, y: number) => void,
): void {
  const [halfX, halfY] = [(from[0] - to[0]) / 2, (from[1] - to[1]) / 2];
  const short = Math.hypot(halfX / radii[0], halfY / radii[1]);
  const [rx, ry] = short > 1 ? [radii[0] * short, radii[1] * short] : radii;
  const square = Math.max(0, 1 / Math.min(1, short) ** 2 - 1);
  const side = (large === sweep ? -1 : 1) * Math.sqrt(square);
  const [offX, offY] = [(side * rx * halfY) / ry, (-side * ry * halfX) / rx];
  const [middleX, middleY] = [(from[0] + to[0]) / 2 + offX, (from[1] + to[1]) / 2 + offY];
  const angle = ([px, py]: Point): number => Math.atan2((py - middleY) / ry, (px - middleX) / rx);
  const start = angle(from);
  let turn = angle(to) - start;
  if (sweep && turn < 0) turn += 2 * Math.PI;
  if (!sweep && turn > 0) turn -= 2 * Math.PI;
  const count = Math.max(1, Math.ceil((Math.abs(turn) / (Math.PI / 2)) * pieces));
  for (let piece = 1; piece < count; piece += 1) {
    const at = start + (turn * piece) / count;
    add(middleX + rx * Math.cos(at), middleY + ry * Math.sin(at));
  }
  add(...to);
}
