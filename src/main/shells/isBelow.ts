import { realpathSync } from 'node:fs';
import { dirname, join, basename, resolve, sep } from 'node:path';

/** Whether a path is one of the folders or files, or lies in one, when every link on the way has been followed. */
export function isBelow(roots: readonly string[], path: string): boolean {
  const real = realPlace(path);
  return roots
    .map(realPlace)
    .some((root) => real === root || real.startsWith(root.endsWith(sep) ? root : root + sep));
}

/** Of what is not there yet: the real place of the folder that is, so that no link leads a new file outside. */
function realPlace(path: string): string {
  const absolute = resolve(path);
  try {
    return realpathSync(absolute);
  } catch {
    const parent = dirname(absolute);
    return parent === absolute ? absolute : join(realPlace(parent), basename(absolute));
  }
}
