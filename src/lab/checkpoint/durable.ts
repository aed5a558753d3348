import { open, rename } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { LabError } from '../../shared/errors.ts';
import { systemCode } from '../../shared/systemCode.ts';

/** File operations that survive a power cut, and their failures as sentences. */

/** Makes the names in a folder last. Windows has no such call and needs none. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Renames to a name not yet taken; on Windows a virus scanner may hold the folder for a moment, so tries 10 times. */
export async function renameFresh(from: string, to: string): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    try {
      await rename(from, to);
      return;
    } catch (error) {
      const busy =
        process.platform === 'win32' && ['EPERM', 'EACCES', 'EBUSY'].includes(systemCode(error) ?? '');
      if (!busy || attempt === 9) throw error;
      await wait(Math.min(10 * 2 ** attempt, 2000));
    }
  }
}

export const isMissing = (error: unknown): boolean => ['ENOENT', 'ENOTDIR'].includes(systemCode(error) ?? '');

/** An operating system's refusal as an expected error; anything else as it is. */
export function asDiskError(error: unknown, what: string, folder: string): unknown {
  switch (systemCode(error)) {
    case 'ENOSPC':
    case 'EDQUOT':
    case 'EFBIG':
      return new LabError('out-of-disk', `no space left while ${what}: ${folder}`, {
        hint: 'Free some space, or choose another data folder',
        cause: error,
      });
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
    case 'EIO':
    case 'EEXIST':
    case 'ENOENT':
    case 'ENOTDIR':
      return new LabError('io', `${what} failed (${systemCode(error)}): ${folder}`, {
        hint: 'Check that the data folder is there and may be written to',
        cause: error,
      });
    default:
      return error;
  }
}
