import { isAbsolute } from 'node:path';
import { LabError, toErrorMessage } from '../../../shared/errors.ts';
import { isPickedId, shownPath } from '../../../shared/pickedFiles.ts';
import type { LabDoor } from '../door.ts';
import { pathsIn, pathUse, withPaths } from '../pathsIn.ts';
import type { PickedFiles } from './pickedFiles.ts';

/**
 * A lab that reads and writes only what a person chose: ids become the places they stand for, a path is let through if
 * it was chosen, and any other is refused. What a person starts by a button may name one of another program's run or file:
 * `mayRead` asks them, outside the window.
 */
export function withPickedFiles(
  lab: LabDoor,
  picked: PickedFiles,
  mayRead: (path: string) => Promise<boolean>,
): LabDoor {
  const placeOf = async (method: unknown, named: string): Promise<string | undefined> => {
    const use = pathUse(method);
    if (use === 'write') return picked.toWrite(named);
    const place = picked.toRead(named);
    if (place !== undefined || use === 'look' || !isAbsolute(named)) return place;
    if (!(await mayRead(named))) return undefined;
    picked.giveToRead(named);
    return named;
  };
  return {
    onEvent: (listener) => lab.onEvent(listener),
    dispatch: async (method, input) => {
      const places = new Map<string, string>();
      for (const named of pathsIn(method, input)) {
        const place = await placeOf(method, named);
        if (place === undefined) return { ok: false, error: toErrorMessage(refusal(named)) };
        places.set(named, place);
      }
      return lab.dispatch(
        method,
        withPaths(method, input, (named) => places.get(named) ?? named),
      );
    },
  };
}

function refusal(named: string): LabError {
  return new LabError(
    'forbidden',
    isPickedId(named)
      ? `chosen too long ago: ${shownPath(named)}`
      : `nobody chose this file or folder in this app: ${named}`,
    { hint: 'Choose it with the button, or drop it on the window' },
  );
}
