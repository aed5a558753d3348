import { realpathSync } from 'node:fs';
import { resolve, sep } from 'node:path';
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
  const real = realPath(path) ?? resolve(path);
  return roots.some((root) => real === root || real.startsWith(root.endsWith(sep) ? root : root + sep));
}

function realPath(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}
