import { deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { npy, safetensors, zip, type ArraySpec } from '../../tests/lab/bundle/writers.ts';

/**
 * Files that no reader may take: cut short, with headers that lie, of shapes no machine holds, bombs of every container
 * (what unpacks without end, what names the same bytes again and again, what nests without end), and with numbers that
 * are none.
 */
export const damageKinds = [
  'truncated',
  'lying header',
  'huge shape',
  'zip bomb',
  'zip overlap',
  'tensor bomb',
  'JSON bomb',
  'NaN',
] as const;
export type DamageKind = (typeof damageKinds)[number];

const sizes = { heads: fc.integer({ min: 1, max: 4 }), tokens: fc.integer({ min: 2, max: 12 }) };

const arrays: fc.Arbitrary<ArraySpec> = fc
  .record({
    ...sizes,
    type: fc.constantFrom('f2' as const, 'f4' as const, 'f8' as const),
    big: fc.boolean(),
    fortran: fc.boolean(),
  })
  .map(({ heads, tokens, type, big, fortran }) => ({
    shape: [heads, tokens, tokens],
    type,
    big,
    fortran,
    values: new Array<number>(heads * tokens * tokens).fill(1 / tokens),
  }));

type Container = 'npy' | 'npz' | 'deflated npz' | 'safetensors' | 'json';
const containers = fc.constantFrom<Container>('npy', 'npz', 'deflated npz', 'safetensors', 'json');
const dtypes = { f2: 'F16', f4: 'F32', f8: 'F64' } as const;

function contain(container: Container, array: ArraySpec): Buffer {
  switch (container) {
    case 'npy':
      return npy(array);
    case 'npz':
      return zip({ 'attention.npy': npy(array) }, false);
    case 'deflated npz':
      return zip({ 'attention.npy': npy(array) }, true);
    case 'safetensors':
      return safetensors({ attention: { dtype: dtypes[array.type], array } });
    case 'json': {
      const tokens = array.shape[2] ?? 1;
      const rows = Array.from({ length: tokens }, (_, row) =>
        Array.from(array.values.slice(row * tokens, (row + 1) * tokens)),
      );
      return Buffer.from(JSON.stringify({ attention: [rows] }).replaceAll('null', 'NaN'));
    }
  }
}

/** `npy` with another shape in its header, whose length stays what it says. */
function claiming(array: ArraySpec, shape: string): Buffer {
  const bytes = npy(array).toString('latin1');
  const said = /\([^)]*\)/.exec(bytes)?.[0] ?? '';
  const changed = Buffer.from(bytes.replace(said, shape), 'latin1');
  changed.writeUInt16LE(changed.readUInt16LE(8) + shape.length - said.length, 8);
  return changed;
}

const truncated = fc
  .record({ container: containers, array: arrays, at: fc.double({ min: 0, max: 0.98, noNaN: true }) })
  .map(({ container, array, at }) => {
    const whole = contain(container, array);
    return whole.subarray(0, Math.floor(at * whole.length));
  });

const lying = fc.oneof(
  // One more of something than there are bytes for.
  fc.record({ array: arrays, zipped: fc.boolean(), more: fc.integer({ min: 1, max: 4000 }) }).map((one) => {
    const [heads = 1, rows = 1, columns = 1] = one.array.shape;
    const bytes = claiming(one.array, `(${heads + one.more}, ${rows}, ${columns})`);
    return one.zipped ? zip({ 'attention.npy': bytes }, true) : bytes;
  }),
  // A header said to be longer than the file.
  fc.record({ array: arrays, length: fc.integer({ min: 5000, max: 65_535 }) }).map(({ array, length }) => {
    const bytes = npy(array);
    bytes.writeUInt16LE(length, 8);
    return bytes;
  }),
  fc.record({ array: arrays, length: fc.bigInt({ min: 100_000n, max: 2n ** 47n }) }).map((one) => {
    const bytes = safetensors({ attention: { dtype: dtypes[one.array.type], array: one.array } });
    bytes.writeBigUInt64LE(one.length);
    return bytes;
  }),
  // Bytes of a tensor that lie behind the end.
  fc.record({ array: arrays, by: fc.integer({ min: 1, max: 1 << 30 }) }).map(({ array, by }) => {
    const text = safetensors({ attention: { dtype: dtypes[array.type], array } }).toString('latin1');
    const changed = text.replace(/\[0,(\d+)\]/, (_, end: string) => `[${by},${by + Number(end)}]`);
    const bytes = Buffer.from(changed, 'latin1');
    bytes.writeBigUInt64LE(BigInt(Number(bytes.readBigUInt64LE()) + changed.length - text.length));
    return bytes;
  }),
);

const far = fc.bigInt({ min: 10_000n, max: 2n ** 70n });
const huge = fc
  .record({ array: arrays, axes: fc.array(far, { minLength: 2, maxLength: 6 }), zipped: fc.boolean() })
  .map(({ array, axes, zipped }) => {
    const bytes = claiming(array, `(${axes.join(', ')})`);
    return zipped ? zip({ 'attention.npy': bytes }, true) : bytes;
  });

/** Zeros by the gigabyte in a file of a few megabytes, made once: what a bomb is filled with. */
const filling = deflateRawSync(Buffer.alloc(192 << 20));

const bombs = fc
  .record({
    /** What the archive's own table says the member unpacks to. */
    said: fc.oneof(fc.integer({ min: 1, max: 4000 }), fc.integer({ min: 1 << 20, max: 0xfffffffe })),
    tokens: fc.integer({ min: 2, max: 4096 }),
    members: fc.integer({ min: 1, max: 20 }),
    withHeader: fc.boolean(),
  })
  .map(({ said, tokens, members, withHeader }) => {
    const head = claiming(
      { shape: [1, 1], type: 'f4', big: false, fortran: false, values: [] },
      `(${Math.floor(said / (tokens * tokens * 4)) + 1}, ${tokens}, ${tokens})`,
    );
    const content = Buffer.concat([storedBlock(withHeader ? head : Buffer.alloc(64)), filling]);
    return zipOf(
      Array.from({ length: members }, (_, i) => [`attention_${i}.npy`, content] as const),
      said,
    );
  });

/** Bytes as a deflate block that is not the last. */
function storedBlock(bytes: Buffer): Buffer {
  const head = Buffer.alloc(5);
  head.writeUInt16LE(bytes.length, 1);
  head.writeUInt16LE(~bytes.length & 0xffff, 3);
  return Buffer.concat([head, bytes]);
}

/** A zip of members that are deflated already, each said to unpack to so many bytes. */
function zipOf(members: readonly (readonly [name: string, packed: Buffer])[], said: number): Buffer {
  const written = zip(Object.fromEntries(members), false);
  const table = written.indexOf('PK\u0001\u0002');
  for (let at = 0; (at = written.indexOf('PK\u0003\u0004', at)) >= 0 && at < table; at += 4) {
    written.writeUInt16LE(8, at + 8);
    written.writeUInt32LE(said, at + 22);
  }
  for (let at = table; (at = written.indexOf('PK\u0001\u0002', at)) >= 0; at += 4) {
    written.writeUInt16LE(8, at + 10);
    written.writeUInt32LE(said, at + 24);
  }
  return written;
}

/** Many names in an archive's table, all of them of one member. */
const overlaps = fc
  .record({ names: fc.integer({ min: 2, max: 30_000 }), megabytes: fc.integer({ min: 1, max: 3 }) })
  .map(({ names, megabytes }) => {
    const side = 256;
    const values = new Array<number>(megabytes * 4 * side * side).fill(1 / side);
    const array = npy({ shape: [megabytes * 4, side, side], type: 'f4', big: false, fortran: false, values });
    const written = zip({ '0/attention.npy': array }, true);
    const table = written.indexOf('PK\u0001\u0002');
    const end = written.indexOf('PK\u0005\u0006');
    const entry = written.subarray(table, end);
    const last = Buffer.from(written.subarray(end));
    last.writeUInt16LE(names, 8);
    last.writeUInt16LE(names, 10);
    last.writeUInt32LE(names * entry.length, 12);
    return Buffer.concat([written.subarray(0, table), ...Array.from({ length: names }, () => entry), last]);
  });

/** A safetensors file whose header is this text. */
function tensorFile(header: string, bytes: number): Buffer {
  const text = Buffer.from(header);
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length));
  return Buffer.concat([length, text, Buffer.alloc(bytes)]);
}

const tensorBombs = fc.oneof(
  // So many names of the same bytes.
  fc
    .record({ names: fc.integer({ min: 2, max: 15_000 }), side: fc.integer({ min: 2, max: 512 }) })
    .map((one) => {
      const bytes = one.side * one.side * 4;
      const entry = { dtype: 'F32', shape: [one.side, one.side], data_offsets: [0, bytes] };
      const names = Array.from({ length: one.names }, (_, i) => [`${i}/attention`, entry]);
      return tensorFile(JSON.stringify(Object.fromEntries(names)), bytes);
    }),
  fc
    .integer({ min: 20, max: 900_000 })
    .map((deep) => tensorFile(`{"a":${'['.repeat(deep)}${']'.repeat(deep)}}`, 64)),
  fc
    .integer({ min: 10_001, max: 190_000 })
    .map((many) => tensorFile(`{${Array.from({ length: many }, (_, i) => `"${i}":[]`).join()}}`, 64)),
  fc
    .record({ axes: fc.array(fc.integer({ min: 5000, max: 2 ** 52 }), { minLength: 2, maxLength: 8 }) })
    .map(({ axes }) =>
      tensorFile(JSON.stringify({ attention: { dtype: 'F32', shape: axes, data_offsets: [0, 64] } }), 64),
    ),
);

const jsonBombs = fc.oneof(
  fc.integer({ min: 20, max: 9_000_000 }).map((deep) => Buffer.alloc(deep, '[')),
  fc.integer({ min: 20, max: 1_000_000 }).map((deep) => Buffer.from('{"a":'.repeat(deep))),
  fc.integer({ min: 600_000, max: 3_000_000 }).map((many) => Buffer.from(`[${'[],'.repeat(many)}[]]`)),
  fc.integer({ min: 10_000_001, max: 20_000_000 }).map((length) => Buffer.alloc(length, '[0,')),
  fc.integer({ min: 4097, max: 100_000 }).map((wide) => Buffer.from(`[[${'0,'.repeat(wide)}1]]`)),
);

const notNumbers = fc
  .record({
    container: containers,
    array: arrays,
    value: fc.constantFrom(Number.NaN, Infinity, -Infinity),
    at: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
  })
  .map(({ container, array, value, at }) => {
    const type = array.type === 'f2' ? ('f4' as const) : array.type;
    const values = [...array.values];
    const tokens = array.shape[2] ?? 1;
    values[Math.floor(at * (container === 'json' ? tokens * tokens : values.length))] = value;
    return contain(container, { ...array, type, values });
  });

export const damages: Readonly<Record<DamageKind, fc.Arbitrary<Buffer>>> = {
  truncated,
  'lying header': lying,
  'huge shape': huge,
  'zip bomb': bombs,
  'zip overlap': overlaps,
  'tensor bomb': tensorBombs,
  'JSON bomb': jsonBombs,
  NaN: notNumbers,
};
