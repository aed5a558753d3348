import type { AttentionBundle, AttentionOrigin, AttentionToken } from '../../shared/attention.ts';
import type { ImportedExample, RowKind, SumsToOne } from '../../shared/imports.ts';
import type { FileExample } from './attentionFile.ts';
import { transposed } from './matrices.ts';

/** Slack of float16 shares around 0 and 1. */
const slack = 1e-3;

/** A part of an example: one head, one layer, or all of it. */
export interface BundlePart {
  readonly layer: number | null;
  /** Null is every head; with a head goes its layer. */
  readonly head: number | null;
}

/** An example's sizes and words, once it is known what its rows are. */
export function describeExample(
  example: FileExample,
  rowKind: RowKind,
  range: 'unit' | 'signed',
): ImportedExample {
  const [keys, queries] =
    rowKind === 'keys' ? [example.rows, example.columns] : [example.columns, example.rows];
  return {
    name: example.name,
    part: example.part,
    layers: example.layers,
    heads: example.heads,
    keys,
    queries,
    keyTokens: [...(example.keyTokens ?? numbers(keys))],
    queryTokens: [...(example.queryTokens ?? numbers(queries))],
    splitPoint: example.splitPoint,
    normalisedOver: normalisedOver(example.sums, rowKind),
    range,
  };
}

/** One head of a file as the views take it, [keys, queries] row-major. */
export async function readHead(
  example: FileExample,
  rowKind: RowKind,
  layer: number,
  head: number,
): Promise<Float32Array> {
  const matrix = await example.readMatrix(layer, head);
  return rowKind === 'keys' ? matrix : transposed(matrix, example.rows, example.columns);
}

/** Part of a file's example as a bundle, straight from the file. */
export async function bundleFromFile(
  fileName: string,
  example: FileExample,
  rowKind: RowKind,
  part: BundlePart,
): Promise<AttentionBundle> {
  const { layers, heads } = partSize(example, part);
  const size = example.rows * example.columns;
  const values = new Float32Array(layers * heads * size);
  for (let layer = 0; layer < layers; layer += 1) {
    for (let head = 0; head < heads; head += 1) {
      const matrix = await readHead(example, rowKind, (part.layer ?? 0) + layer, (part.head ?? 0) + head);
      values.set(matrix, (layer * heads + head) * size);
    }
  }
  const described = describeExample(example, rowKind, isUnit(values) ? 'unit' : 'signed');
  return assembleBundle(described, values, part, { kind: 'file', name: fileName });
}

export function partSize(
  { layers, heads }: Pick<ImportedExample, 'layers' | 'heads'>,
  part: BundlePart,
): { readonly layers: number; readonly heads: number } {
  return { layers: part.layer === null ? layers : 1, heads: part.head === null ? heads : 1 };
}

export function assembleBundle(
  example: ImportedExample,
  values: Float32Array,
  part: BundlePart,
  origin: AttentionOrigin & { readonly kind: 'file' },
): AttentionBundle {
  const title = [origin.name, example.name, example.part === 'self' ? '' : example.part];
  if (part.layer !== null) title.push(`layer ${part.layer + 1}`);
  if (part.head !== null) title.push(`head ${part.head + 1}`);
  return {
    ...partSize(example, part),
    keys: example.keys,
    queries: example.queries,
    values,
    keyTokens: example.keyTokens.map(toToken),
    queryTokens: example.queryTokens.map(toToken),
    groups: [],
    meta: {
      title: title.filter((word) => word !== '').join(', '),
      origin: {
        ...origin,
        firstLayer: part.layer ?? 0,
        firstHead: part.head ?? 0,
        ofLayers: example.layers,
        ofHeads: example.heads,
      },
      normalisedOver: example.normalisedOver,
      range: example.range,
      part: example.part,
      ...(example.splitPoint === null ? {} : { splitPoint: example.splitPoint }),
    },
  };
}

/** Whether every value is a share. */
export function isUnit(values: Float32Array): boolean {
  // A loop: a call for each of a hundred million numbers takes seconds.
  for (const value of values) if (!(value >= -slack && value <= 1 + slack)) return false;
  return true;
}

function toToken(label: string): AttentionToken {
  return { label, group: -1, title: '', documentHash: null };
}

const numbers = (count: number): string[] => Array.from({ length: count }, (_, i) => String(i + 1));

/** Rows that sum to 1 are shares over the columns, so over whatever the columns are. */
function normalisedOver(sums: SumsToOne, rowKind: RowKind): ImportedExample['normalisedOver'] {
  switch (sums) {
    case 'neither':
      return 'none';
    case 'both':
      return 'keys';
    case 'rows':
      return rowKind === 'queries' ? 'keys' : 'queries';
    case 'columns':
      return rowKind === 'queries' ? 'queries' : 'keys';
  }
}
