import { crc32, deflateRawSync } from 'node:zlib';

/** Writers of the formats that src/lab/bundle reads, for arrays made in a test. */

export interface ArraySpec {
  readonly shape: readonly number[];
  readonly type: 'f2' | 'f4' | 'f8';
  readonly big: boolean;
  readonly fortran: boolean;
  /** In C order. */
  readonly values: readonly number[];
}

export function npy({ shape, type, big, fortran, values }: ArraySpec, version = 1): Buffer {
  const axes = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
  const dict = `{'descr': '${big ? '>' : '<'}${type}', 'fortran_order': ${fortran ? 'True' : 'False'}, 'shape': (${axes}), }\n`;
  const length = Buffer.alloc(version === 1 ? 2 : 4);
  if (version === 1) length.writeUInt16LE(dict.length);
  else length.writeUInt32LE(dict.length);
  const order = fortran ? fortranOrder(shape) : values.map((_, i) => i);
  const numbers = order.map((i) => element(values[i] ?? 0, type, big));
  return Buffer.concat([
    Buffer.from('\u0093NUMPY', 'latin1'),
    Buffer.of(version, 0),
    length,
    Buffer.from(dict, 'latin1'),
    ...numbers,
  ]);
}

function element(value: number, type: ArraySpec['type'], big: boolean): Buffer {
  const bytes = Buffer.alloc(Number(type[1]));
  if (type === 'f2') new DataView(bytes.buffer, bytes.byteOffset).setUint16(0, half(value), !big);
  if (type === 'f4') new DataView(bytes.buffer, bytes.byteOffset).setFloat32(0, value, !big);
  if (type === 'f8') new DataView(bytes.buffer, bytes.byteOffset).setFloat64(0, value, !big);
  return bytes;
}

/** Bits of a half-precision number; for multiples of 1/1024 up to 1, which it holds exactly. */
function half(value: number): number {
  if (value === 0) return 0;
  const exponent = Math.floor(Math.log2(value));
  return ((exponent + 15) << 10) | Math.round((value / 2 ** exponent - 1) * 1024);
}

/** C-order numbers of the elements, in the order Fortran writes them. */
function fortranOrder(shape: readonly number[]): number[] {
  let order = [0];
  let stride = shape.reduce((product, length) => product * length, 1);
  for (const length of shape) {
    stride /= length;
    const before = order;
    order = Array.from({ length }, (_, i) => before.map((index) => index + i * stride)).flat();
  }
  return order;
}

export function zip(members: Readonly<Record<string, Buffer>>, deflate: boolean): Buffer {
  const parts: Buffer[] = [];
  const table: Buffer[] = [];
  let at = 0;
  for (const [name, content] of Object.entries(members)) {
    const packed = deflate ? deflateRawSync(content) : content;
    const shared = Buffer.alloc(26);
    shared.writeUInt16LE(20, 0);
    shared.writeUInt16LE(deflate ? 8 : 0, 4);
    shared.writeUInt32LE(crc32(content), 10);
    shared.writeUInt32LE(packed.length, 14);
    shared.writeUInt32LE(content.length, 18);
    shared.writeUInt16LE(name.length, 22);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(20, 4);
    shared.copy(entry, 6);
    entry.writeUInt32LE(at, 42);
    const local = Buffer.concat([Buffer.from('PK\u0003\u0004'), shared, Buffer.from(name)]);
    table.push(entry, Buffer.from(name));
    parts.push(local, packed);
    at += local.length + packed.length;
  }
  const tableBytes = Buffer.concat(table);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  const count = Object.keys(members).length;
  end.writeUInt16LE(count, 8);
  end.writeUInt16LE(count, 10);
  end.writeUInt32LE(tableBytes.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...parts, tableBytes, end]);
}

export function safetensors(tensors: Readonly<Record<string, { dtype: string; array: ArraySpec }>>): Buffer {
  const header: Record<string, unknown> = {};
  const parts: Buffer[] = [];
  let at = 0;
  for (const [name, { dtype, array }] of Object.entries(tensors)) {
    const bytes = Buffer.concat(array.values.map((value) => element(value, array.type, false)));
    header[name] = { dtype, shape: array.shape, data_offsets: [at, at + bytes.length] };
    at += bytes.length;
    parts.push(bytes);
  }
  const text = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length));
  return Buffer.concat([length, text, ...parts]);
}
