import { transformChunks } from './boxMuller.ts';
import { Mt19937 } from './mt19937.ts';

/**
 * Normals as torch's CPU `randn` draws them (reference/RNG.md, 2.2 and 2.3), in pieces: any part of a tensor can be
 * filled from the stream's seed alone, so that workers draw their shards side by side.
 */

const CHUNK = 16;
const WORDS = new Int32Array(256 * CHUNK);

/** Where a tensor begins in a seed's stream. */
export interface NormalsStart {
  /** Words drawn before it. */
  readonly skipWords: number;
  /** The second half of a pair that an earlier tensor of fewer than 16 left over; null: none. */
  readonly cachedNormal: number | null;
}

export interface NormalsRange {
  readonly seed: number;
  readonly skipWords: number;
  /** Default null; matters only for tensors of fewer than 16. */
  readonly cachedNormal?: number | null;
  /** Elements of the whole tensor. */
  readonly total: number;
  /** Fills [from, to) of the tensor, row-major. */
  readonly from: number;
  readonly to: number;
  /** Multiplies each value in float32, as torch does for tensor × number. Default 1. */
  readonly scale?: number;
}

/** Words a `randn(total)` draws; `cached`: whether an earlier one left half a pair over. */
export function randnWords(total: number, cached = false): number {
  if (total >= CHUNK) return total % CHUNK === 0 ? total : total + CHUNK;
  const fresh = cached ? Math.max(0, total - 1) : total;
  return 4 * Math.ceil(fresh / 2);
}

/**
 * Where each of several tensors begins that are drawn one after another from a fresh seed. Tensors of fewer than 16
 * are drawn to know what they leave over, so one that follows a long tensor costs that tensor's skip.
 */
export function normalsStarts(seed: number, totals: readonly number[]): NormalsStart[] {
  let skipWords = 0;
  let cachedNormal: number | null = null;
  return totals.map((total) => {
    const start = { skipWords, cachedNormal };
    if (total < CHUNK) {
      const engine = new Mt19937(seed);
      engine.skip(skipWords);
      cachedNormal = fillFew(engine, cachedNormal, new Float32Array(total));
    }
    skipWords += randnWords(total, start.cachedNormal !== null);
    return start;
  });
}

/** Writes values [from, to) of a `randn(total)` tensor to `out[0 … to − from)`. */
export function fillNormals(range: NormalsRange, out: Float32Array): void {
  const { seed, skipWords, total, from, to } = range;
  if (!(from >= 0 && from <= to && to <= total && out.length >= to - from)) {
    throw new RangeError(`no range of a tensor of ${total}: ${from} to ${to} into ${out.length}`);
  }
  const scale = Math.fround(range.scale ?? 1);
  const engine = new Mt19937(seed);
  engine.skip(skipWords);
  if (total < CHUNK) {
    const values = new Float32Array(total);
    fillFew(engine, range.cachedNormal ?? null, values);
    for (let i = from; i < to; i++) out[i - from] = values[i]! * scale;
    return;
  }
  // The last 16 places are drawn anew, after the lost words, unless whole chunks end there.
  const tail = total % CHUNK === 0 ? total : total - CHUNK;
  const bodyEnd = Math.min(to, tail);
  if (from < bodyEnd) {
    engine.skip(from - (from % CHUNK));
    fillAligned(engine, from, bodyEnd, out, scale);
  }
  if (to > tail) {
    const engineAtTail = new Mt19937(seed);
    engineAtTail.skip(skipWords + total);
    const values = new Float32Array(CHUNK);
    fillChunks(engineAtTail, values, 0, 1, scale);
    const first = Math.max(from, tail);
    out.set(values.subarray(first - tail, to - tail), first - from);
  }
}

/** Draws `chunks` × 16 words and writes as many normals, times `scale`, at `out[at …]`. */
export function fillChunks(
  engine: Mt19937,
  out: Float32Array,
  at: number,
  chunks: number,
  scale: number,
): void {
  const most = WORDS.length / CHUNK;
  for (let done = 0; done < chunks; done += most) {
    const count = Math.min(most, chunks - done);
    engine.fill(WORDS, count * CHUNK);
    transformChunks(WORDS, count, out, at + done * CHUNK, scale);
  }
}

/**
 * Fewer than 16 normals, in float64 pairs. Takes the normal an earlier call left over and returns the one this call
 * leaves, unrounded. Here u2 makes the radius and u1 the angle, the other way round than in chunks.
 */
export function fillFew(engine: Mt19937, cached: number | null, out: Float32Array): number | null {
  let left = cached;
  for (let i = 0; i < out.length; i++) {
    if (left !== null) {
      out[i] = left;
      left = null;
      continue;
    }
    const u1 = uniform53(engine);
    const u2 = uniform53(engine);
    const radius = Math.sqrt(-2 * Math.log1p(-u2));
    const theta = 2 * Math.PI * u1;
    out[i] = radius * Math.cos(theta);
    left = radius * Math.sin(theta);
  }
  return left;
}

/** Values [from, to) of whole chunks; the engine stands at the chunk that holds `from`. */
function fillAligned(engine: Mt19937, from: number, to: number, out: Float32Array, scale: number): void {
  const edge = new Float32Array(CHUNK);
  let at = from;
  const inside = from % CHUNK;
  if (inside !== 0) {
    fillChunks(engine, edge, 0, 1, scale);
    const end = Math.min(to, from - inside + CHUNK);
    out.set(edge.subarray(inside, inside + end - from));
    at = end;
  }
  const whole = Math.floor((to - at) / CHUNK);
  fillChunks(engine, out, at - from, whole, scale);
  at += whole * CHUNK;
  if (at < to) {
    fillChunks(engine, edge, 0, 1, scale);
    out.set(edge.subarray(0, to - at), at - from);
  }
}

/** A float64 uniform of 53 bits, high word first. */
function uniform53(engine: Mt19937): number {
  const high = engine.next() & 0x1fffff;
  return (high * 2 ** 32 + engine.next()) * 2 ** -53;
}
