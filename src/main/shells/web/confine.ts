import { LabError, toErrorMessage } from '../../../shared/errors.ts';
import type { LabDoor } from '../door.ts';
import { isBelow } from '../isBelow.ts';
import { pathsIn, pathUse } from '../pathsIn.ts';

export interface SharedFolders {
  /** Files in them may be read. */
  readonly read: readonly string[];
  /** Files may be written into them, and read. */
  readonly write: readonly string[];
}

/** A lab whose calls may name files only in the given folders: a browser is not the person at the keyboard. */
export function confine(lab: LabDoor, folders: SharedFolders): LabDoor {
  return {
    onEvent: (listener) => lab.onEvent(listener),
    dispatch: async (method, input) => {
      const writes = pathUse(method) === 'write';
      const roots = writes ? folders.write : [...folders.write, ...folders.read];
      const path = pathsIn(method, input).find((named) => !isBelow(roots, named));
      if (path === undefined) return lab.dispatch(method, input);
      const error = new LabError('forbidden', `not in a folder this server shares: ${path}`, {
        hint: writes
          ? `Write it into ${roots.join(' or ')}`
          : `Put it into ${roots.join(' or ')}, or start the server with --files FOLDER`,
      });
      return { ok: false, error: toErrorMessage(error) };
    },
  };
}
