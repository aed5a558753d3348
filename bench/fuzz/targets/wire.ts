import fc from 'fast-check';
import { decode, encode } from '../../../src/shared/wire.ts';
import type { FuzzTarget } from '../fuzz.ts';
import { editJson, jsonEdits, mutate, mutations } from '../mutations.ts';

const words = [
  '{',
  '}',
  '"',
  'null',
  '"arrays":[',
  'Float64Array',
  '__proto__',
  '-1',
  '1e9',
  '\0\0\0\0',
  '\u00ff\u00ff\u00ff\u00ff',
];
const frames = [
  encode({ id: 1, method: 'getRun', input: { runId: 'abcd1234' } }),
  encode({ id: 2, reply: { ok: true, value: { losses: new Float64Array([1, Number.NaN]), n: [-0] } } }),
  encode([new Uint8Array([1, 2, 3]), { deep: { deeper: new Int32Array([4]) } }, Number.POSITIVE_INFINITY]),
];
const header = {
  value: { a: null, b: [null, { c: null }] },
  arrays: [[['a'], 'Float32Array', 2]],
  numbers: [[['b', 0], 'NaN']],
};

/** Frames of the web shell's socket, from a stranger. */
export const wire: FuzzTarget<Uint8Array> = {
  name: 'wire frames',
  open: async () => ({
    inputs: fc.oneof(
      fc
        .tuple(fc.constantFrom(...frames), mutations(words))
        .map(([frame, changes]) => mutate(frame, changes)),
      jsonEdits.map((edits) => frameOf(editJson(header, edits))),
      fc.uint8Array({ maxLength: 300 }),
    ),
    parse: (frame) => decode(frame),
  }),
};

/** A header with eight bytes of arrays after it. */
function frameOf(value: unknown): Uint8Array {
  const text = Buffer.from(JSON.stringify(value) ?? '');
  const end = Math.ceil((4 + text.length) / 8) * 8;
  const frame = Buffer.alloc(end + 8, 0x20);
  frame.writeUInt32LE(end - 4, 0);
  text.copy(frame, 4);
  return frame;
}
