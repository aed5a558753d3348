import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { systemCode } from '../../shared/systemCode.ts';

/**
 * Tells one process from a later one with the same number: a process id alone is reused, with its start it is not.
 */

const run = promisify(execFile);

/** Whether a process with this id exists; one that belongs to somebody else counts. */
export function processExists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return systemCode(error) === 'EPERM';
  }
}

/**
 * A token that stays the same for the life of process `pid` and differs from that of any other process that has or
 * had the number. Null if there is no such process or the platform does not say.
 */
export async function processStart(pid: number): Promise<string | null> {
  if (process.platform === 'linux') return linuxStart(pid);
  try {
    const { stdout } =
      process.platform === 'win32'
        ? await run('powershell.exe', windowsQuery(pid), { windowsHide: true, timeout: 10_000 })
        : await run('ps', ['-o', 'lstart=', '-p', String(pid)], { timeout: 10_000 });
    const token = stdout.trim();
    return token === '' ? null : token;
  } catch {
    // ps and PowerShell exit with an error when the process is gone: the same answer as "not known".
    return null;
  }
}

/** Field 22 of /proc/<pid>/stat (clock ticks since boot), with the boot's own id. */
function linuxStart(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field is the command in parentheses and may itself hold spaces and parentheses.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const ticks = fields[19];
    if (ticks === undefined || fields[0] === 'Z') return null;
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}:${ticks}`;
  } catch {
    return null;
  }
}

const windowsQuery = (pid: number): readonly string[] => [
  '-NoProfile',
  '-NonInteractive',
  '-Command',
  `(Get-Process -Id ${pid}).StartTime.ToFileTimeUtc()`,
];

/** Whether the process that had `start` is still there. Without a token the number alone decides. */
export async function isAlive(pid: number, start: string | null): Promise<boolean> {
  if (!processExists(pid)) return false;
  const now = await processStart(pid);
  // Where /proc always answers, silence means gone; elsewhere it may only mean that ps could not be run.
  if (now === null) return process.platform !== 'linux' || start === null;
  return start === null || now === start;
}
