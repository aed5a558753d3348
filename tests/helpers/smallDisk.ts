import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A real disk of a few megabytes, mounted in memory. */
export interface SmallDisk {
  readonly path: string;
  /** Gives it another size, not less than what it holds, while it is in use. */
  readonly resize: (megabytes: number) => void;
  readonly remove: () => void;
}

/** Whether this process may mount one: root on Linux, unless a container forbids it. */
export const canMountDisks = ((): boolean => {
  try {
    mountSmallDisk(1).remove();
    return true;
  } catch {
    return false;
  }
})();

export function mountSmallDisk(megabytes: number): SmallDisk {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) throw new Error('only root can mount a disk');
  const path = mkdtempSync(join(tmpdir(), 'small-disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', path], { stdio: 'pipe' });
  } catch (error) {
    rmSync(path, { recursive: true });
    throw error;
  }
  return {
    path,
    resize: (size) =>
      void execFileSync('mount', ['-o', `remount,size=${size}m`, path], {
        stdio: 'pipe',
      }),
    remove: () => {
      execFileSync('umount', [path], { stdio: 'pipe' });
      rmSync(path, { recursive: true, force: true });
    },
  };
}
