import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** `shared/` beside the checkout, or where ATTENTION_LAB_SHARED says: data and reference values kept out of git. */
const sharedFolder =
  process.env.ATTENTION_LAB_SHARED ?? join(import.meta.dirname, '..', '..', '..', 'shared');

/**
 * Path of a file of the shared folder, e.g. `sharedFile('data/20news-bydate.tar.gz')`, or undefined when it is not
 * there: `describe.skipIf(path === undefined)` with the missing part in the title.
 */
export function sharedFile(name: string): string | undefined {
  const path = join(sharedFolder, name);
  return existsSync(path) ? path : undefined;
}
