import type { AttentionBundle, AttentionToken } from './attention.ts';

/** Attention of the page's documents at one moment. */
export interface ViewerStep {
  /** Of training; null: of what is not trained, and then the only one. */
  readonly step: number | null;
  /** float32 [layers, heads, keys, queries], little-endian, as base64. */
  readonly values: string;
}

/** What a page of attention that opens without the app carries, as JSON inside it. */
export interface ViewerData {
  readonly title: string;
  readonly subtitle: string;
  readonly locale: 'en' | 'pt-BR';
  /** Null: as the reader's machine has it. */
  readonly theme: 'light' | 'dark' | null;
  readonly appVersion: string;
  readonly bundle: Omit<AttentionBundle, 'values' | 'keyTokens' | 'queryTokens'>;
  /** Ascending, at least one. */
  readonly steps: readonly ViewerStep[];
  /** Which of them is shown first. */
  readonly start: number;
  /** How many the run has kept: more than `steps` if some were left out. */
  readonly keptSteps: number;
  /** Training losses of steps 1, 2, … as float32, little-endian, in base64; null where a page has one step. */
  readonly losses: string | null;
  readonly keyTokens: readonly AttentionToken[];
  /** Null: the same as the keys. */
  readonly queryTokens: readonly AttentionToken[] | null;
  /** Texts by the hash of their document; empty where a person left them out. */
  readonly texts: Readonly<Record<string, string>>;
}

/** The id of the element that holds it. */
export const viewerDataId = 'attention-data';
