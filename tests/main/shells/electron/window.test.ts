import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { themes } from '../../../../src/shared/colours.ts';
import { openWindow } from '../../../../src/main/shells/electron/window.ts';
import type { LabDoor } from '../../../../src/main/shells/door.ts';
import { makeFakeElectron, type FakeElectron } from './fakeElectron.ts';

let dataDir: string;
let electron: FakeElectron;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'lab-ground-'));
  electron = makeFakeElectron();
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

const lab = { onEvent: () => () => undefined } as unknown as LabDoor;
const open = (): FakeElectron['windows'][number] => {
  openWindow(electron.pieces, lab, { dataDir, preload: 'preload.cjs', route: '' });
  return electron.windows[0]!;
};

describe('the ground of the window, seen before its page and where it grows', () => {
  it('is dark where the system is, and follows it', () => {
    electron.nativeTheme.shouldUseDarkColors = true;
    const window = open();
    expect(window.options['backgroundColor']).toBe(themes.dark.app);
    electron.nativeTheme.shouldUseDarkColors = false;
    electron.nativeTheme.emit('updated');
    expect(window.grounds).toEqual([themes.light.app]);
  });

  it('is left alone once the window is gone', () => {
    const window = open();
    expect(window.options['backgroundColor']).toBe(themes.light.app);
    window.destroyed = true;
    electron.nativeTheme.emit('updated');
    window.emit('closed');
    electron.nativeTheme.emit('updated');
    expect(window.grounds).toEqual([]);
    expect(electron.nativeTheme.listenerCount('updated')).toBe(0);
  });
});
