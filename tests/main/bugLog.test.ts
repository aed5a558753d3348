import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BugLog } from '../../src/main/bugLog.ts';
import { temporaryFolder } from '../helpers/scriptedLab.ts';

describe('the log of bugs', () => {
  let folder: ReturnType<typeof temporaryFolder>;
  beforeEach(() => {
    folder = temporaryFolder();
  });
  afterEach(() => folder.remove());

  const read = (name: string): string => readFileSync(join(folder.path, name), 'utf8');

  it('has when, where and the stack', () => {
    const log = new BugLog(folder.path);
    log.bug(new Error('oh no'), 'api getRun');
    log.bug({ kind: 'bug', message: 'from afar', stack: 'at far' }, 'training');
    const text = read('lab.log');
    expect(text).toMatch(/^\d{4}-\S+Z bug in api getRun: Error: oh no\n\s+at .*bugLog\.test/);
    expect(text).toMatch(/bug in training: from afar\nat far\n$/);
  });

  it('keeps five files of about a megabyte', () => {
    const log = new BugLog(folder.path);
    for (let i = 0; i < 70; i += 1) log.note(`${i} ${'x'.repeat(100_000)}`);
    expect(readdirSync(folder.path).sort()).toEqual([
      'lab.1.log',
      'lab.2.log',
      'lab.3.log',
      'lab.4.log',
      'lab.log',
    ]);
    expect(read('lab.log').slice(0, 40)).toMatch(/ 66 /);
  });

  it('never stands in the way when it cannot be written', () => {
    expect(() => new BugLog(join(folder.path, 'missing')).note('x')).not.toThrow();
  });
});
