/**
 * The attention bundle: what every view draws and every figure exports. A run, a snapshot, an untrained measure,
 * a difference and an imported file are all bundles.
 */

/** Where a bundle comes from; drives titles, recipes and what a view may offer (a measure has no weights). */
export type AttentionOrigin =
  | { readonly kind: 'run'; readonly runId: string; readonly step: number; readonly sequence: number }
  | { readonly kind: 'measure'; readonly measure: string; readonly sequence: number }
  | { readonly kind: 'difference'; readonly a: AttentionOrigin; readonly b: AttentionOrigin }
  /**
   * `importId` once the lab keeps it; then `firstLayer` and `firstHead` say which the bundle's first are, of how many
   * that the example has.
   */
  | {
      readonly kind: 'file';
      readonly name: string;
      readonly importId?: string;
      readonly example?: number;
      readonly firstLayer?: number;
      readonly firstHead?: number;
      readonly ofLayers?: number;
      readonly ofHeads?: number;
    };

/** Which attention of a model: `cross` has the encoder's tokens as keys and the decoder's as queries. */
export const attentionParts = ['self', 'encoder', 'decoder', 'cross'] as const;
export type AttentionPart = (typeof attentionParts)[number];

/** One key or query: its short name ("sci.space 3"), class index (−1: none) and the document behind it. */
export interface AttentionToken {
  readonly label: string;
  readonly group: number;
  readonly title: string;
  readonly documentHash: string | null;
}

export interface AttentionBundle {
  readonly layers: number;
  readonly heads: number;
  readonly keys: number;
  readonly queries: number;
  /** [layers, heads, keys, queries] row-major: `values[((l·heads + h)·keys + key)·queries + query]`. */
  readonly values: Float32Array;
  readonly keyTokens: readonly AttentionToken[];
  readonly queryTokens: readonly AttentionToken[];
  /** Class names; a token's `group` indexes it. */
  readonly groups: readonly string[];
  readonly meta: {
    readonly title: string;
    readonly origin: AttentionOrigin;
    /** Which axis sums to 1, if any: a plain product does not. */
    readonly normalisedOver: 'keys' | 'queries' | 'none';
    /** `signed` values straddle zero (differences, raw measures) and take the diverging map. */
    readonly range: 'unit' | 'signed';
    /** Of an imported file; `self` when absent. */
    readonly part?: AttentionPart;
    /** Two texts in one sequence: tokens before this index are the first. Absent: one text. */
    readonly splitPoint?: number;
  };
}

/** The numbers of a bundle without its words. */
export type Matrices = Pick<AttentionBundle, 'heads' | 'keys' | 'queries' | 'values'>;

/** The matrix of one head as a view on the bundle's values, [keys, queries] row-major; nothing is copied. */
export function headValues(bundle: Matrices, layer: number, head: number): Float32Array {
  const size = bundle.keys * bundle.queries;
  const start = (layer * bundle.heads + head) * size;
  return bundle.values.subarray(start, start + size);
}

/** What a head of a bundle is called, from 1 on: of a file it is the file's own number. */
export function headNumber({ meta: { origin } }: AttentionBundle, head: number): number {
  const { firstHead = 0 } = origin.kind === 'file' ? origin : {};
  return firstHead + head + 1;
}

/** Mean over the heads of a layer, [keys, queries] row-major, summed in head order in float64. */
export function meanOverHeads(bundle: Matrices, layer: number): Float32Array {
  const size = bundle.keys * bundle.queries;
  const sum = new Float64Array(size);
  for (let head = 0; head < bundle.heads; head += 1) {
    const values = headValues(bundle, layer, head);
    for (let i = 0; i < size; i += 1) sum[i]! += values[i]!;
  }
  return Float32Array.from(sum, (value) => value / bundle.heads);
}
