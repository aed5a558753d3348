import type { BrowserWindow, OpenDialogOptions } from 'electron';
import { contract, type ApiReply } from '../../../shared/api.ts';
import { LabError, toErrorMessage } from '../../../shared/errors.ts';
import type { LabDoor } from '../door.ts';
import type { ElectronPieces } from './pieces.ts';

const options: Readonly<Record<'file' | 'folder', OpenDialogOptions>> = {
  folder: { properties: ['openDirectory'] },
  file: {
    properties: ['openFile'],
    filters: [
      { name: 'Documents', extensions: ['csv', 'tsv', 'tab', 'jsonl', 'ndjson', 'txt', 'gz', 'tgz', 'tar'] },
      { name: 'All files', extensions: ['*'] },
    ],
  },
};

/** A lab whose `pickPath` is the system's own dialog over the window; every other call goes through. */
export function withDialogs(
  lab: LabDoor,
  electron: Pick<ElectronPieces, 'dialog'>,
  window: () => BrowserWindow,
): LabDoor {
  return {
    onEvent: (listener) => lab.onEvent(listener),
    dispatch: async (method, input) => {
      if (method !== 'pickPath') return lab.dispatch(method, input);
      const parsed = contract.pickPath.input.safeParse(input);
      if (!parsed.success) return refusal('pickPath: kind is file or folder');
      const { canceled, filePaths } = await electron.dialog.showOpenDialog(
        window(),
        options[parsed.data.kind],
      );
      return { ok: true, value: { path: canceled ? null : (filePaths[0] ?? null) } };
    },
  };
}

function refusal(message: string): ApiReply {
  return { ok: false, error: toErrorMessage(new LabError('bad-input', message)) };
}
