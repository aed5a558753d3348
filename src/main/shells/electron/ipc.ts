import { isAbsolute } from 'node:path';
import type { IpcMain, IpcMainInvokeEvent, WebContents } from 'electron';
import type { ApiReply } from '../../../shared/api.ts';
import { labChannel, labDropChannel, labEventChannel } from '../../../shared/channels.ts';
import { LabError, toErrorMessage } from '../../../shared/errors.ts';
import type { LabDoor } from '../door.ts';
import type { PickedFiles } from './pickedFiles.ts';
import { mayCall } from './security.ts';

/**
 * Connects the contract, and files dropped on the window, to IPC. A sender that is not our page is answered with a
 * refusal, not with silence.
 */
export function connectIpc(ipcMain: IpcMain, lab: LabDoor, picked: PickedFiles): void {
  ipcMain.handle(
    labChannel,
    async (event: IpcMainInvokeEvent, method: unknown, input: unknown): Promise<ApiReply> => {
      if (!mayCall(event.senderFrame)) {
        return { ok: false, error: toErrorMessage(new LabError('forbidden', 'not our page')) };
      }
      return lab.dispatch(method, input);
    },
  );
  ipcMain.handle(labDropChannel, (event: IpcMainInvokeEvent, path: unknown): string | null => {
    if (!mayCall(event.senderFrame)) throw new LabError('forbidden', 'not our page');
    return typeof path === 'string' && isAbsolute(path) ? picked.giveToRead(path) : null;
  });
}

/** Sends the lab's events to a window from when its page has loaded until it is gone. */
export function pushEvents(contents: WebContents, lab: LabDoor): void {
  const stop = lab.onEvent((event) => {
    if (!contents.isDestroyed()) contents.send(labEventChannel, event);
  });
  contents.once('destroyed', stop);
}
