import { realpathSync } from 'node:fs';
import { basename, dirname, join, resolve, sep } from 'node:path';
import { LabError, toErrorMessage } from '../../../shared/errors.ts';
import type { LabDoor } from '../door.ts';
import { pathsIn } from './pathsIn.ts';

/**
 * A lab whose calls may name files only below the given folders: a browser is not the person at the keyboard.
 * Links are resolved first, so none leads outside.
 */
export function confine(lab: LabDoor, folders: readonly string[]): LabDoor {
  const roots = folders.map(realPath).filter((path) => path !== undefined);
  return {
    onEvent: (listener) => lab.onEvent(listener),
    dispatch: async (method, input) => {
      const path = pathsIn(method, input).find((named) => !isBelow(roots, named));
      if (path !== undefined) {
        const error = new LabError('forbidden', `not in a folder this server shares: ${path}`, {
          hint: `Put it into ${roots.join(' or ')}, or start the server with --files FOLDER`,
        });
        return { ok: false, error: toErrorMessage(error) };
      }
      return lab.dispatch(method, input);
    },
  };
}

function isBelow(roots: readonly string[], path: string): boolean {
  const real = realPlace(resolve(path));
  return roots.some((root) => real === root || real.startsWith(root.endsWith(sep) ? root : root + sep));
}

/** Where a path leads, also one that nothing is at yet: a file to be written. */
function realPlace(path: string): string {
  const real = realPath(path);
  if (real !== undefined || dirname(path) === path) return real ?? path;
  return join(realPlace(dirname(path)), basename(path));
}

function realPath(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}
