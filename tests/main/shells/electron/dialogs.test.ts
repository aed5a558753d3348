import { describe, expect, it } from 'vitest';
import type { BrowserWindow } from 'electron';
import type { ApiReply } from '../../../../src/shared/api.ts';
import { isPickedId, shownPath } from '../../../../src/shared/pickedFiles.ts';
import { mayRead, withDialogs } from '../../../../src/main/shells/electron/dialogs.ts';
import { desktopWords } from '../../../../src/main/shells/electron/words.ts';
import { PickedFiles } from '../../../../src/main/shells/electron/pickedFiles.ts';
import type { ElectronPieces } from '../../../../src/main/shells/electron/pieces.ts';

interface Shown {
  readonly properties?: readonly string[];
  readonly defaultPath?: string;
  readonly filters?: readonly { readonly extensions: readonly string[] }[];
}

function open(answer: { canceled: boolean; filePaths: string[] }): {
  ask: (method: unknown, input: unknown) => Promise<ApiReply>;
  picked: PickedFiles;
  shown: Shown[];
  passed: unknown[];
} {
  const shown: Shown[] = [];
  const passed: unknown[] = [];
  const picked = new PickedFiles(null);
  const dialog = {
    showOpenDialog: (_window: unknown, options: Shown) => {
      shown.push(options);
      return Promise.resolve(answer);
    },
    showSaveDialog: (_window: unknown, options: Shown) => {
      shown.push(options);
      return Promise.resolve({ canceled: answer.canceled, filePath: answer.filePaths[0] ?? '' });
    },
  } as unknown as ElectronPieces['dialog'];
  const door = withDialogs(
    {
      dispatch: (method) => {
        passed.push(method);
        return Promise.resolve({ ok: true, value: null });
      },
      onEvent: () => () => undefined,
    },
    picked,
    { dialog },
    () => ({}) as BrowserWindow,
  );
  return { ask: (method, input) => door.dispatch(method, input), picked, shown, passed };
}

const pathIn = (reply: ApiReply): string => {
  if (!reply.ok) throw new Error('refused');
  return (reply.value as { path: string }).path;
};

describe('choosing a path in the desktop app', () => {
  it('shows the system’s dialog for a file or a folder and gives an id of what was chosen', async () => {
    const { ask, picked, shown, passed } = open({ canceled: false, filePaths: ['/home/ada/data'] });
    const id = pathIn(await ask('pickPath', { kind: 'folder' }));
    expect(isPickedId(id)).toBe(true);
    expect(id).not.toContain('/home/ada');
    expect(shownPath(id)).toBe('data');
    expect(picked.toRead(id)).toBe('/home/ada/data');
    expect(picked.toWrite(id)).toBeUndefined();
    await ask('pickPath', { kind: 'file' });
    expect(shown.map(({ properties }) => properties)).toEqual([['openDirectory'], ['openFile']]);
    expect(passed).toEqual([]);
  });

  it('offers the endings of what is asked for', async () => {
    const { ask, shown } = open({ canceled: true, filePaths: [] });
    await ask('pickPath', { kind: 'attention' });
    await ask('pickPath', { kind: 'share' });
    expect(shown.map(({ filters }) => filters?.[0]?.extensions)).toEqual([
      ['npz', 'npy', 'safetensors', 'json'],
      ['attlab'],
    ]);
  });

  it('gives an id to write to, and to read nothing from, of a place to save at', async () => {
    const { ask, picked, shown } = open({ canceled: false, filePaths: ['/home/ada/runs.attlab'] });
    const id = pathIn(await ask('pickSavePath', { name: 'runs.attlab' }));
    expect(picked.toWrite(id)).toBe('/home/ada/runs.attlab');
    expect(picked.toRead(id)).toBeUndefined();
    expect(shown[0]).toMatchObject({ defaultPath: 'runs.attlab', filters: [{ extensions: ['attlab'] }] });
  });

  it('gives null when it was closed', async () => {
    const { ask } = open({ canceled: true, filePaths: [] });
    for (const kind of ['file', 'folder', 'attention', 'share']) {
      expect(await ask('pickPath', { kind })).toEqual({ ok: true, value: { path: null } });
    }
    const saved = await ask('pickSavePath', { name: 'runs.attlab' });
    expect(saved).toEqual({ ok: true, value: { path: null, url: null } });
  });

  it('refuses any other kind, or a name that leads elsewhere, without a dialog, and passes every other call on', async () => {
    const { ask, shown, passed } = open({ canceled: true, filePaths: [] });
    for (const [method, input] of [
      ['pickPath', { kind: 'device' }],
      ['pickPath', null],
      ['pickSavePath', { name: '../../.bashrc' }],
      ['pickSavePath', {}],
    ] as const) {
      expect(await ask(method, input)).toMatchObject({ ok: false, error: { code: 'bad-input' } });
    }
    await ask('listRuns', {});
    expect(shown).toEqual([]);
    expect(passed).toEqual(['listRuns']);
  });
});

describe('asking about a path nobody chose', () => {
  it.each([
    [0, false],
    [1, true],
  ])('shows it whole; button %i: %s', async (response, allowed) => {
    let detail = '';
    const dialog = {
      showMessageBox: (_window: unknown, options: { detail: string }) => {
        ({ detail } = options);
        return Promise.resolve({ response });
      },
    } as unknown as ElectronPieces['dialog'];
    expect(await mayRead({ dialog }, {} as BrowserWindow, desktopWords('en'), '/home/ada/secret')).toBe(
      allowed,
    );
    expect(detail).toContain('/home/ada/secret');
  });
});
