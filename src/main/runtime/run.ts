import { spawn } from 'node:child_process';
import { CancelledError } from '../../shared/errors.ts';
import { systemCode } from '../../shared/systemCode.ts';

export interface Finished {
  /** Null if it was killed. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly cwd: string;
  readonly signal: AbortSignal | undefined;
  readonly env?: Readonly<Record<string, string>>;
}

/**
 * Runs a program to its end, no shell between. Undefined if there is no such program; throws `CancelledError` after
 * the program has gone.
 */
export function run(
  command: readonly string[],
  { cwd, signal, env }: RunOptions,
): Promise<Finished | undefined> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted === true) return reject(new CancelledError());
    const [program = '', ...args] = command;
    const child = spawn(program, args, {
      cwd,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, LC_ALL: 'C', ...env },
      windowsHide: true,
    });
    let [stdout, stderr] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout = (stdout + text).slice(-65_536)));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr = (stderr + text).slice(-65_536)));
    const abort = (): void => void child.kill('SIGTERM');
    signal?.addEventListener('abort', abort, { once: true });
    let missing = false;
    child.once('error', (error) => {
      if (systemCode(error) === 'ENOENT') missing = true;
      else stderr += error.message;
      if (child.pid === undefined) finish(null);
    });
    child.once('close', (code) => finish(code));
    const finish = (code: number | null): void => {
      signal?.removeEventListener('abort', abort);
      if (signal?.aborted === true) reject(new CancelledError());
      else resolve(missing ? undefined : { code, stdout, stderr });
    };
  });
}
