import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readWindowState, writeWindowState } from '../../../../src/main/shells/electron/windowState.ts';

let file: string;
beforeEach(() => {
  file = join(mkdtempSync(join(tmpdir(), 'lab-window-')), 'window.json');
});
afterEach(() => rmSync(join(file, '..'), { recursive: true, force: true }));

const screen = { x: 0, y: 0, width: 1920, height: 1080 };
const state = { x: 100, y: 50, width: 1200, height: 800, maximised: false };

describe('the window’s state', () => {
  it('comes back as it was', () => {
    writeWindowState(file, state);
    expect(readWindowState(file, [screen])).toEqual(state);
  });

  it('is forgotten when its screen is gone', () => {
    writeWindowState(file, { ...state, x: 2500 });
    expect(readWindowState(file, [screen])).toBeUndefined();
    expect(readWindowState(file, [screen, { ...screen, x: 1920 }])).toBeDefined();
  });

  it('is forgotten when the file is missing or makes no sense', () => {
    expect(readWindowState(file, [screen])).toBeUndefined();
    for (const text of ['', '{}', '{"x":1e99}', 'null', '[']) {
      writeFileSync(file, text);
      expect(readWindowState(file, [screen])).toBeUndefined();
    }
  });
});
