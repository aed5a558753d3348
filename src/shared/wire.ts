import type { ApiMethod, ApiReply, LabEvent } from './api.ts';
import { LabError } from './errors.ts';

/**
 * One frame of the web shell's socket: JSON for what is small, raw bytes for typed arrays, so that a million
 * losses never become text.
 *
 *     u32 length of the header | header, JSON in UTF-8, padded with spaces | array | array | …
 *
 * Every array starts at a multiple of 8 from the frame's start; numbers are little-endian, as on every processor
 * the lab runs on. What JSON cannot say (typed arrays; NaN, ±Infinity, −0) stands as null in the header's value
 * and is put back by its path, so that a frame carries what Electron's structured clone carries.
 */

/** What a window sends. `id` is chosen by the window, unique on its socket. */
export interface ClientMessage {
  readonly id: number;
  readonly method: ApiMethod;
  readonly input: unknown;
}

/**
 * What the lab sends. First a welcome: which process this is and the number of its newest event; again whenever
 * a slow window was passed over. Events are numbered 1, 2, … in a process's life. A window that comes back opens
 * `/socket?instance=<last seen>&after=<last sequence>` and gets what it missed, or `missed`: then it asks anew,
 * since everything is stored.
 */
export type ServerMessage =
  | { readonly welcome: { readonly instance: string; readonly sequence: number; readonly missed: boolean } }
  | { readonly id: number; readonly reply: ApiReply }
  | { readonly event: LabEvent; readonly sequence: number };

/** Why the lab closed a socket; the first two for good. */
export const closeCodes = { loginAgain: 4401, badMessage: 4403, goingAway: 1001 } as const;

const arrayTypes = {
  Uint8Array,
  Int32Array,
  Uint32Array,
  Float32Array,
  Float64Array,
} as const;
type ArrayName = keyof typeof arrayTypes;
type WireArray = InstanceType<(typeof arrayTypes)[ArrayName]>;
const arrayNames = Object.keys(arrayTypes) as readonly ArrayName[];

type Path = readonly (string | number)[];
interface Header {
  readonly value: unknown;
  readonly arrays: readonly (readonly [path: Path, type: ArrayName, length: number])[];
  readonly numbers: readonly (readonly [path: Path, text: string])[];
}

const lengthBytes = 4;
const align = (offset: number): number => Math.ceil(offset / 8) * 8;

/** The value as one frame. Throws a bug for what a frame cannot carry: functions, symbols, bigints, other arrays. */
export function encode(value: unknown): Uint8Array<ArrayBuffer> {
  const arrays: [Path, ArrayName, number][] = [];
  const numbers: [Path, string][] = [];
  const parts: WireArray[] = [];
  const path: (string | number)[] = [];

  const strip = (part: unknown): unknown => {
    if (typeof part === 'number') {
      if (Number.isFinite(part) && !Object.is(part, -0)) return part;
      numbers.push([[...path], Object.is(part, -0) ? '-0' : String(part)]);
      return null;
    }
    if (typeof part === 'function' || typeof part === 'symbol' || typeof part === 'bigint') {
      throw new Error(`a frame cannot carry a ${typeof part} at ${path.join('.')}`);
    }
    if (typeof part !== 'object' || part === null) return part;
    if (ArrayBuffer.isView(part)) {
      const name = arrayNames.find((candidate) => part instanceof arrayTypes[candidate]);
      if (name === undefined) throw new Error(`a frame cannot carry this array: ${part.constructor.name}`);
      const array = part as WireArray;
      arrays.push([[...path], name, array.length]);
      parts.push(array);
      return null;
    }
    const within = (key: string | number, child: unknown): unknown => {
      path.push(key);
      const stripped = strip(child);
      path.pop();
      return stripped;
    };
    if (Array.isArray(part)) return part.map((child: unknown, index) => within(index, child));
    return Object.fromEntries(Object.entries(part).map(([key, child]) => [key, within(key, child)]));
  };

  const stripped = strip(value);
  const json = JSON.stringify({ value: stripped ?? null, arrays, numbers } satisfies Header);
  const text = new TextEncoder().encode(json);
  const headerEnd = align(lengthBytes + text.length);
  const total = parts.reduce((end, array) => align(end) + array.byteLength, headerEnd);
  const frame = new Uint8Array(total);
  new DataView(frame.buffer).setUint32(0, headerEnd - lengthBytes, true);
  frame.set(text, lengthBytes);
  frame.fill(0x20, lengthBytes + text.length, headerEnd);
  let offset = headerEnd;
  for (const array of parts) {
    offset = align(offset);
    frame.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), offset);
    offset += array.byteLength;
  }
  return frame;
}

/**
 * The value of one frame; its arrays are copies that own their memory. Throws `LabError('bad-input')` for bytes
 * that are not a frame: what comes from a socket is not trusted.
 */
export function decode(bytes: Uint8Array): unknown {
  const header = readHeader(bytes);
  const root = { value: header.value };
  let offset = lengthBytes + headerLength(bytes);
  for (const [path, type, length] of header.arrays) {
    offset = align(offset);
    const size = length * arrayTypes[type].BYTES_PER_ELEMENT;
    if (offset + size > bytes.length) throw notAFrame('an array ends after the frame');
    const copy = new Uint8Array(size);
    copy.set(bytes.subarray(offset, offset + size));
    place(root, path, new arrayTypes[type](copy.buffer));
    offset += size;
  }
  for (const [path, text] of header.numbers) place(root, path, Number(text));
  return root.value;
}

function headerLength(bytes: Uint8Array): number {
  if (bytes.length < lengthBytes) throw notAFrame('too short');
  const length = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(0, true);
  if (lengthBytes + length > bytes.length) throw notAFrame('the header ends after the frame');
  return length;
}

function readHeader(bytes: Uint8Array): Header {
  const text = bytes.subarray(lengthBytes, lengthBytes + headerLength(bytes));
  let header: unknown;
  try {
    header = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(text));
  } catch (cause) {
    throw notAFrame('its header is not JSON', cause);
  }
  if (!isHeader(header)) throw notAFrame('its header is not one of ours');
  return header;
}

function isHeader(value: unknown): value is Header {
  if (typeof value !== 'object' || value === null) return false;
  if (!('value' in value && 'arrays' in value && 'numbers' in value)) return false;
  const { arrays, numbers } = value;
  return (
    Array.isArray(arrays) &&
    arrays.every(
      (entry: unknown) =>
        Array.isArray(entry) &&
        isPath(entry[0]) &&
        arrayNames.includes(entry[1] as ArrayName) &&
        Number.isSafeInteger(entry[2]) &&
        (entry[2] as number) >= 0,
    ) &&
    Array.isArray(numbers) &&
    numbers.every(
      (entry: unknown) => Array.isArray(entry) && isPath(entry[0]) && typeof entry[1] === 'string',
    )
  );
}

function isPath(value: unknown): value is Path {
  return Array.isArray(value) && value.every((key) => typeof key === 'string' || Number.isSafeInteger(key));
}

/** Puts a value where its path says; only into objects the frame itself made, never into a prototype. */
function place(root: { value: unknown }, path: Path, value: unknown): void {
  let holder: object = root;
  let key: string | number = 'value';
  for (const next of path) {
    const child: unknown = Object.getOwnPropertyDescriptor(holder, key)?.value;
    if (typeof child !== 'object' || child === null) throw notAFrame('a path leads nowhere');
    holder = child;
    key = next;
  }
  if (!Object.hasOwn(holder, key)) throw notAFrame('a path leads nowhere');
  Object.defineProperty(holder, key, { value, writable: true, enumerable: true, configurable: true });
}

function notAFrame(problem: string, cause?: unknown): LabError {
  return new LabError('bad-input', `not a frame: ${problem}`, cause === undefined ? {} : { cause });
}
