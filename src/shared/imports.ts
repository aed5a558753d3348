import { z } from 'zod';
import { attentionParts, type AttentionBundle, type AttentionPart } from './attention.ts';

/** Attention that came from a file: what the file says, and what the lab keeps of it. */

/** What the rows of a matrix in a file are; its columns are the other. */
export const rowKinds = ['queries', 'keys'] as const;
export type RowKind = (typeof rowKinds)[number];

/** Along which axis of a matrix the numbers sum to 1. */
export type SumsToOne = 'rows' | 'columns' | 'both' | 'neither';

/** How it is known what the rows are; `unknown` has to be asked. */
export type RowsKnownBy = 'choice' | 'file' | 'tokens' | 'sums' | 'unknown';

/** One example of a file, as its headers and a few of its matrices say; numbers stay in the file. */
export interface FoundExample {
  readonly name: string;
  readonly part: AttentionPart;
  readonly layers: number;
  readonly heads: number;
  readonly rows: number;
  readonly columns: number;
  readonly sums: SumsToOne;
  /** Null: neither sums, nor tokens, nor the file itself say it. */
  readonly rowKind: RowKind | null;
  readonly knownBy: RowsKnownBy;
  readonly hasTokens: boolean;
  readonly splitPoint: number | null;
}

/** A file before it is imported. */
export interface ImportPreview {
  readonly name: string;
  readonly format: string;
  readonly examples: readonly FoundExample[];
  /** First layer and head of the example asked for, its rows as found or else queries. */
  readonly preview: AttentionBundle;
}

/** One example as it is kept: attention [layers, heads, keys, queries] float32. */
export const importedExampleSchema = z.strictObject({
  name: z.string(),
  part: z.enum(attentionParts),
  layers: z.int().min(1),
  heads: z.int().min(1),
  keys: z.int().min(1),
  queries: z.int().min(1),
  keyTokens: z.array(z.string()),
  queryTokens: z.array(z.string()),
  splitPoint: z.int().nullable(),
  normalisedOver: z.enum(['keys', 'queries', 'none']),
  range: z.enum(['unit', 'signed']),
});
export type ImportedExample = z.output<typeof importedExampleSchema>;

/** A file the lab keeps, without its tokens and numbers. */
export interface ImportSummary {
  /** SHA-256 of what is kept: the same attention with the same tokens is the same import. */
  readonly id: string;
  readonly name: string;
  /** npz, npy, safetensors or json. */
  readonly format: string;
  readonly bytes: number;
  readonly createdAt: string;
  readonly examples: readonly Omit<ImportedExample, 'keyTokens' | 'queryTokens'>[];
}
