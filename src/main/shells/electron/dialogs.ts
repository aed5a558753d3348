import type { BrowserWindow, OpenDialogOptions } from 'electron';
import { contract, type ApiOutput, type ApiReply } from '../../../shared/api.ts';
import { LabError, toErrorMessage } from '../../../shared/errors.ts';
import { attentionEndings, shareEnding, type PickKind } from '../../../shared/files.ts';
import type { LabDoor } from '../door.ts';
import type { ElectronPieces } from './pieces.ts';

const allFiles = { name: 'All files', extensions: ['*'] };
const oneFile = (name: string, extensions: readonly string[]): OpenDialogOptions => ({
  properties: ['openFile'],
  filters: [{ name, extensions: [...extensions] }, allFiles],
});

const options: Readonly<Record<PickKind, OpenDialogOptions>> = {
  folder: { properties: ['openDirectory'] },
  file: oneFile('Documents', ['csv', 'tsv', 'tab', 'jsonl', 'ndjson', 'txt', 'gz', 'tgz', 'tar']),
  attention: oneFile('Attention', attentionEndings),
  share: oneFile('Shared runs', [shareEnding]),
};

/** A lab whose `pickPath` and `pickSavePath` are the system's own dialogs over the window; other calls go through. */
export function withDialogs(
  lab: LabDoor,
  electron: Pick<ElectronPieces, 'dialog'>,
  window: () => BrowserWindow,
): LabDoor {
  const pick = async (kind: PickKind): Promise<ApiOutput<'pickPath'>> => {
    const { canceled, filePaths } = await electron.dialog.showOpenDialog(window(), options[kind]);
    return { path: canceled ? null : (filePaths[0] ?? null) };
  };
  const pickSave = async (name: string): Promise<ApiOutput<'pickSavePath'>> => {
    const ending = name.slice(name.lastIndexOf('.') + 1);
    const { canceled, filePath } = await electron.dialog.showSaveDialog(window(), {
      defaultPath: name,
      filters: [{ name: ending, extensions: [ending] }],
    });
    return { path: canceled || filePath === '' ? null : filePath, url: null };
  };
  return {
    onEvent: (listener) => lab.onEvent(listener),
    dispatch: async (method, input) => {
      if (method === 'pickPath') {
        const parsed = contract.pickPath.input.safeParse(input);
        if (!parsed.success) return refusal(`pickPath: kind is ${Object.keys(options).join(' or ')}`);
        return { ok: true, value: await pick(parsed.data.kind) };
      }
      if (method === 'pickSavePath') {
        const parsed = contract.pickSavePath.input.safeParse(input);
        if (!parsed.success) return refusal('pickSavePath: not a file name');
        return { ok: true, value: await pickSave(parsed.data.name) };
      }
      return lab.dispatch(method, input);
    },
  };
}

function refusal(message: string): ApiReply {
  return { ok: false, error: toErrorMessage(new LabError('bad-input', message)) };
}
