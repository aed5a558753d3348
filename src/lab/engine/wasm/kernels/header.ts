/**
 * What the engine writes at the start of every shard's memory for the kernels to read: byte offsets, 4 bytes each.
 * The one file that both languages read: the engine as TypeScript, the kernels as AssemblyScript.
 */

/** i32. D */
export const COLUMNS = 0;
/** u32. Bytes of one tensor's block: four rows interleaved, element (j, row mod 4) at 16·j + 4·row. */
export const BLOCK_BYTES = 4;
/** u32. Bytes of one side (K or Q) of a pair of blocks: its weights, with Adam also m and v behind them. */
export const SIDE_BYTES = 8;
/** u32. Bytes of the keys (or queries) kept of a block: four rows interleaved, [n, 4] float32. */
export const KEPT_BYTES = 12;
/** i32. 1 Adam, 0 SGD */
export const ADAM = 16;

/** f32. Learning rate; with Adam lr·√(1 − β2^t)/(1 − β1^t). */
export const STEP_SIZE = 20;
/** f32. Adam: 1 − β1 */
export const FIRST_SHARE = 24;
/** f32. Adam: β2 */
export const SECOND_KEPT = 28;
/** f32. Adam: 1 − β2 */
export const SECOND_SHARE = 32;
/** f32. Adam: ε·√(1 − β2^t) */
export const EPSILON = 36;

/** i32. Adam: 1 in the steps that also settle its moments. */
export const SETTLE = 40;

/** u32. Address of the sequence whose gradient waits. */
export const PAST = 48;
/** u32. Address of the sequence to project. */
export const NEXT = 52;
/** u32. Address of dLoss/dS · 1/√D of the past sequence, [H, N, N] float32 (N: n padded to a multiple of 4). */
export const SCORE_GRADIENT = 56;
/** u32. The same with keys and queries swapped. */
export const SCORE_GRADIENT_SWAPPED = 60;

export const HEADER_BYTES = 64;

/**
 * A sequence: n rows of X as sparse entries, one after another, columns ascending within a row. All columns that
 * occur have a slot, numbered from 1; slot 0 stands for every other column.
 */
/** i32. N: n padded to a multiple of 4; rows beyond n are zero, the constant too. */
export const PADDED_LENGTH = 0;
/** i32. n */
export const LENGTH = 4;
/** f32. The constant −µ/σ: X = entries + constant. */
export const CONSTANT = 8;
/** i32. Slots in use, slot 0 included. */
export const SLOTS = 12;
/** u32. Address of [n · tiles + 1] i32: first entry of each row in each tile of columns. */
export const STARTS = 16;
/** u32. Address of [entries] u32: 16 × column. */
export const ENTRY_COLUMN = 20;
/** u32. Address of [entries] u32: 16 × slot. */
export const ENTRY_SLOT = 24;
/** u32. Address of [entries] f32: value/σ. */
export const ENTRY_VALUE = 28;
/** u32. Address of [D] u32: 16 × the column's slot. */
export const SLOT_OF_COLUMN = 32;

export const SEQUENCE_BYTES = 64;

/** Columns that are updated and projected at a time, so that a block's weights are still in cache. */
export const TILE = 8192;

/** Every how many steps Adam's moments are settled: long before a decaying one could become denormal. */
export const SETTLE_EVERY = 64;

/** What `pass` does with a block. */
export const UPDATE = 1;
export const PROJECT = 2;
