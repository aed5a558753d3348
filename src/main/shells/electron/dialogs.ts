import type { BrowserWindow, OpenDialogOptions } from 'electron';
import { contract, type ApiOutput, type ApiReply } from '../../../shared/api.ts';
import { LabError, toErrorMessage } from '../../../shared/errors.ts';
import {
  attentionEndings,
  documentEndings,
  pickKinds,
  shareEnding,
  type PickKind,
} from '../../../shared/files.ts';
import type { LabDoor } from '../door.ts';
import type { PickedFiles } from './pickedFiles.ts';
import type { ElectronPieces } from './pieces.ts';
import type { DesktopWords } from './words.ts';

const allFiles = { name: 'All files', extensions: ['*'] };
const oneFile = (name: string, extensions: readonly string[]): OpenDialogOptions => ({
  properties: ['openFile'],
  filters: [{ name, extensions: [...extensions] }, allFiles],
});

const options: Readonly<Record<PickKind, OpenDialogOptions>> = {
  folder: { properties: ['openDirectory'] },
  file: oneFile('Documents', documentEndings),
  attention: oneFile('Attention', attentionEndings),
  share: oneFile('Shared runs', [shareEnding]),
};

/**
 * A lab whose `pickPath` and `pickSavePath` are the system's own dialogs over the window, answered with an id of what was
 * chosen; other calls go through.
 */
export function withDialogs(
  lab: LabDoor,
  picked: PickedFiles,
  electron: Pick<ElectronPieces, 'dialog'>,
  window: () => BrowserWindow,
): LabDoor {
  const pick = async (kind: PickKind): Promise<ApiOutput<'pickPath'>> => {
    const { canceled, filePaths } = await electron.dialog.showOpenDialog(window(), options[kind]);
    const [path] = filePaths;
    return { path: canceled || path === undefined ? null : picked.giveToRead(path) };
  };
  const pickSave = async (name: string): Promise<ApiOutput<'pickSavePath'>> => {
    const ending = name.slice(name.lastIndexOf('.') + 1);
    const { canceled, filePath } = await electron.dialog.showSaveDialog(window(), {
      defaultPath: name,
      filters: [{ name: ending, extensions: [ending] }],
    });
    return { path: canceled || filePath === '' ? null : picked.giveToWrite(filePath), url: null };
  };
  return {
    onEvent: (listener) => lab.onEvent(listener),
    dispatch: async (method, input) => {
      if (method === 'pickPath') {
        const parsed = contract.pickPath.input.safeParse(input);
        if (!parsed.success) return refusal(`pickPath: kind is ${pickKinds.join(' or ')}`);
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

/** Asks a person, in a dialog no page can answer, about a path they did not choose in this app. */
export async function mayRead(
  electron: Pick<ElectronPieces, 'dialog'>,
  window: BrowserWindow,
  words: DesktopWords,
  path: string,
): Promise<boolean> {
  const { response } = await electron.dialog.showMessageBox(window, {
    type: 'question',
    message: words.mayRead,
    detail: `${path}\n\n${words.mayReadDetail}`,
    buttons: [words.cancel, words.readIt],
    defaultId: 0,
    cancelId: 0,
  });
  return response === 1;
}

function refusal(message: string): ApiReply {
  return { ok: false, error: toErrorMessage(new LabError('bad-input', message)) };
}
