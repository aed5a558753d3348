import { z } from 'zod';

/** A page of attention that opens in any browser without the app: what goes into it. */

/** What of the documents goes with it. */
export const pageDocuments = ['none', 'titles', 'texts'] as const;
/** Of a run: every kept step with a way to go through them, or the one that is looked at. */
export const pageSteps = ['all', 'one'] as const;

export const pageOptionsShape = {
  documents: z.enum(pageDocuments).default('titles'),
  steps: z.enum(pageSteps).default('all'),
  /** Null: as the reader's machine has it. */
  theme: z.enum(['light', 'dark']).nullable().default(null),
  locale: z.enum(['en', 'pt-BR']).default('en'),
};
export interface PageOptions {
  readonly documents: (typeof pageDocuments)[number];
  readonly steps: (typeof pageSteps)[number];
  readonly theme: 'light' | 'dark' | null;
  readonly locale: 'en' | 'pt-BR';
}

/** What was written. */
export interface WrittenPage {
  readonly bytes: number;
  /** Steps in it; 1 of what is not trained. */
  readonly steps: number;
  /** Steps that the run has kept. */
  readonly keptSteps: number;
}

/** Most attention of many steps in one page: further steps are left out evenly. A browser reads a page whole. */
export const pageStepBytes = 24 * 2 ** 20;

/** About how large a page will be: base64 of the attention, and the page itself. Texts come on top. */
export function pageBytes(bundleBytes: number, steps: number): number {
  const most = Math.max(1, Math.min(steps, Math.floor(pageStepBytes / bundleBytes)));
  return 55_000 + Math.ceil((most * bundleBytes * 4) / 3);
}
