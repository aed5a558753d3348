/** Branded identifiers: they cannot be mixed with one another, or with plain strings, by mistake. */

declare const brand: unique symbol;
type Branded<T, Name extends string> = T & { readonly [brand]: Name };

export type RunId = Branded<string, 'RunId'>;
export type ExperimentId = Branded<string, 'ExperimentId'>;
/** SHA-256 in hex of a dataset's content: labels, splits and documents in order. */
export type DatasetHash = Branded<string, 'DatasetHash'>;
/** SHA-256 in hex of one document's UTF-8 text. */
export type DocumentHash = Branded<string, 'DocumentHash'>;

/** For values that a schema, the database or this code just made. */
export const asRunId = (value: string): RunId => value as RunId;
export const asExperimentId = (value: string): ExperimentId => value as ExperimentId;
export const asDatasetHash = (value: string): DatasetHash => value as DatasetHash;
export const asDocumentHash = (value: string): DocumentHash => value as DocumentHash;
