import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ApiReply } from '../../../../src/shared/api.ts';
import { shownPath } from '../../../../src/shared/pickedFiles.ts';
import { PickedFiles } from '../../../../src/main/shells/electron/pickedFiles.ts';
import { withPickedFiles } from '../../../../src/main/shells/electron/withPickedFiles.ts';

let folder: string;
let texts: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'picked-'));
  texts = join(folder, 'texts');
  mkdirSync(join(texts, 'sports'), { recursive: true });
  symlinkSync(folder, join(texts, 'out'));
});
afterEach(() => {
  chmodSync(folder, 0o700);
  rmSync(folder, { recursive: true, force: true });
});

describe('files a person chose', () => {
  it('have an id that names them and gives nothing away, the same for the same', () => {
    const picked = new PickedFiles(folder);
    const id = picked.giveToRead(texts);
    expect(id).toMatch(/^picked:[0-9a-f]{32}\/texts$/);
    expect(picked.giveToRead(texts)).toBe(id);
    expect(new PickedFiles(null).giveToRead(texts)).not.toBe(id);
    expect(shownPath(id)).toBe('texts');
    expect(shownPath('/home/ada/texts')).toBe('/home/ada/texts');
  });

  it('can be read by id, or by a path in them, when links are followed', () => {
    const picked = new PickedFiles(folder);
    const id = picked.giveToRead(texts);
    expect(picked.toRead(id)).toBe(texts);
    expect(picked.toRead(texts)).toBe(texts);
    expect(picked.toRead(join(texts, 'sports'))).toBe(join(texts, 'sports'));
    const refused = [
      folder,
      join(texts, 'out'),
      join(texts, 'out', 'new'),
      join(texts, '..', 'x'),
      `${texts}-not`,
      id.replace(/[0-9a-f]/, (digit) => (digit === '0' ? '1' : '0')),
      `picked:${'0'.repeat(32)}/texts`,
      'texts',
      '',
      '/etc\0',
    ];
    expect(refused.filter((named) => picked.toRead(named) !== undefined)).toEqual([]);
  });

  it('outlast the app, for their owner’s eyes alone; places to write to do not', () => {
    const picked = new PickedFiles(folder);
    const id = picked.giveToRead(texts);
    const target = picked.giveToWrite(join(folder, 'a.attlab'));
    const again = new PickedFiles(folder);
    expect(again.toRead(id)).toBe(texts);
    expect(again.toWrite(target)).toBeUndefined();
    expect(statSync(join(folder, 'picked-files.json')).mode & 0o077).toBe(0);
  });

  it('are forgotten from the oldest on when there are too many', () => {
    const picked = new PickedFiles(null);
    const ids = Array.from({ length: 501 }, (_, index) => picked.giveToRead(join(folder, `file-${index}`)));
    expect(picked.toRead(ids[0]!)).toBeUndefined();
    expect(picked.toRead(ids[1]!)).toBe(join(folder, 'file-1'));
    expect(picked.toRead(ids[500]!)).toBe(join(folder, 'file-500'));
  });

  it('are recent, the newest ten, over a restart and until the list is cleared', () => {
    const picked = new PickedFiles(folder);
    const told: (string | undefined)[] = [];
    picked.onRecent((newest) => told.push(newest));
    const paths = Array.from({ length: 12 }, (_, index) => join(folder, `file-${index}`));
    const ids = paths.map((path) => picked.giveToRead(path));
    const newest = paths.slice(2).toReversed();
    expect(picked.recent()).toEqual(newest);
    expect(new PickedFiles(folder).recent()).toEqual(newest);
    picked.giveToRead(paths[5]!);
    expect(picked.recent()).toEqual([paths[5], ...newest.filter((path) => path !== paths[5])]);
    picked.clearRecent();
    expect(picked.recent()).toEqual([]);
    expect(new PickedFiles(folder).recent()).toEqual([]);
    expect(picked.toRead(ids[3]!)).toBe(paths[3]);
    expect(told).toEqual([...paths, paths[5], undefined]);
  });

  it.each(['', '{', '{"version":2}', '{"version":1,"picked":[{"id":7}]}'])(
    'are none if what was remembered reads %j, and are remembered anew',
    (text) => {
      writeFileSync(join(folder, 'picked-files.json'), text);
      const picked = new PickedFiles(folder);
      const id = picked.giveToRead(texts);
      expect(picked.toRead(id)).toBe(texts);
      expect(readFileSync(join(folder, 'picked-files.json'), 'utf8')).toContain(id);
    },
  );

  it('hold until the app ends where they cannot be remembered', () => {
    const picked = new PickedFiles(join(folder, 'gone'));
    expect(picked.toRead(picked.giveToRead(texts))).toBe(texts);
  });
});

describe('a lab that reads what was chosen', () => {
  const ask = async (
    method: string,
    path: string,
    picked: PickedFiles,
    answer = false,
  ): Promise<{ reply: ApiReply; heard: unknown[]; asked: string[] }> => {
    const heard: unknown[] = [];
    const asked: string[] = [];
    const door = withPickedFiles(
      {
        dispatch: (_method, input) => {
          heard.push(input);
          return Promise.resolve({ ok: true, value: null });
        },
        onEvent: () => () => undefined,
      },
      picked,
      (named) => {
        asked.push(named);
        return Promise.resolve(answer);
      },
    );
    const reply = await door.dispatch(method, { path, other: 1 });
    return { reply, heard, asked };
  };

  it('hears the place instead of the id', async () => {
    const picked = new PickedFiles(null);
    const { heard } = await ask('inspectPath', picked.giveToRead(texts), picked);
    expect(heard).toEqual([{ path: texts, other: 1 }]);
  });

  it.each(['inspectPath', 'previewTable', 'inspectImport'])(
    'refuses %s of what nobody chose, without a question',
    async (method) => {
      const { reply, heard, asked } = await ask(method, '/etc/passwd', new PickedFiles(null), true);
      expect(reply).toMatchObject({ ok: false, error: { code: 'forbidden' } });
      expect(heard).toEqual([]);
      expect(asked).toEqual([]);
    },
  );

  it('asks before it starts to read what nobody chose, and remembers a yes', async () => {
    const picked = new PickedFiles(null);
    const no = await ask('importAttention', '/home/ada/a.npz', picked, false);
    expect(no).toMatchObject({ reply: { ok: false }, heard: [], asked: ['/home/ada/a.npz'] });
    const yes = await ask('importAttention', '/home/ada/a.npz', picked, true);
    expect(yes.heard).toEqual([{ path: '/home/ada/a.npz', other: 1 }]);
    const again = await ask('inspectImport', '/home/ada/a.npz', picked);
    expect(again).toMatchObject({ reply: { ok: true }, asked: [] });
  });

  it('asks about nothing that is no whole path, and nothing to be written', async () => {
    for (const [method, named] of [
      ['importRuns', '../secret'],
      ['importRuns', `picked:${'0'.repeat(32)}/runs.attlab`],
      ['exportRuns', '/home/ada/.bashrc'],
    ] as const) {
      const { reply, asked } = await ask(method, named, new PickedFiles(null), true);
      expect(reply).toMatchObject({ ok: false, error: { code: 'forbidden' } });
      expect(asked).toEqual([]);
    }
  });

  it('writes only where a person chose to save', async () => {
    const picked = new PickedFiles(null);
    const read = picked.giveToRead(join(folder, 'a.attlab'));
    expect((await ask('exportRuns', read, picked)).reply.ok).toBe(false);
    const { heard } = await ask('exportRuns', picked.giveToWrite(join(folder, 'b.attlab')), picked);
    expect(heard).toEqual([{ path: join(folder, 'b.attlab'), other: 1 }]);
  });
});
