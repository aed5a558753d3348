import type { EngineData, EngineModel } from '../engine.ts';
import { drawBytes } from './rowDrawer.ts';
import { HEADER_BYTES, SEQUENCE_BYTES, TILE } from './kernels/header.ts';

/**
 * Where everything lies. A model is cut into pairs of blocks (four rows of A_K and the same four of A_Q of one head,
 * interleaved), pairs into groups whose scores are summed together, groups into shards: shared WebAssembly memories
 * of at most 4 GB. All of it follows from the model alone, never from the number of threads, so the order of every
 * sum does too.
 */

/** Pairs of one head whose scores are added up by one thread, in order. */
export interface Group {
  readonly shard: number;
  readonly head: number;
  /** First of them among the pairs of all heads; a head has ⌈d/4⌉ and its last may be padded with zero rows. */
  readonly firstPair: number;
  readonly pairs: number;
  /** Addresses within the shard. */
  readonly weights: number;
  readonly kept: number;
  readonly partial: number;
}

/** Addresses of a sequence's parts within a shard; see kernels/header.ts. */
export interface SequencePlace {
  readonly header: number;
  readonly starts: number;
  readonly entryColumn: number;
  readonly entrySlot: number;
  readonly entryValue: number;
  readonly slotOfColumn: number;
}

export interface Shard {
  readonly bytes: number;
  readonly firstGroup: number;
  readonly endGroup: number;
  readonly sequences: readonly [SequencePlace, SequencePlace];
  readonly scoreGradient: number;
  readonly scoreGradientSwapped: number;
  /** [N, N] float64: the sum of the partial scores of one head. */
  readonly sums: number;
  /** Scratch of thread t begins at `scratch + t · scratchBytes`. */
  readonly scratch: number;
  readonly scratchBytes: number;
}

export interface Layout {
  readonly columns: number;
  readonly rows: number;
  readonly headDim: number;
  readonly pairsPerHead: number;
  readonly pairsPerGroup: number;
  /** Groups h·groupsPerHead to (h + 1)·groupsPerHead are those of head h. */
  readonly groupsPerHead: number;
  readonly tiles: number;
  readonly adam: boolean;
  /** n padded to a multiple of 4 */
  readonly paddedLength: number;
  /** Most entries a sequence can have. */
  readonly entries: number;
  readonly blockBytes: number;
  readonly sideBytes: number;
  readonly keptBytes: number;
  readonly groups: readonly Group[];
  readonly shards: readonly Shard[];
}

/** As far as 32-bit addresses reach, less room for a pointer one past the end. */
const MOST_SHARD_BYTES = 65_535 * 65_536;
/** All partial scores together, unless there are more heads than fit. */
const PARTIAL_BYTES = 32 * 2 ** 20;
const MOST_GROUPS = 256;
/** Multiply-adds in a group at the least, so that handing it out costs nothing beside it. */
const LEAST_WORK = 2 ** 16;
const LINE = 64;

/** Lays a model out for `threads` threads; `mostShardBytes` is for tests of models that need several memories. */
export function planLayout(
  model: EngineModel,
  data: EngineData,
  threads: number,
  mostShardBytes = MOST_SHARD_BYTES,
): Layout {
  const { heads, headDim, features: columns, sequenceLength } = model;
  const adam = model.optimiser === 'adam';
  const paddedLength = padTo(sequenceLength, 4);
  const matrix = paddedLength * paddedLength;
  const tiles = Math.ceil(columns / TILE);
  const pairsPerHead = Math.ceil(headDim / 4);
  const blockBytes = padTo(columns * 16, LINE);
  const sideBytes = (adam ? 3 : 1) * blockBytes;
  const keptBytes = paddedLength * 16;
  const entries = sequenceLength * Math.max(longestRow(data.train.sparse), longestRow(data.test.sparse));
  const slots = 1 + Math.min(columns, entries);
  const pairBytes = 2 * sideBytes + 2 * keptBytes;
  const scratchBytes = padTo(Math.max(3 * keptBytes + slots * 16, drawBytes(columns)), 2 * LINE);
  const pairsPerGroup = planGroups(model, matrix, columns, pairsPerHead);

  const fixed = new Addresses(HEADER_BYTES);
  const sequences: [SequencePlace, SequencePlace] = [
    placeSequence(fixed, sequenceLength * tiles + 1, entries, columns),
    placeSequence(fixed, sequenceLength * tiles + 1, entries, columns),
  ];
  const scoreGradient = fixed.take(heads * matrix * 4);
  const scoreGradientSwapped = fixed.take(heads * matrix * 4);
  const sums = fixed.take(matrix * 8);
  const scratch = fixed.take(threads * scratchBytes);
  const common = { sequences, scoreGradient, scoreGradientSwapped, sums, scratch, scratchBytes };

  const groups: Group[] = [];
  const shards: Shard[] = [];
  let addresses = new Addresses(fixed.end);
  let firstGroup = 0;
  const close = (): void => {
    shards.push({ ...common, bytes: addresses.end, firstGroup, endGroup: groups.length });
    addresses = new Addresses(fixed.end);
    firstGroup = groups.length;
  };
  for (let head = 0; head < heads; head++) {
    for (let pair = 0; pair < pairsPerHead; pair += pairsPerGroup) {
      const pairs = Math.min(pairsPerGroup, pairsPerHead - pair);
      const bytes = pairs * pairBytes + matrix * 4;
      if (addresses.end + bytes > mostShardBytes && groups.length > firstGroup) close();
      groups.push({
        shard: shards.length,
        head,
        firstPair: head * pairsPerHead + pair,
        pairs,
        weights: addresses.take(pairs * 2 * sideBytes),
        kept: addresses.take(pairs * 2 * keptBytes),
        partial: addresses.take(matrix * 4),
      });
    }
  }
  close();
  return {
    columns,
    rows: heads * headDim,
    headDim,
    pairsPerHead,
    pairsPerGroup,
    groupsPerHead: Math.ceil(pairsPerHead / pairsPerGroup),
    tiles,
    adam,
    paddedLength,
    entries,
    blockBytes,
    sideBytes,
    keptBytes,
    groups,
    shards,
  };
}

/** Pairs a group: enough work for one, few enough groups, and no more partial scores than memory allows. */
function planGroups(model: EngineModel, matrix: number, columns: number, pairsPerHead: number): number {
  const work = 2 * columns * 4 + 3 * matrix * 4;
  const groupsPerHead = Math.max(
    1,
    Math.floor(Math.min(MOST_GROUPS, PARTIAL_BYTES / (matrix * 4)) / model.heads),
  );
  return Math.max(Math.ceil(LEAST_WORK / work), Math.ceil(pairsPerHead / groupsPerHead));
}

function placeSequence(
  addresses: Addresses,
  starts: number,
  entries: number,
  columns: number,
): SequencePlace {
  return {
    header: addresses.take(SEQUENCE_BYTES),
    starts: addresses.take(starts * 4),
    entryColumn: addresses.take(entries * 4),
    entrySlot: addresses.take(entries * 4),
    entryValue: addresses.take(entries * 4),
    slotOfColumn: addresses.take(columns * 4),
  };
}

/** Hands out addresses one after another, each at the start of a cache line. */
class Addresses {
  end: number;

  constructor(start: number) {
    this.end = start;
  }

  take(bytes: number): number {
    const address = this.end;
    this.end = padTo(address + bytes, LINE);
    return address;
  }
}

function longestRow(sparse: EngineData['train']['sparse']): number {
  let longest = 0;
  for (let row = 0; row < sparse.rows; row++) {
    longest = Math.max(longest, sparse.indptr[row + 1]! - sparse.indptr[row]!);
  }
  return longest;
}

function padTo(value: number, multiple: number): number {
  return Math.ceil(value / multiple) * multiple;
}
