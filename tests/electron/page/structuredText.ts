/** Values as text and back, with what structured cloning keeps. */
export interface StructuredText {
  /** Throws for what cannot be cloned: functions, symbols. */
  readonly write: (value: unknown) => string;
  readonly read: (text: string) => unknown;
}

/**
 * JSON in which every value that JSON does not know is an array `['#kind', …]`: undefined, NaN, ±Infinity, −0, bigint,
 * dates, maps, sets, errors, buffers and typed arrays (their bytes in base64). Ordinary arrays become
 * `['#array', …]`, so the two cannot be confused.
 *
 * The function is self-contained: its source is also sent to the page.
 */
export function makeStructuredText(): StructuredText {
  const arrayTypes = {
    Int8Array,
    Uint8Array,
    Uint8ClampedArray,
    Int16Array,
    Uint16Array,
    Int32Array,
    Uint32Array,
    BigInt64Array,
    BigUint64Array,
    Float32Array,
    Float64Array,
  };
  type ArrayName = keyof typeof arrayTypes;
  const isArrayName = (name: unknown): name is ArrayName =>
    typeof name === 'string' && Object.hasOwn(arrayTypes, name);

  const toBase64 = (bytes: Uint8Array): string => {
    let text = '';
    for (let at = 0; at < bytes.length; at += 0x8000) {
      text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
    }
    return btoa(text);
  };
  const fromBase64 = (text: string): ArrayBuffer =>
    Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0)).buffer;

  const strip = (value: unknown): unknown => {
    switch (typeof value) {
      case 'undefined':
        return ['#undefined'];
      case 'number':
        return Number.isFinite(value) && !Object.is(value, -0)
          ? value
          : ['#number', Object.is(value, -0) ? '-0' : String(value)];
      case 'bigint':
        return ['#bigint', String(value)];
      case 'function':
      case 'symbol':
        throw new TypeError('An object could not be cloned.');
      case 'object':
        return value === null ? null : stripObject(value);
      default:
        return value;
    }
  };
  const stripObject = (value: object): unknown => {
    if (Array.isArray(value)) return ['#array', ...value.map(strip)];
    if (value instanceof Date) return ['#date', value.getTime()];
    if (value instanceof Map) return ['#map', ...[...value].map((pair) => pair.map(strip))];
    if (value instanceof Set) return ['#set', ...[...value].map(strip)];
    if (value instanceof Error) return ['#error', value.name, value.message];
    if (value instanceof ArrayBuffer) return ['#buffer', toBase64(new Uint8Array(value))];
    if (ArrayBuffer.isView(value)) {
      const { buffer, byteOffset, byteLength } = value;
      // A Node Buffer is a Uint8Array to everyone else.
      const name = Object.prototype.toString.call(value).slice('[object '.length, -1);
      if (!isArrayName(name)) throw new TypeError(`An object could not be cloned: ${name}`);
      return ['#view', name, toBase64(new Uint8Array(buffer, byteOffset, byteLength))];
    }
    return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, strip(child)]));
  };

  const restore = (value: unknown): unknown => {
    if (typeof value !== 'object' || value === null) return value;
    if (!Array.isArray(value)) {
      return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, restore(child)]));
    }
    const [kind, ...rest] = value as readonly unknown[];
    switch (kind) {
      case '#array':
        return rest.map(restore);
      case '#undefined':
        return undefined;
      case '#number':
        return Number(rest[0]);
      case '#bigint':
        return BigInt(String(rest[0]));
      case '#date':
        return new Date(Number(rest[0]));
      case '#map':
        return new Map(rest.map((pair) => (pair as unknown[]).map(restore) as [unknown, unknown]));
      case '#set':
        return new Set(rest.map(restore));
      case '#error':
        return Object.assign(new Error(String(rest[1])), { name: String(rest[0]) });
      case '#buffer':
        return fromBase64(String(rest[0]));
      case '#view':
        return new arrayTypes[rest[0] as ArrayName](fromBase64(String(rest[1])));
      default:
        throw new TypeError(`not structured text: ${String(kind)}`);
    }
  };

  return {
    write: (value) => JSON.stringify(strip(value)),
    read: (text) => restore(JSON.parse(text) as unknown),
  };
}
