import type { OpenDialogOptions, SaveDialogOptions } from 'electron';
import { describe, expect, it } from 'vitest';
import type { ApiReply } from '../../../../src/shared/api.ts';
import { withDialogs } from '../../../../src/main/shells/electron/dialogs.ts';
import type { ElectronPieces } from '../../../../src/main/shells/electron/pieces.ts';

function open(answer: { canceled: boolean; filePaths: string[] }): {
  ask: (method: unknown, input: unknown) => Promise<ApiReply>;
  shown: OpenDialogOptions[];
  saved: SaveDialogOptions[];
  passed: unknown[];
} {
  const shown: OpenDialogOptions[] = [];
  const saved: SaveDialogOptions[] = [];
  const passed: unknown[] = [];
  const dialog = {
    showOpenDialog: (_window: unknown, options: OpenDialogOptions) => {
      shown.push(options);
      return Promise.resolve(answer);
    },
    showSaveDialog: (_window: unknown, options: SaveDialogOptions) => {
      saved.push(options);
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
    { dialog },
    () => ({}) as ReturnType<Parameters<typeof withDialogs>[2]>,
  );
  return { ask: (method, input) => door.dispatch(method, input), shown, saved, passed };
}

describe('choosing a path in the desktop app', () => {
  it('shows the system’s dialog for a file or a folder and gives what was chosen', async () => {
    const { ask, shown, passed } = open({ canceled: false, filePaths: ['/home/ada/data'] });
    expect(await ask('pickPath', { kind: 'folder' })).toEqual({
      ok: true,
      value: { path: '/home/ada/data' },
    });
    await ask('pickPath', { kind: 'file' });
    expect(shown.map(({ properties }) => properties)).toEqual([['openDirectory'], ['openFile']]);
    expect(passed).toEqual([]);
  });

  it('gives null when it was closed', async () => {
    const { ask } = open({ canceled: true, filePaths: [] });
    expect(await ask('pickPath', { kind: 'file' })).toEqual({ ok: true, value: { path: null } });
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

  it('asks where a new file goes, under the name it would have', async () => {
    const chosen = open({ canceled: false, filePaths: ['/home/ada/my runs.attlab'] });
    expect(await chosen.ask('pickSavePath', { name: 'runs.attlab' })).toEqual({
      ok: true,
      value: { path: '/home/ada/my runs.attlab', url: null },
    });
    expect(chosen.saved).toMatchObject([{ defaultPath: 'runs.attlab' }]);
    const closed = open({ canceled: true, filePaths: [] });
    expect(await closed.ask('pickSavePath', { name: 'runs.attlab' })).toMatchObject({
      value: { path: null },
    });
    expect(await closed.ask('pickSavePath', { name: '../runs.attlab' })).toMatchObject({ ok: false });
  });

  it('refuses any other kind without a dialog, and passes every other call on', async () => {
    const { ask, shown, passed } = open({ canceled: true, filePaths: [] });
    expect(await ask('pickPath', { kind: 'device' })).toMatchObject({
      ok: false,
      error: { code: 'bad-input' },
    });
    await ask('listRuns', {});
    expect(shown).toEqual([]);
    expect(passed).toEqual(['listRuns']);
  });
});
