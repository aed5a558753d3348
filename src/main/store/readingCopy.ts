import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { LabError } from '../../shared/errors.ts';

export interface ReadingCopy {
  readonly file: string;
  readonly remove: () => void;
}

/**
 * A copy of a database that no process writes, with what its `-wal` holds, in a temporary folder of its own. Throws
 * `LabError('io')` if there is no room for it or the database cannot be read.
 */
export function copyForReading(file: string): ReadingCopy {
  let folder: string | undefined;
  const remove = (): void => {
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  };
  try {
    folder = mkdtempSync(join(tmpdir(), 'attention-lab-reading-'));
    const copy = join(folder, basename(file));
    for (const suffix of ['', '-wal']) {
      if (existsSync(file + suffix)) copyFileSync(file + suffix, copy + suffix);
    }
    return { file: copy, remove };
  } catch (cause) {
    remove();
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new LabError('io', `cannot copy the database to read it: ${file} (${reason})`, {
      hint: 'Check that the file may be read and that the temporary folder has room',
      cause,
    });
  }
}
