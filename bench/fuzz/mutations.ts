import fc from 'fast-check';

/** One change of a text or a file of bytes; places are shares of its length, so that they shrink with it. */
export type Mutation =
  | { readonly kind: 'flip'; readonly at: number; readonly bit: number }
  | { readonly kind: 'set'; readonly at: number; readonly byte: number }
  | { readonly kind: 'remove'; readonly at: number; readonly length: number }
  | { readonly kind: 'repeat'; readonly at: number; readonly length: number; readonly times: number }
  | { readonly kind: 'insert'; readonly at: number; readonly text: string }
  | { readonly kind: 'cut'; readonly at: number };

/** Evenly spread: fast-check's doubles are as many below 1e-9 as above, which would change first bytes only. */
const at = fc.integer({ min: 0, max: 2 ** 30 - 1 }).map((place) => place / 2 ** 30);
const length = fc.integer({ min: 1, max: 64 });

/** Up to eight changes; `words` are what a format's reader looks for. */
export function mutations(words: readonly string[]): fc.Arbitrary<readonly Mutation[]> {
  return fc.array(
    fc.oneof(
      fc.record({ kind: fc.constant('flip' as const), at, bit: fc.integer({ min: 0, max: 7 }) }),
      fc.record({ kind: fc.constant('set' as const), at, byte: fc.integer({ min: 0, max: 255 }) }),
      fc.record({ kind: fc.constant('remove' as const), at, length }),
      fc.record({
        kind: fc.constant('repeat' as const),
        at,
        length,
        times: fc.integer({ min: 1, max: 200 }),
      }),
      fc.record({ kind: fc.constant('insert' as const), at, text: fc.constantFrom(...words) }),
      fc.record({ kind: fc.constant('cut' as const), at }),
    ),
    { minLength: 1, maxLength: 8 },
  );
}

export function mutate(bytes: Uint8Array, changes: readonly Mutation[]): Buffer {
  return changes.reduce(apply, Buffer.from(bytes));
}

function apply(bytes: Buffer, change: Mutation): Buffer {
  const place = Math.floor(change.at * bytes.length);
  const [before, after] = [bytes.subarray(0, place), bytes.subarray(place)];
  switch (change.kind) {
    case 'flip':
    case 'set': {
      const changed = Buffer.from(bytes);
      const old = changed[place] ?? 0;
      if (place < changed.length)
        changed[place] = change.kind === 'set' ? change.byte : old ^ (1 << change.bit);
      return changed;
    }
    case 'remove':
      return Buffer.concat([before, after.subarray(change.length)]);
    case 'repeat':
      return Buffer.concat([
        before,
        ...new Array<Buffer>(change.times).fill(after.subarray(0, change.length)),
        after,
      ]);
    case 'insert':
      return Buffer.concat([before, Buffer.from(change.text, 'latin1'), after]);
    case 'cut':
      return before;
  }
}

/** One change of a JSON value: what lies at a place is replaced, removed or given a stranger beside it. */
export interface JsonEdit {
  /** Which of all places in the value, as a share. */
  readonly at: number;
  readonly kind: 'replace' | 'remove' | 'add' | 'rename';
  readonly value: unknown;
}

const strange = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    '',
    ' ',
    [],
    {},
    0,
    -1,
    1.5,
    1e308,
    2 ** 53,
    -(2 ** 53),
    4_294_967_296,
  ),
  fc.constantFrom<unknown>(
    '__proto__',
    'constructor',
    '../../x',
    '\u0000',
    'NaN',
    '\ud800',
    'x'.repeat(5000),
  ),
  fc.constantFrom<unknown>({ __proto__: null, toString: 1 }, [[[[]]]], new Array(300).fill(0)),
  fc.jsonValue({ maxDepth: 3 }),
);

export const jsonEdits: fc.Arbitrary<readonly JsonEdit[]> = fc.array(
  fc.record({ at, kind: fc.constantFrom('replace', 'remove', 'add', 'rename'), value: strange }),
  { minLength: 1, maxLength: 5 },
);

/** The value with the edits made to a copy of it. */
export function editJson(value: unknown, edits: readonly JsonEdit[]): unknown {
  const root = { value: structuredClone(value) as unknown };
  for (const edit of edits) {
    const places = placesIn(root);
    const place = places[Math.floor(edit.at * places.length)];
    if (place !== undefined) change(place.holder, place.key, edit);
  }
  return root.value;
}

type Holder = Record<string, unknown>;

function change(holder: Holder, key: string, { kind, value }: JsonEdit): void {
  // A copy each: the same stranger put into itself would have no end.
  const set = (name: string, next: unknown): void => {
    Object.defineProperty(holder, name, {
      value: structuredClone(next),
      writable: true,
      enumerable: true,
      configurable: true,
    });
  };
  const old = holder[key];
  if (kind === 'replace') set(key, value);
  else if (kind === 'add' && Array.isArray(holder)) holder.push(structuredClone(value));
  else if (kind === 'add') set(typeof value === 'string' ? value : 'stranger', value);
  else if (Array.isArray(holder)) holder.splice(Number(key), 1);
  else {
    // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- keys are what is being fuzzed
    delete holder[key];
    if (kind === 'rename') set(`${key}s`, old);
  }
}

function placesIn(holder: object): { holder: Holder; key: string }[] {
  return Object.keys(holder).flatMap((key) => {
    const own = { holder: holder as Holder, key };
    const child = (holder as Holder)[key];
    const isHolder = typeof child === 'object' && child !== null && !ArrayBuffer.isView(child);
    return isHolder ? [own, ...placesIn(child)] : [own];
  });
}
