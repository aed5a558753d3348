import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const door = join(import.meta.dirname, '..', '..', 'bin', 'attention-lab.mjs');

/** The built app serving a data folder, in a process of its own as a person runs it. */
export interface Served {
  /** With its token. */
  readonly url: string;
  /** `performance.now()` of this process when that one was started. */
  readonly startedAt: number;
  /** As Ctrl-C does. */
  readonly close: () => Promise<void>;
  /** As a power cut does, to this process alone. */
  readonly kill: () => Promise<void>;
}

/** Starts `attention-lab serve` and resolves when it says its address. Rejects with what it said if it ends first. */
export async function serveBuilt(
  dataDir: string,
  { port = 0 }: { readonly port?: number } = {},
): Promise<Served> {
  const startedAt = performance.now();
  const child = spawn(process.execPath, [door, '--data-dir', dataDir, 'serve', '--port', String(port)], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const url = await addressOf(child);
  const end = async (signal: 'SIGINT' | 'SIGKILL'): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
  };
  return { url, startedAt, close: () => end('SIGINT'), kill: () => end('SIGKILL') };
}

async function addressOf(child: ChildProcess): Promise<string> {
  if (child.stdout === null) throw new Error('the server has no output');
  const said: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    const [, url] = /^Attention Lab: (\S+)$/.exec(line) ?? [];
    if (url !== undefined) return url;
    said.push(line);
  }
  throw new Error(`the server ended before it served: ${said.join(' ')}`);
}
