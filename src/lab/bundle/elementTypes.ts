import { endianness } from 'node:os';

/** How the elements of an array lie in a file. */
export type ElementType =
  | { readonly kind: 'float'; readonly name: string; readonly bytes: 2 | 4 | 8; readonly big: boolean }
  | { readonly kind: 'bfloat'; readonly name: string; readonly bytes: 2; readonly big: false }
  | {
      readonly kind: 'integer';
      readonly name: string;
      readonly bytes: 1 | 2 | 4 | 8;
      readonly signed: boolean;
      readonly big: boolean;
    }
  /** numpy's `U`: `letters` code points of four bytes, padded with zeros. */
  | { readonly kind: 'text'; readonly name: string; readonly bytes: number; readonly big: boolean }
  /** numpy's `S`: bytes padded with zeros, read as UTF-8. */
  | { readonly kind: 'bytes'; readonly name: string; readonly bytes: number };

/** The type of a numpy `descr` such as `<f4`, `>f8`, `|S5` or `<U12`; undefined if it is none we read. */
export function numpyType(descr: string): ElementType | undefined {
  const [, order = '|', letter = '', digits = ''] = /^([<>|=])([fiuUS])(\d{1,6})$/.exec(descr) ?? [];
  const big = order === '>' || (order === '=' && endianness() === 'BE');
  const bytes = Number(digits);
  if (letter === 'f' && (bytes === 2 || bytes === 4 || bytes === 8)) {
    return { kind: 'float', name: descr, bytes, big };
  }
  if ((letter === 'i' || letter === 'u') && (bytes === 1 || bytes === 2 || bytes === 4 || bytes === 8)) {
    return { kind: 'integer', name: descr, bytes, signed: letter === 'i', big };
  }
  if (letter === 'U' && bytes > 0) return { kind: 'text', name: descr, bytes: bytes * 4, big };
  if (letter === 'S' && bytes > 0) return { kind: 'bytes', name: descr, bytes };
  return undefined;
}

const safetensorsTypes: Readonly<Record<string, ElementType>> = {
  F16: { kind: 'float', name: 'F16', bytes: 2, big: false },
  F32: { kind: 'float', name: 'F32', bytes: 4, big: false },
  F64: { kind: 'float', name: 'F64', bytes: 8, big: false },
  BF16: { kind: 'bfloat', name: 'BF16', bytes: 2, big: false },
  I8: { kind: 'integer', name: 'I8', bytes: 1, signed: true, big: false },
  U8: { kind: 'integer', name: 'U8', bytes: 1, signed: false, big: false },
  I16: { kind: 'integer', name: 'I16', bytes: 2, signed: true, big: false },
  I32: { kind: 'integer', name: 'I32', bytes: 4, signed: true, big: false },
  I64: { kind: 'integer', name: 'I64', bytes: 8, signed: true, big: false },
};

/** The type of a safetensors `dtype`; undefined if it is none we read. */
export function safetensorsType(dtype: string): ElementType | undefined {
  return Object.hasOwn(safetensorsTypes, dtype) ? safetensorsTypes[dtype] : undefined;
}

/**
 * Writes the numbers of a stretch of a file into `numbers` from `at` on, as float32; beyond float32's range they become
 * infinite. What large files hold on most machines is copied or looked up; the rest is read one by one.
 */
export function decodeNumbers(type: ElementType, bytes: Buffer, numbers: Float32Array, at: number): void {
  const count = Math.floor(bytes.byteLength / type.bytes);
  if (type.kind === 'float' && !type.big && endianness() === 'LE') {
    if (type.bytes === 4) {
      new Uint8Array(numbers.buffer, numbers.byteOffset + 4 * at).set(bytes);
      return;
    }
    if (type.bytes === 2) {
      const { buffer, byteOffset } = alignedTo(bytes, 2);
      const codes = new Uint16Array(buffer, byteOffset, count);
      for (let i = 0; i < count; i += 1) numbers[at + i] = halves[codes[i]!]!;
      return;
    }
    const { buffer, byteOffset } = alignedTo(bytes, 8);
    numbers.set(new Float64Array(buffer, byteOffset, count), at);
    return;
  }
  const read = numberReader(type, new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  for (let i = 0; i < count; i += 1) numbers[at + i] = read(i * type.bytes);
}

/** The bytes where a typed array of such elements may begin: themselves, or a copy. */
function alignedTo(bytes: Buffer, element: number): Uint8Array {
  return bytes.byteOffset % element === 0 ? bytes : Uint8Array.from(bytes);
}

/** Strings of a stretch of a file; integers (token ids) become their digits. */
export function decodeStrings(type: ElementType, bytes: Buffer): string[] {
  const count = Math.floor(bytes.byteLength / type.bytes);
  const item = (i: number): Buffer => bytes.subarray(i * type.bytes, (i + 1) * type.bytes);
  if (type.kind === 'text') {
    return Array.from({ length: count }, (_, i) => fromCodePoints(item(i), type.big));
  }
  if (type.kind === 'bytes') {
    return Array.from({ length: count }, (_, i) => {
      const end = item(i).indexOf(0);
      return item(i).toString('utf8', 0, end < 0 ? type.bytes : end);
    });
  }
  const read = numberReader(type, new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  return Array.from({ length: count }, (_, i) => String(read(i * type.bytes)));
}

function fromCodePoints(bytes: Buffer, big: boolean): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 4) {
    const point = big ? bytes.readUInt32BE(at) : bytes.readUInt32LE(at);
    if (point === 0) break;
    text += point > 0x10ffff ? '\ufffd' : String.fromCodePoint(point);
  }
  return text;
}

function numberReader(type: ElementType, view: DataView): (offset: number) => number {
  const little = type.kind === 'bytes' || type.kind === 'bfloat' || !type.big;
  switch (type.kind) {
    case 'float':
      if (type.bytes === 4) return (offset) => view.getFloat32(offset, little);
      if (type.bytes === 8) return (offset) => view.getFloat64(offset, little);
      return (offset) => halves[view.getUint16(offset, little)] ?? Number.NaN;
    case 'bfloat':
      return (offset) => {
        word[0] = view.getUint16(offset, true) << 16;
        return single[0] ?? Number.NaN;
      };
    case 'integer':
      switch (type.bytes) {
        case 1:
          return type.signed ? (offset) => view.getInt8(offset) : (offset) => view.getUint8(offset);
        case 2:
          return type.signed
            ? (offset) => view.getInt16(offset, little)
            : (offset) => view.getUint16(offset, little);
        case 4:
          return type.signed
            ? (offset) => view.getInt32(offset, little)
            : (offset) => view.getUint32(offset, little);
        case 8:
          return type.signed
            ? (offset) => Number(view.getBigInt64(offset, little))
            : (offset) => Number(view.getBigUint64(offset, little));
      }
    // falls through never: every width returns above
    case 'text':
    case 'bytes':
      return () => Number.NaN;
  }
}

const word = new Uint32Array(1);
const single = new Float32Array(word.buffer);

/** Every half-precision number there is, by its bits (IEEE 754 binary16). */
const halves = Float32Array.from({ length: 65_536 }, (_, bits) => {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : Number.NaN;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
});
