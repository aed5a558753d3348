import type { AttentionBundle, AttentionToken } from './attention.ts';

/** What a page of attention that opens without the app carries, as JSON inside it. */
export interface ViewerData {
  readonly title: string;
  readonly subtitle: string;
  readonly locale: 'en' | 'pt-BR';
  /** Null: as the reader's machine has it. */
  readonly theme: 'light' | 'dark' | null;
  readonly appVersion: string;
  readonly bundle: Omit<AttentionBundle, 'values' | 'keyTokens' | 'queryTokens'>;
  /** float32 [layers, heads, keys, queries], little-endian, as base64. */
  readonly values: string;
  readonly keyTokens: readonly AttentionToken[];
  /** Null: the same as the keys. */
  readonly queryTokens: readonly AttentionToken[] | null;
  /** Texts by the hash of their document; empty where a person left them out. */
  readonly texts: Readonly<Record<string, string>>;
}

/** The id of the element that holds it. */
export const viewerDataId = 'attention-data';
