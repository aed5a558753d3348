import { writeFileSync } from 'node:fs';
import { zip } from '../../tests/lab/bundle/writers.ts';
import { seededNumbers } from '../../tests/helpers/seededNumbers.ts';

/** Files of attention as other programs write them, made in a second or two whatever their size. */

export type AttentionShape = readonly [layers: number, heads: number, queries: number, keys: number];

/** Rows that sum to 1; every layer has the same heads, a different one first. */
function attention([layers, heads, queries, keys]: AttentionShape): Float32Array<ArrayBuffer> {
  const numbers = seededNumbers(1);
  const one = new Float32Array(heads * queries * keys);
  for (let row = 0; row < one.length; row += keys) {
    let sum = 0;
    // As sharp as attention is: a few keys have most of it.
    for (let key = 0; key < keys; key += 1) sum += one[row + key] = numbers.uniform() ** 24;
    for (let key = 0; key < keys; key += 1) one[row + key]! /= sum;
  }
  const values = new Float32Array(layers * one.length);
  for (let layer = 0; layer < layers; layer += 1) {
    const from = (layer % heads) * queries * keys;
    values.set(one.subarray(from), layer * one.length);
    values.set(one.subarray(0, from), (layer + 1) * one.length - from);
  }
  return values;
}

/** As `np.save` writes float32. */
export function writeNpy(path: string, shape: AttentionShape): void {
  const values = attention(shape);
  writeFileSync(path, Buffer.concat([header('<f4', shape), Buffer.from(values.buffer)]));
}

/** As `np.savez_compressed` writes float16. */
export function writeCompressedHalves(path: string, shape: AttentionShape): void {
  const halves = new Float16Array(attention(shape));
  const array = Buffer.concat([header('<f2', shape), Buffer.from(halves.buffer)]);
  writeFileSync(path, zip({ 'attentions.npy': array }, true));
}

function header(type: string, shape: AttentionShape): Buffer {
  const text = `{'descr': '${type}', 'fortran_order': False, 'shape': (${shape.join(', ')}), }`;
  const padded = `${text.padEnd(Math.ceil((11 + text.length) / 64) * 64 - 11)}\n`;
  const preamble = [...Buffer.from('NUMPY'), 1, 0, padded.length & 255, padded.length >> 8];
  return Buffer.concat([Buffer.of(0x93, ...preamble), Buffer.from(padded, 'latin1')]);
}
