import { z } from 'zod';

/** Files a person chooses or makes; the shells answer for them, each in its own way. */

/** What a dialog asks for: it offers the endings that go with it. */
export const pickKinds = ['file', 'folder', 'attention', 'share'] as const;
export type PickKind = (typeof pickKinds)[number];

/** The endings of files that hold attention, without the dot. */
export const attentionEndings = ['npz', 'npy', 'safetensors', 'json'] as const;
/** Of files that hold documents: tables, and the archive of 20 Newsgroups. */
export const documentEndings = ['csv', 'tsv', 'tab', 'jsonl', 'ndjson', 'txt', 'gz', 'tgz', 'tar'] as const;
export const shareEnding = 'attlab';

const reserved = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

/** A file's own name, without a folder, that every system takes. */
export const saveName = z
  .string()
  .min(1)
  .max(150)
  .refine(
    (name) => !/[/\\<>:"|?*]|\p{Cc}/u.test(name) && !/^[. ]|[. ]$/.test(name) && !reserved.test(name),
    'not a file name',
  );

/** A name for `saveName` from words a person chose. */
export function fileNameOf(title: string, ending: string): string {
  const words = title
    .replace(/[/\\<>:"|?*]|\p{Cc}/gu, ' ')
    .replace(/\s+/g, ' ')
    .replace(/^[. ]+|[. ]+$/g, '')
    .slice(0, 100)
    .replace(/[. ]+$/, '');
  const safe = words === '' || reserved.test(words) ? `lab ${words}`.trim() : words;
  return `${safe}.${ending}`;
}

export interface SavePlace {
  /** Null: the dialog was closed. */
  readonly path: string | null;
  /** Where a browser gets the file once it is written, from the server's root; null where the file is at its place. */
  readonly url: string | null;
}
