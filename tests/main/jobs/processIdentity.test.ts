import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { isAlive, processExists, processStart } from '../../../src/main/jobs/processIdentity.ts';

describe('a process’s identity', () => {
  it('is the same whenever it is asked for, and not another’s', async () => {
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    const pid = child.pid ?? 0;
    const own = await processStart(process.pid);
    const start = await processStart(pid);
    expect(own).toBe(await processStart(process.pid));
    expect(start).not.toBeNull();
    expect(await isAlive(pid, start)).toBe(true);
    expect(await isAlive(pid, `${own} of another`)).toBe(false);
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(await isAlive(pid, start)).toBe(false);
    expect(await processStart(pid)).toBeNull();
    expect(processExists(pid)).toBe(false);
  });
});
