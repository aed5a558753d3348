import type { z } from 'zod';

/** Between SQLite's column values and ours. Blobs hold little-endian numbers, as every machine we run on does. */

export const toBit = (value: boolean): 0 | 1 => (value ? 1 : 0);
export const fromBit = (value: number): boolean => value !== 0;

/** REAL columns cannot hold NaN: what is not finite is stored as NULL. */
export const toReal = (value: number): number | null => (Number.isFinite(value) ? value : null);
/** A NULL among metrics was a number that was not finite. */
export const fromReal = (value: number | null): number => value ?? Number.NaN;

/** The bytes of a typed array, without a copy. */
export function toBlob(values: Float32Array | Float64Array | Int32Array): Buffer {
  return Buffer.from(values.buffer, values.byteOffset, values.byteLength);
}

/** Copies: a blob's bytes may start anywhere, a typed array's may not. */
export const toFloat32 = (blob: Uint8Array): Float32Array => new Float32Array(ownBytes(blob));
export const toFloat64 = (blob: Uint8Array): Float64Array => new Float64Array(ownBytes(blob));
export const toInt32 = (blob: Uint8Array): Int32Array => new Int32Array(ownBytes(blob));

function ownBytes(blob: Uint8Array): ArrayBuffer {
  const bytes = new ArrayBuffer(blob.byteLength);
  new Uint8Array(bytes).set(blob);
  return bytes;
}

/** A JSON column through its schema; NULL stays null. */
export function fromJson<T>(schema: z.ZodType<T>, text: string | null): T | null {
  return text === null ? null : schema.parse(JSON.parse(text));
}
