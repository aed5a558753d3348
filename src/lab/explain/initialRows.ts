import type { EngineModel } from '../engine/engine.ts';
import { compileModule, instantiate } from '../engine/wasm/kernels.ts';
import { randnWords } from '../random/normals.ts';
import { TorchGenerator } from '../random/torchGenerator.ts';
import { refuseRows, rowsAChunk, type RowChunk, type WeightRows, type WeightSizes } from './weightRows.ts';

/** Bytes of the kernels' generator (kernels/mersenne.ts), padded to a cache line. */
const STATE_BYTES = 2560;
const PAGE = 65_536;
const DRAW = 16;
/** Below this many values a projection is drawn whole. */
const SMALL = 2 ** 16;

/**
 * The weights a run began with, redrawn from its seed: what `Engine.initialise` draws, to the bit, chunk after chunk
 * in the order of the stream.
 */
export function initialRows(sizes: WeightSizes, init: EngineModel['init'], seed: number): WeightRows {
  const total = sizes.heads * sizes.headDim * sizes.features;
  const scale = init === 'scaled' ? Math.fround(Math.sqrt(2 / sizes.features)) : 1;
  const draw = total < SMALL || sizes.features < DRAW ? drawSmall : drawLarge;
  return {
    sizes,
    async *read(projection, fromRow, toRow) {
      refuseRows(sizes, fromRow, toRow);
      for (const chunk of draw(sizes, seed, projection === 'A_K' ? 0 : 1, scale, toRow)) {
        // A pause a chunk, so that the process still hears what it is told.
        await new Promise(setImmediate);
        yield* within(chunk, fromRow, sizes.features);
      }
    },
  };
}

function* drawSmall(
  sizes: WeightSizes,
  seed: number,
  side: 0 | 1,
  scale: number,
  toRow: number,
): Generator<RowChunk> {
  const total = sizes.heads * sizes.headDim * sizes.features;
  const generator = new TorchGenerator(seed);
  if (side === 1) generator.skipRandn(total);
  const values = generator.randn(total);
  if (scale !== 1) for (let at = 0; at < total; at += 1) values[at]! *= scale;
  yield { fromRow: 0, count: toRow, values: values.subarray(0, toRow * sizes.features) };
}

function* drawLarge(
  sizes: WeightSizes,
  seed: number,
  side: 0 | 1,
  scale: number,
  toRow: number,
): Generator<RowChunk> {
  const D = sizes.features;
  const rows = sizes.heads * sizes.headDim;
  const total = rows * D;
  // Whole multiples of 16 rows begin at whole multiples of 16 values, where the stream's chunks begin.
  const most = Math.max(DRAW, Math.floor(rowsAChunk(D) / DRAW) * DRAW);
  const bytes = STATE_BYTES + 4 * (most * D + 2 * DRAW);
  const pages = Math.ceil(bytes / PAGE);
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
  const kernels = instantiate(compileModule(), memory);
  const floats = new Float32Array(memory.buffer);
  const first = STATE_BYTES / 4;
  kernels.seed(0, seed);
  kernels.skip(0, side * randnWords(total));
  for (let from = 0; from < toRow; from += most) {
    const count = Math.min(most, rows - from);
    const length = count * D;
    const isLast = from + count === rows;
    const whole = length - (length % DRAW);
    kernels.drawNormals(0, whole / DRAW, scale, STATE_BYTES);
    if (isLast && total % DRAW !== 0) {
      // The last 16 places are drawn anew, after the words that fill no chunk (reference/RNG.md, 2.3).
      kernels.skip(0, total % DRAW);
      const spare = Math.ceil(length / DRAW) * DRAW;
      kernels.drawNormals(0, 1, scale, STATE_BYTES + 4 * spare);
      floats.copyWithin(first + length - DRAW, first + spare, first + spare + DRAW);
    }
    const shown = Math.min(count, toRow - from);
    yield { fromRow: from, count: shown, values: floats.slice(first, first + shown * D) };
  }
}

/** The part of a chunk from `fromRow` on. */
function* within(chunk: RowChunk, fromRow: number, features: number): Generator<RowChunk> {
  const skipped = Math.max(0, fromRow - chunk.fromRow);
  if (skipped >= chunk.count) return;
  yield {
    fromRow: chunk.fromRow + skipped,
    count: chunk.count - skipped,
    values: chunk.values.subarray(skipped * features),
  };
}
