import { z } from 'zod';
import type { DatasetConfig } from './experiment.ts';

/** Datasets as the window lists, browses and imports them. */

/** One dataset as a list shows it. */
export interface DatasetSummary {
  readonly hash: string;
  readonly title: string;
  /** Where it was read from last. */
  readonly config: DatasetConfig;
  readonly classes: readonly string[];
  readonly trainDocuments: number;
  readonly testDocuments: number;
  readonly createdAt: string;
}

export interface DatasetDetail extends DatasetSummary {
  /** Documents of each class, in the order of `classes`. */
  readonly classCounts: readonly { readonly train: number; readonly test: number }[];
  /** Runs on it that are not deleted. */
  readonly runs: number;
}

/** One document's place in a dataset. */
export interface DatasetDocument {
  readonly split: 'train' | 'test';
  /** 0 is the first of its split, in the order the experiment uses. */
  readonly position: number;
  readonly name: string;
  /** Index into the dataset's classes. */
  readonly label: number;
  readonly hash: string;
  readonly title: string;
}

/** Some of the documents that were asked for, and how many there are. */
export interface DocumentPage {
  readonly total: number;
  readonly documents: readonly DatasetDocument[];
}

/** Which documents of a dataset: those with every word of `search` in name, title or text, in any case. */
export const documentQuerySchema = z.strictObject({
  dataset: z.string().regex(/^[0-9a-f]{64}$/, 'not a dataset'),
  search: z.string().max(200).default(''),
  split: z.enum(['train', 'test']).nullable().default(null),
  label: z.int().min(0).nullable().default(null),
  offset: z.int().min(0).default(0),
  limit: z.int().min(1).max(500).default(100),
});
export type DocumentQuery = z.output<typeof documentQuerySchema>;

/** A document's words with how often each occurs, in order of first occurrence. */
export interface DocumentWords {
  readonly words: readonly string[];
  readonly counts: Int32Array;
}

export const tableFormats = ['csv', 'tsv', 'jsonl'] as const;
export type TableFormat = (typeof tableFormats)[number];

/** The first rows of a table, for choosing its columns. Cells are cut at 300 characters. */
export interface TablePreview {
  readonly format: TableFormat;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** What lies at a path, as far as a look tells: which source would read it. */
export interface PathReport {
  readonly path: string;
  readonly source: 'folder' | 'table' | '20newsgroups';
  /** Of a file. */
  readonly bytes: number | null;
  /** Of a folder: its class folders, and whether they lie in `train` and `test`. */
  readonly classes: readonly string[] | null;
  readonly divided: boolean;
}
