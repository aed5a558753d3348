import { basename } from 'node:path';
import type { AttentionPart } from '../../shared/attention.ts';
import type { FoundExample, RowKind } from '../../shared/imports.ts';
import { Beside } from './beside.ts';
import { badFile, bundleLimits } from './limits.ts';
import { matricesOf, type Matrices } from './matrices.ts';
import { attentionIn, type NamedAttention } from './names.ts';
import { agree, sumsToOne } from './orientation.ts';
import { openTensors, type OpenedTensors } from './tensorFile.ts';
import type { Tensor } from './tensor.ts';

/** One example of a file; its numbers are read when they are asked for. */
export interface FileExample extends FoundExample {
  readonly keyTokens: readonly string[] | null;
  readonly queryTokens: readonly string[] | null;
  /** One head as it lies in the file, [rows, columns] row-major. */
  readonly readMatrix: (layer: number, head: number) => Promise<Float32Array>;
}

/** An open file of attention. Whoever opens it closes it. */
export interface AttentionFile {
  readonly name: string;
  readonly format: string;
  readonly examples: readonly FileExample[];
  readonly close: () => Promise<void>;
}

/** What a file of attention holds, as long as it is open. */
export type AttentionContents = Omit<AttentionFile, 'close'>;

/**
 * Opens a file of attention and reads its headers, its tokens and the few matrices that show what its rows are.
 * `rows` overrides what is found. Throws `LabError`: `not-found`, `io`, `bad-input`, `out-of-disk`.
 */
export async function openAttention(
  path: string,
  options: { readonly rows?: RowKind | undefined } = {},
): Promise<AttentionFile> {
  const file = await openTensors(path);
  try {
    return { ...(await attentionOf(file, basename(path), options.rows)), close: file.close };
  } catch (error) {
    await file.close();
    throw error;
  }
}

/** The same of a file that is open already, and stays so. `where` names it. Throws `LabError` as `openAttention`. */
export async function attentionOf(
  file: OpenedTensors,
  where: string,
  rows: RowKind | undefined,
): Promise<AttentionContents> {
  const beside = new Beside(file, where);
  const examples: FileExample[] = [];
  for (const attention of attentionIn(file.tensors, where)) {
    examples.push(...(await readExamples(file, attention, beside, where, rows)));
    refuseTooMuch(examples, where);
  }
  return { name: where, format: file.format, examples };
}

interface Layout {
  readonly examples: number;
  readonly layers: number;
  readonly heads: number;
  readonly rows: number;
  readonly columns: number;
}

async function readExamples(
  file: OpenedTensors,
  { example, part, tensors }: NamedAttention,
  beside: Beside,
  where: string,
  asked: RowKind | undefined,
): Promise<readonly FileExample[]> {
  const layout = layoutOf(tensors, where);
  const matrices = tensors.map((tensor) => matricesOf(tensor, file.scratch, where));
  const declared = asked === undefined ? await beside.rowKind(example) : null;
  const found: FileExample[] = [];
  for (let index = 0; index < layout.examples; index += 1) {
    const readMatrix = reader(matrices, layout, index);
    const tokens = {
      key: await beside.tokens(example, index, part, 'key'),
      query: await beside.tokens(example, index, part, 'query'),
    };
    const sums = await sampledSums(readMatrix, layout, tensors.some(isSlowToEnd));
    const rows = rowsOf(asked, declared, sums, tokens, layout);
    checkTokens(tokens, rows.rowKind, layout, part, where);
    found.push({
      name: nameOf(example, index, layout.examples),
      part,
      layers: layout.layers,
      heads: layout.heads,
      rows: layout.rows,
      columns: layout.columns,
      sums,
      ...rows,
      hasTokens: tokens.key !== null && tokens.query !== null,
      splitPoint: await beside.splitPoint(example, index, Math.min(layout.rows, layout.columns)),
      keyTokens: tokens.key,
      queryTokens: tokens.query,
      readMatrix,
    });
  }
  return found;
}

/** [examples, layers, heads, rows, columns] with what is left out being one; or one array a layer. */
function layoutOf(tensors: readonly Tensor[], where: string): Layout {
  const shape = tensors[0]?.shape ?? [];
  const [columns = 0, rows = 0, heads = 1, layers = 1, examples = 1, ...more] = shape.toReversed();
  if (more.length > 0) {
    throw badFile(
      where,
      `attention of ${shape.length} axes, [${shape.join(', ')}]`,
      'It has at most five: [examples, layers, heads, queries, keys]',
    );
  }
  const layout =
    tensors.length === 1
      ? { examples, layers, heads, rows, columns }
      : { examples: 1, layers: tensors.length, heads, rows, columns };
  const limits = bundleLimits;
  for (const [word, count, most] of [
    ['examples', layout.examples, limits.examples],
    ['layers', layout.layers, limits.layers],
    ['heads', layout.heads, limits.heads],
    ['tokens', layout.rows, limits.tokens],
    ['tokens', layout.columns, limits.tokens],
  ] as const) {
    if (count === 0) throw badFile(where, `attention of no ${word}, [${shape.join(', ')}]`);
    if (count > most) {
      throw badFile(where, `${count} ${word}, and at most ${most} can be shown`, 'Export a part of it');
    }
  }
  return layout;
}

function reader(matrices: readonly Matrices[], layout: Layout, index: number): FileExample['readMatrix'] {
  return (layer, head) => {
    const [whole] = matrices;
    const own = matrices.length === 1 ? whole : matrices[layer];
    if (own === undefined || layer >= layout.layers || head >= layout.heads) {
      throw new RangeError(`no such head: layer ${layer}, head ${head}`);
    }
    return own.read(matrices.length === 1 ? (index * layout.layers + layer) * layout.heads + head : head);
  };
}

/** Whether the last matrix costs the reading of all others. */
const isSlowToEnd = ({ isPacked, fortran }: Tensor): boolean => isPacked === true && !fortran;

/** Of a few heads, enough to tell rows from columns: the first ones where later ones are slow, else spread ones. */
async function sampledSums(
  readMatrix: FileExample['readMatrix'],
  { layers, heads, rows, columns }: Layout,
  isSlow: boolean,
): Promise<FoundExample['sums']> {
  const count = layers * heads;
  const places = isSlow
    ? [0, Math.min(1, count - 1), Math.min(2, count - 1)]
    : [0, (layers >> 1) * heads + (heads >> 1), count - 1];
  const found: FoundExample['sums'][] = [];
  for (const place of new Set(places)) {
    const matrix = await readMatrix(Math.floor(place / heads), place % heads);
    found.push(sumsToOne(matrix, rows, columns));
  }
  return agree(found);
}

interface Tokens {
  readonly key: readonly string[] | null;
  readonly query: readonly string[] | null;
}

/** A person's word, then the file's own, then tokens that fit one way only, then the sums. */
function rowsOf(
  asked: RowKind | undefined,
  declared: RowKind | null,
  sums: FoundExample['sums'],
  tokens: Tokens,
  { rows, columns }: Layout,
): Pick<FoundExample, 'rowKind' | 'knownBy'> {
  if (asked !== undefined) return { rowKind: asked, knownBy: 'choice' };
  if (declared !== null) return { rowKind: declared, knownBy: 'file' };
  if (rows !== columns && tokens.key !== null && tokens.query !== null) {
    const [keys, queries] = [tokens.key.length, tokens.query.length];
    if (keys === columns && queries === rows) return { rowKind: 'queries', knownBy: 'tokens' };
    if (keys === rows && queries === columns) return { rowKind: 'keys', knownBy: 'tokens' };
  }
  if (sums === 'rows') return { rowKind: 'queries', knownBy: 'sums' };
  if (sums === 'columns') return { rowKind: 'keys', knownBy: 'sums' };
  return { rowKind: null, knownBy: 'unknown' };
}

function checkTokens(
  tokens: Tokens,
  rowKind: RowKind | null,
  { rows, columns }: Layout,
  part: AttentionPart,
  where: string,
): void {
  const [keys, queries] = rowKind === 'keys' ? [rows, columns] : [columns, rows];
  for (const [side, list, count] of [
    ['key', tokens.key, keys],
    ['query', tokens.query, queries],
  ] as const) {
    if (list === null || list.length === count) continue;
    throw badFile(
      where,
      `${list.length} ${side} tokens for ${count} ${side === 'key' ? 'keys' : 'queries'}`,
      part === 'cross' || rows !== columns
        ? 'Save both sides, as "key_tokens" and "query_tokens"'
        : 'Save one token for every row',
    );
  }
}

function nameOf(example: string, index: number, count: number): string {
  if (count === 1) return example;
  return example === '' ? String(index + 1) : `${example} ${index + 1}`;
}

function refuseTooMuch(examples: readonly FileExample[], where: string): void {
  if (examples.length > bundleLimits.examples) throw badFile(where, 'too many examples in one file');
  let [matrices, bytes] = [0, 0];
  for (const { layers, heads, rows, columns } of examples) {
    matrices += layers * heads;
    bytes += layers * heads * rows * columns * 4;
  }
  if (matrices > bundleLimits.matrices) throw badFile(where, `${matrices} heads in one file`);
  if (bytes > bundleLimits.valueBytes) throw badFile(where, 'more than 4 GB of attention');
}
