import type { FeatureMatrix } from '../../features/matrix.ts';
import {
  CONSTANT,
  ENTRY_COLUMN,
  ENTRY_SLOT,
  ENTRY_VALUE,
  LENGTH,
  PADDED_LENGTH,
  SLOTS,
  SLOT_OF_COLUMN,
  STARTS,
  TILE,
} from './kernels/header.ts';
import type { Layout, SequencePlace } from './layout.ts';

/** Writes sequences into one of a shard's two places for them, without allocating; see kernels/header.ts. */
export class SequenceWriter {
  readonly #tiles: number;
  readonly #header: Int32Array;
  readonly #constant: Float32Array;
  readonly #starts: Int32Array;
  readonly #entryColumn: Int32Array;
  readonly #entrySlot: Int32Array;
  readonly #entryValue: Float32Array;
  readonly #slotOfColumn: Int32Array;
  /** Columns that have a slot, to be cleared before the next sequence. */
  readonly #touched: Int32Array;
  #touchedCount = 0;

  constructor(layout: Layout, sequenceLength: number, memory: WebAssembly.Memory, place: SequencePlace) {
    const { buffer } = memory;
    const { columns, entries, tiles } = layout;
    this.#tiles = tiles;
    this.#header = new Int32Array(buffer, place.header, SLOT_OF_COLUMN / 4 + 1);
    this.#constant = new Float32Array(buffer, place.header + CONSTANT, 1);
    this.#starts = new Int32Array(buffer, place.starts, sequenceLength * tiles + 1);
    this.#entryColumn = new Int32Array(buffer, place.entryColumn, entries);
    this.#entrySlot = new Int32Array(buffer, place.entrySlot, entries);
    this.#entryValue = new Float32Array(buffer, place.entryValue, entries);
    this.#slotOfColumn = new Int32Array(buffer, place.slotOfColumn, columns);
    this.#touched = new Int32Array(Math.min(columns, entries));
    this.#header[STARTS / 4] = place.starts;
    this.#header[ENTRY_COLUMN / 4] = place.entryColumn;
    this.#header[ENTRY_SLOT / 4] = place.entrySlot;
    this.#header[ENTRY_VALUE / 4] = place.entryValue;
    this.#header[SLOT_OF_COLUMN / 4] = place.slotOfColumn;
  }

  /** Rows of a split as X = entries/σ + constant, with constant −µ/σ. */
  write(features: FeatureMatrix, rows: Int32Array): void {
    const { indptr, indices, values } = features.sparse;
    const factor = 1 / features.std;
    const slotOfColumn = this.#slotOfColumn;
    const touched = this.#touched;
    for (let t = 0; t < this.#touchedCount; t++) slotOfColumn[touched[t]!] = 0;

    let count = 0;
    let entry = 0;
    let start = 0;
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i]!;
      const end = indptr[row + 1]!;
      let from = indptr[row]!;
      for (let tile = 1; tile <= this.#tiles; tile++) {
        this.#starts[start++] = entry;
        const edge = tile * TILE;
        for (; from < end && indices[from]! < edge; from++) {
          const column = indices[from]!;
          let slot = slotOfColumn[column]!;
          if (slot === 0) {
            touched[count++] = column;
            slot = 16 * count;
            slotOfColumn[column] = slot;
          }
          this.#entryColumn[entry] = 16 * column;
          this.#entrySlot[entry] = slot;
          this.#entryValue[entry] = values[from]! * factor;
          entry++;
        }
      }
    }
    this.#starts[start] = entry;
    this.#touchedCount = count;
    this.#header[LENGTH / 4] = rows.length;
    this.#header[PADDED_LENGTH / 4] = Math.ceil(rows.length / 4) * 4;
    this.#header[SLOTS / 4] = count + 1;
    this.#constant[0] = -features.mean * factor;
  }
}
