import { stat } from 'node:fs/promises';
import { openTensors, type OpenedTensors } from '../lab/bundle/tensorFile.ts';

/** A file nobody asked about for so long is closed, in ms. */
const idleMs = 60_000;

interface Held {
  readonly key: string;
  readonly tensors: Promise<OpenedTensors>;
  users: number;
}

/**
 * The file of arrays that was opened last stays open for a while: what had to be unpacked or checked to look at it is
 * there when another of its heads, or all of them, are asked for.
 */
export class HeldFile {
  #held: Held | null = null;
  #idle: NodeJS.Timeout | undefined;

  /** Throws what `openTensors` and `work` throw. */
  async use<Result>(path: string, work: (tensors: OpenedTensors) => Promise<Result>): Promise<Result> {
    const held = await this.#hold(path);
    held.users += 1;
    clearTimeout(this.#idle);
    try {
      return await work(await held.tensors);
    } finally {
      held.users -= 1;
      if (held !== this.#held) await closeUnused(held);
      else this.#idle = setTimeout(() => void this.close(), idleMs).unref();
    }
  }

  async close(): Promise<void> {
    clearTimeout(this.#idle);
    const held = this.#held;
    this.#held = null;
    if (held !== null) await closeUnused(held);
  }

  /** The one that is open, if it is the same file and has not been written to since. */
  async #hold(path: string): Promise<Held> {
    const found = await stat(path).catch(() => null);
    const key = found === null ? '' : [path, found.ino, found.size, found.mtimeMs].join(' ');
    if (this.#held?.key === key && key !== '') return this.#held;
    await this.close();
    const held: Held = { key, tensors: openTensors(path), users: 0 };
    this.#held = held;
    held.tensors.catch(() => {
      if (this.#held === held) this.#held = null;
    });
    return held;
  }
}

async function closeUnused(held: Held): Promise<void> {
  if (held.users > 0) return;
  const tensors = await held.tensors.catch(() => null);
  await tensors?.close();
}
