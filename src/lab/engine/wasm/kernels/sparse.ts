import {
  CONSTANT,
  ENTRY_COLUMN,
  ENTRY_SLOT,
  ENTRY_VALUE,
  LENGTH,
  PADDED_LENGTH,
  SLOTS,
  STARTS,
} from './header';

/**
 * The products of a block of four rows with a sequence X = entries + constant. One load serves four rows: that is
 * what interleaving is for.
 */

/**
 * The block's gradient dK·X, [slots, 4] at `gradients`: a column without entries has constant·Σ dK, any other that
 * plus its entries. `inputs` is dK, [n, 4].
 */
export function scatter(sequence: usize, tiles: i32, inputs: usize, gradients: usize): void {
  const length = load<i32>(sequence, LENGTH);
  const entrySlot = load<usize>(sequence, ENTRY_SLOT);
  const entryValue = load<usize>(sequence, ENTRY_VALUE);
  let starts = load<usize>(sequence, STARTS);

  let sum = f32x4.splat(0);
  for (let i = 0; i < length; i++) sum = f32x4.add(sum, v128.load(inputs + ((<usize>i) << 4)));
  const constant = f32x4.mul(sum, v128.load_splat<f32>(sequence, CONSTANT));
  const end = gradients + ((<usize>load<i32>(sequence, SLOTS)) << 4);
  for (let slot = gradients; slot < end; slot += 16) v128.store(slot, constant);

  for (let i = 0; i < length; i++) {
    const input = v128.load(inputs + ((<usize>i) << 4));
    const last = load<usize>(starts + ((<usize>tiles) << 2)) << 2;
    for (let e = load<usize>(starts) << 2; e < last; e += 4) {
      const slot = gradients + load<u32>(entrySlot + e);
      const product = f32x4.mul(input, v128.load_splat<f32>(entryValue + e));
      v128.store(slot, f32x4.add(v128.load(slot), product));
    }
    starts += (<usize>tiles) << 2;
  }
}

/** Adds the block's weights times the entries of one tile of columns to `outputs` [n, 4]. */
export function gather(sequence: usize, tiles: i32, tile: i32, weights: usize, outputs: usize): void {
  const length = load<i32>(sequence, LENGTH);
  const entryColumn = load<usize>(sequence, ENTRY_COLUMN);
  const entryValue = load<usize>(sequence, ENTRY_VALUE);
  let starts = load<usize>(sequence, STARTS) + ((<usize>tile) << 2);
  let output = outputs;

  for (let i = 0; i < length; i++) {
    let sum0 = v128.load(output);
    let sum1 = f32x4.splat(0);
    let e = load<usize>(starts) << 2;
    const last = load<usize>(starts, 4) << 2;
    for (; e + 4 < last; e += 8) {
      const weight0 = v128.load(weights + load<u32>(entryColumn + e));
      sum0 = f32x4.add(sum0, f32x4.mul(weight0, v128.load_splat<f32>(entryValue + e)));
      const weight1 = v128.load(weights + load<u32>(entryColumn + e, 4));
      sum1 = f32x4.add(sum1, f32x4.mul(weight1, v128.load_splat<f32>(entryValue + e, 4)));
    }
    if (e < last) {
      const weight0 = v128.load(weights + load<u32>(entryColumn + e));
      sum0 = f32x4.add(sum0, f32x4.mul(weight0, v128.load_splat<f32>(entryValue + e)));
    }
    v128.store(output, f32x4.add(sum0, sum1));
    starts += (<usize>tiles) << 2;
    output += 16;
  }
}

/** Adds constant · (row sums) to `outputs` [n, 4]. */
export function addConstant(sequence: usize, rowSums: v128, outputs: usize): void {
  const shift = f32x4.mul(rowSums, v128.load_splat<f32>(sequence, CONSTANT));
  const end = outputs + ((<usize>load<i32>(sequence, LENGTH)) << 4);
  for (let output = outputs; output < end; output += 16) {
    v128.store(output, f32x4.add(v128.load(output), shift));
  }
}

/** Zeroes `outputs` [N, 4]. */
export function clear(sequence: usize, outputs: usize): void {
  memory.fill(outputs, 0, (<usize>load<i32>(sequence, PADDED_LENGTH)) << 4);
}
