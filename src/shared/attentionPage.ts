import { z } from 'zod';

/** A page of attention that opens in any browser without the app: what goes into it. */

/** What of the documents goes with it. */
export const pageDocuments = ['none', 'titles', 'texts'] as const;

export const pageOptionsShape = {
  documents: z.enum(pageDocuments).default('titles'),
  /** Null: as the reader's machine has it. */
  theme: z.enum(['light', 'dark']).nullable().default(null),
  locale: z.enum(['en', 'pt-BR']).default('en'),
};
export interface PageOptions {
  readonly documents: (typeof pageDocuments)[number];
  readonly theme: 'light' | 'dark' | null;
  readonly locale: 'en' | 'pt-BR';
}
