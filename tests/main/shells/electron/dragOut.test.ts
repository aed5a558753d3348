import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { connectDrags, DragOut } from '../../../../src/main/shells/electron/dragOut.ts';
import { PickedFiles } from '../../../../src/main/shells/electron/pickedFiles.ts';
import { labDragChannel, labDragPlaceChannel } from '../../../../src/shared/channels.ts';
import { isPickedId } from '../../../../src/shared/pickedFiles.ts';
import { makeFakeElectron } from './fakeElectron.ts';

const ours = { url: 'app://lab/', parent: null };

describe('a file dragged out of the window', () => {
  let picked: PickedFiles;
  let out: DragOut;
  let ask: (channel: string, value: unknown, frame?: object) => unknown;
  let dragged: { file: string; icon: string }[] = [];
  beforeEach(() => {
    picked = new PickedFiles(null);
    out = new DragOut(picked);
    dragged = [];
    const { pieces, handlers } = makeFakeElectron();
    connectDrags(pieces.ipcMain, out);
    const sender = { startDrag: (item: { file: string; icon: string }) => void dragged.push(item) };
    ask = (channel, value, frame = ours) => handlers.get(channel)!({ sender, senderFrame: frame }, value);
  });
  afterEach(() => out.remove());

  it('is named by an id that can be written to and not read from, and dragged once it is written', () => {
    const id = ask(labDragPlaceChannel, 'my figure.svg') as string;
    expect(isPickedId(id)).toBe(true);
    expect(picked.toRead(id)).toBeUndefined();
    const path = picked.toWrite(id)!;
    expect(basename(path)).toBe('my figure.svg');
    expect(ask(labDragChannel, id)).toBe(false);
    writeFileSync(path, '<svg/>');
    expect(ask(labDragChannel, id)).toBe(true);
    expect(dragged).toMatchObject([{ file: path }]);
    expect(readFileSync(dragged[0]!.icon).subarray(1, 4).toString()).toBe('PNG');
  });

  it.each([
    ['a path', '/etc/passwd'],
    ['an id of something that was chosen to be read', null],
    ['nothing', undefined],
    ['an object', { file: '/etc/passwd' }],
  ])('is nothing else that a page may name: %s', (_, named) => {
    const value = named === null ? picked.giveToRead('/etc/passwd') : named;
    expect(ask(labDragChannel, value)).toBe(false);
    expect(ask(labDragChannel, picked.giveToWrite('/etc/passwd'))).toBe(false);
    expect(dragged).toEqual([]);
  });

  it.each(['../up.svg', 'a/b.svg', '', 'con.svg', 7])('has a name of its own: %j is none', (name) => {
    expect(() => ask(labDragPlaceChannel, name)).toThrow('not a file name');
  });

  it('is of our own page alone', () => {
    const other = { url: 'https://evil.test/', parent: null };
    expect(() => ask(labDragPlaceChannel, 'a.svg', other)).toThrow('not our page');
    expect(() => ask(labDragChannel, 'a.svg', other)).toThrow('not our page');
  });

  it('leaves nothing: old ones go with new ones, all of them with the app', () => {
    const paths = Array.from({ length: 12 }, (_, i) => {
      const path = picked.toWrite(ask(labDragPlaceChannel, `${i}.svg`) as string)!;
      writeFileSync(path, '');
      return path;
    });
    expect(paths.filter((path) => existsSync(path))).toHaveLength(8);
    out.remove();
    expect(existsSync(dirname(dirname(paths[0]!)))).toBe(false);
  });
});
