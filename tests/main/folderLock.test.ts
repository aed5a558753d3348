import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LabError } from '../../src/shared/errors.ts';
import { readLock, takeFolderLock, type LockHolder } from '../../src/main/folderLock.ts';
import { processStart } from '../../src/main/jobs/processIdentity.ts';
import { temporaryFolder } from '../helpers/scriptedLab.ts';

describe('the lock of a data folder', () => {
  let folder: ReturnType<typeof temporaryFolder>;
  let path: string;
  beforeEach(() => {
    folder = temporaryFolder();
    path = join(folder.path, 'lab.lock');
  });
  afterEach(() => folder.remove());

  const write = (holder: Partial<LockHolder>): void => {
    const whole = { pid: 1, start: null, nonce: 'n', host: hostname(), door: 'serve', since: 's', ...holder };
    writeFileSync(path, JSON.stringify(whole));
  };
  const deadPid = async (): Promise<number> => {
    const child = spawn(process.execPath, ['-e', '']);
    await once(child, 'exit');
    return child.pid ?? 0;
  };

  it('names its holder to the second opener, and is free after release', async () => {
    const lock = await takeFolderLock(path, 'attention-lab serve');
    expect(lock.tookOver).toBe(false);
    const second = takeFolderLock(path, 'other');
    await expect(second).rejects.toThrow(LabError);
    await expect(takeFolderLock(path, 'other')).rejects.toMatchObject({
      code: 'busy',
      message: expect.stringContaining(`attention-lab serve, process ${process.pid}`) as string,
      hint: expect.stringContaining('read-only') as string,
    });
    lock.release();
    lock.release();
    (await takeFolderLock(path, 'other')).release();
    expect(readdirSync(folder.path)).toEqual([]);
  });

  it('is taken over from a process that is gone', async () => {
    write({ pid: await deadPid(), start: 'boot:1' });
    const lock = await takeFolderLock(path, 'next');
    expect(lock.tookOver).toBe(true);
    expect(readLock(path)).toMatchObject({ pid: process.pid, door: 'next' });
    lock.release();
    expect(readdirSync(folder.path)).toEqual([]);
  });

  it('is taken over from a process whose number another has now', async () => {
    write({ pid: process.pid, start: 'an earlier boot:1' });
    (await takeFolderLock(path, 'next')).release();
  });

  it('stands while its process lives', async () => {
    write({ pid: process.ppid, start: await processStart(process.ppid) });
    await expect(takeFolderLock(path, 'next')).rejects.toMatchObject({ code: 'busy' });
  });

  it('stands when another machine holds it, whose processes cannot be asked after', async () => {
    write({ pid: await deadPid(), host: 'another-machine' });
    await expect(takeFolderLock(path, 'next')).rejects.toThrow(/another-machine/);
  });

  it.each(['', '{', '{"pid": "one"}', 'null'])('is taken over when it says %j', async (text) => {
    writeFileSync(path, text);
    (await takeFolderLock(path, 'next')).release();
  });

  it('goes to one of two who find it dead at once', async () => {
    write({ pid: await deadPid() });
    const takes = await Promise.allSettled([takeFolderLock(path, 'a'), takeFolderLock(path, 'b')]);
    expect(takes.map((take) => take.status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it('is taken over past a guard that a dead takeover left, not past a fresh one', async () => {
    write({ pid: await deadPid() });
    const guard = `${path}.takeover`;
    writeFileSync(guard, '');
    await expect(takeFolderLock(path, 'next')).rejects.toMatchObject({ code: 'busy' });
    utimesSync(guard, 1, 1);
    (await takeFolderLock(path, 'next')).release();
    expect(existsSync(guard)).toBe(false);
  });

  it('is not released by one who lost it', async () => {
    const lock = await takeFolderLock(path, 'first');
    write({ door: 'second' });
    lock.release();
    expect(readFileSync(path, 'utf8')).toContain('second');
  });
});
