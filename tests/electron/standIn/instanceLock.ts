import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { join } from 'node:path';

/** One instance a profile folder; a second one tells the first how it was started. */
export class InstanceLock {
  readonly #file: string;
  readonly #socket: string;
  readonly #onSecond: (argv: readonly string[], folder: string) => void;
  #server: Server | undefined;
  #told: Promise<void> | undefined;

  constructor(profile: string, onSecond: (argv: readonly string[], folder: string) => void) {
    mkdirSync(profile, { recursive: true });
    this.#file = join(profile, 'instance');
    this.#socket = process.platform === 'win32' ? `\\\\.\\pipe\\${profile}` : join(profile, 'instance.sock');
    this.#onSecond = onSecond;
  }

  /** Whether this process is the first; asking again gives the same answer. */
  take(): boolean {
    if (this.#server !== undefined) return true;
    if (this.#told !== undefined) return false;
    if (this.#create()) return true;
    if (isAlive(Number(readFileSync(this.#file, 'utf8')))) {
      this.#told = this.#tellFirst();
      return false;
    }
    rmSync(this.#file);
    return this.#create();
  }

  /** Lets go, or waits until the first instance has been told. */
  async release(): Promise<void> {
    await this.#told;
    if (this.#server === undefined) return;
    this.#server.close();
    rmSync(this.#file, { force: true });
  }

  #create(): boolean {
    try {
      writeFileSync(this.#file, String(process.pid), { flag: 'wx' });
    } catch {
      return false;
    }
    if (process.platform !== 'win32') rmSync(this.#socket, { force: true });
    this.#server = createServer((stream) => {
      let text = '';
      stream.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      stream.on('end', () => {
        const { argv, folder } = JSON.parse(text) as { argv: readonly string[]; folder: string };
        this.#onSecond(argv, folder);
      });
    });
    this.#server.listen(this.#socket);
    return true;
  }

  #tellFirst(): Promise<void> {
    return new Promise((resolve, reject) => {
      const stream = connect(this.#socket);
      stream
        .on('error', reject)
        .on('close', () => resolve())
        .resume();
      stream.end(JSON.stringify({ argv: process.argv, folder: process.cwd() }));
    });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
