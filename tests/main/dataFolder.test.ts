import { chmodSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LabError } from '../../src/shared/errors.ts';
import { dataFolderPath, makeDataFolder, remoteNotice } from '../../src/main/dataFolder.ts';
import { temporaryFolder } from '../helpers/scriptedLab.ts';

describe('the data folder', () => {
  let folder: ReturnType<typeof temporaryFolder>;
  beforeEach(() => {
    folder = temporaryFolder();
  });
  afterEach(() => folder.remove());

  const around = (platform: NodeJS.Platform, env: Record<string, string> = {}) => ({
    env,
    platform,
    home: '/home/ada',
  });

  it('is the one asked for, then the environment’s, then the platform’s', () => {
    const env = { ATTENTION_LAB_DATA_DIR: 'from-env' };
    expect(dataFolderPath('asked', around('linux', env))).toBe(resolve('asked'));
    expect(dataFolderPath(undefined, around('linux', env))).toBe(resolve('from-env'));
    expect(dataFolderPath('', around('linux', env))).toBe(resolve('from-env'));
  });

  it.each([
    ['linux', {}, '/home/ada/.local/share/attention-lab'],
    ['linux', { XDG_DATA_HOME: '/xdg' }, '/xdg/attention-lab'],
    ['darwin', {}, '/home/ada/Library/Application Support/Attention Lab'],
    ['win32', { LOCALAPPDATA: '/local' }, '/local/Attention Lab'],
    ['win32', {}, '/home/ada/AppData/Local/Attention Lab'],
  ] as const)('on %s with %o is %s', (platform, env, path) => {
    expect(dataFolderPath(undefined, around(platform, env))).toBe(join(path));
  });

  it('is made with what belongs inside, and made again without harm', () => {
    const path = join(folder.path, 'new', 'lab');
    makeDataFolder(path);
    writeFileSync(join(path, 'exports', 'kept'), '');
    makeDataFolder(path);
    expect(readdirSync(path).sort()).toEqual([
      'backups',
      'cache',
      'checkpoints',
      'datasets',
      'exports',
      'logs',
    ]);
    expect(readdirSync(join(path, 'exports'))).toEqual(['kept']);
  });

  it.skipIf(process.platform !== 'linux')('is refused, not tried for ever, where nobody can make one', () => {
    expect(() => makeDataFolder('/proc/nowhere/lab')).toThrow(
      /cannot write the data folder: \/proc\/nowhere/,
    );
  });

  it('is refused where a file is in the way', () => {
    writeFileSync(join(folder.path, 'file'), '');
    for (const path of [join(folder.path, 'file'), join(folder.path, 'file', 'lab')]) {
      expect(() => makeDataFolder(path)).toThrow(LabError);
    }
  });

  it.each([
    ['Dropbox', true],
    ['OneDrive - University', true],
    ['iCloud Drive', true],
    ['Dropboxes', false],
    ['lab', false],
  ])('called %s is warned about: %s', (name, isWarned) => {
    const path = join(folder.path, name, 'lab');
    makeDataFolder(path);
    expect(remoteNotice(path) !== null).toBe(isWarned);
  });

  it('is refused with its name where a file is in the way', () => {
    const path = join(folder.path, 'file');
    writeFileSync(path, '');
    expect(() => makeDataFolder(path)).toThrow(LabError);
    expect(() => makeDataFolder(path)).toThrow(`cannot write the data folder: ${path}`);
  });

  it.skipIf(process.getuid?.() === 0 || process.platform === 'win32')(
    'is refused where nothing may be written',
    () => {
      const path = join(folder.path, 'closed');
      mkdirSync(path);
      chmodSync(path, 0o500);
      expect(() => makeDataFolder(path)).toThrow(/cannot write the data folder/);
    },
  );
});
