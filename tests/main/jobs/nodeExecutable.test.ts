import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LabError } from '../../../src/shared/errors.ts';
import { nodeExecutable, type NodeSurroundings } from '../../../src/main/jobs/nodeExecutable.ts';
import { temporaryFolder } from '../../helpers/scriptedLab.ts';

describe('the Node that trains', () => {
  let folder: ReturnType<typeof temporaryFolder>;
  let around: NodeSurroundings;
  beforeEach(() => {
    folder = temporaryFolder();
    around = {
      execPath: '/usr/bin/node',
      nodeVersion: '24.21.0',
      inElectron: false,
      resourcesPath: null,
      searchFrom: join(folder.path, 'a', 'b'),
    };
  });
  afterEach(() => folder.remove());

  const executable = process.platform === 'win32' ? 'node.exe' : 'node';
  const platform = process.platform === 'win32' ? 'win' : process.platform;
  const place = (path: string): string => {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, '');
    return path;
  };
  const installed = (): string =>
    place(join(folder.path, 'node_modules', `node-${platform}-${process.arch}`, 'bin', executable));

  it('is this process’s own if that is a plain Node 24', () => {
    installed();
    expect(nodeExecutable(around)).toBe('/usr/bin/node');
  });

  it('is the installed one under an older Node', () => {
    const path = installed();
    expect(nodeExecutable({ ...around, nodeVersion: '20.20.2' })).toBe(path);
  });

  it('is never Electron’s binary', () => {
    const path = installed();
    expect(nodeExecutable({ ...around, inElectron: true })).toBe(path);
  });

  it('is the one that a packaged app carries', () => {
    installed();
    const binary = process.platform === 'win32' ? executable : join('bin', executable);
    const path = place(join(folder.path, 'resources', 'node', binary));
    const resourcesPath = join(folder.path, 'resources');
    expect(nodeExecutable({ ...around, inElectron: true, resourcesPath })).toBe(path);
  });

  it('is asked for with what to do when there is none', () => {
    const missing = (): string => nodeExecutable({ ...around, inElectron: true });
    expect(missing).toThrow(LabError);
    expect(missing).toThrow(/no Node 24 for training/);
  });
});
