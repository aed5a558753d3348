import {
  ADAM,
  BLOCK_BYTES,
  COLUMNS,
  KEPT_BYTES,
  NEXT,
  PADDED_LENGTH,
  PAST,
  PROJECT,
  SCORE_GRADIENT,
  SCORE_GRADIENT_SWAPPED,
  SETTLE,
  SIDE_BYTES,
  SLOT_OF_COLUMN,
  TILE,
  UPDATE,
} from './header';
import { adam, descend, settle, sumRows } from './optimise';
import { addScores, multiply } from './scores';
import { addConstant, clear, gather, scatter } from './sparse';

/**
 * One pass over `pairs` pairs of blocks of one head: with UPDATE, finish the past sequence's step; with PROJECT, while
 * each block is in cache, take its keys and queries of the next sequence and add their scores up in `partial`.
 *
 * `weights` is the first pair's address, `kept` that of its keys and queries, `partial` [N, N]. `scratch` holds, one
 * after another: dK and dQ (kept bytes each), four rows of n, the gradients of the slots.
 */
export function pass(
  what: i32,
  head: i32,
  pairs: i32,
  weights: usize,
  kept: usize,
  partial: usize,
  scratch: usize,
): void {
  const sideBytes = load<usize>(SIDE_BYTES);
  const keptBytes = load<usize>(KEPT_BYTES);
  const keyInputs = scratch;
  const queryInputs = scratch + keptBytes;
  const rows = queryInputs + keptBytes;
  const gradients = rows + keptBytes;
  const pastLength = load<i32>(load<usize>(PAST), PADDED_LENGTH);
  const nextLength = load<i32>(load<usize>(NEXT), PADDED_LENGTH);
  const headBytes = (<usize>(pastLength * pastLength * head)) << 2;

  if (what & PROJECT) memory.fill(partial, 0, (<usize>(nextLength * nextLength)) << 2);
  let block = weights;
  let keys = kept;
  for (let pair = 0; pair < pairs; pair++) {
    const queries = keys + keptBytes;
    if (what & UPDATE) {
      multiply(load<usize>(SCORE_GRADIENT) + headBytes, queries, pastLength, keyInputs);
      multiply(load<usize>(SCORE_GRADIENT_SWAPPED) + headBytes, keys, pastLength, queryInputs);
    }
    passBlock(what, block, keys, keyInputs, gradients);
    passBlock(what, block + sideBytes, queries, queryInputs, gradients);
    if (what & PROJECT) addScores(keys, queries, nextLength, partial, rows);
    block += 2 * sideBytes;
    keys += 2 * keptBytes;
  }
}

/** One block of A_K or A_Q: `inputs` is dK or dQ of the past sequence, `outputs` receives K or Q of the next. */
function passBlock(what: i32, block: usize, outputs: usize, inputs: usize, gradients: usize): void {
  const columns = load<i32>(COLUMNS);
  const blockBytes = load<usize>(BLOCK_BYTES);
  const past = load<usize>(PAST);
  const next = load<usize>(NEXT);
  const tiles = (columns + TILE - 1) / TILE;

  if (what & UPDATE) scatter(past, tiles, inputs, gradients);
  if (what & PROJECT) clear(next, outputs);
  let rowSums = f32x4.splat(0);
  for (let tile = 0; tile < tiles; tile++) {
    const first = tile * TILE;
    const width = min(TILE, columns - first);
    const weights = block + ((<usize>first) << 4);
    let sums: v128;
    if (what & UPDATE) {
      const slots = load<usize>(past, SLOT_OF_COLUMN) + ((<usize>first) << 2);
      if (load<i32>(ADAM)) {
        const firsts = weights + blockBytes;
        const seconds = firsts + blockBytes;
        sums = adam(weights, firsts, seconds, slots, gradients, width);
        if (load<i32>(SETTLE)) settle(firsts, seconds, width);
      } else {
        sums = descend(weights, slots, gradients, width);
      }
    } else {
      sums = sumRows(weights, width);
    }
    rowSums = f32x4.add(rowSums, sums);
    if (what & PROJECT) gather(next, tiles, tile, block, outputs);
  }
  if (what & PROJECT) addConstant(next, rowSums, outputs);
}
