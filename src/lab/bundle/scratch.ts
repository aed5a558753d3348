import { mkdtemp, open, rm, type FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LabError } from '../../shared/errors.ts';
import { FileBytes } from './fileBytes.ts';
import { systemCode } from '../../shared/systemCode.ts';

/** A folder for what has to be unpacked before it can be read at positions; gone with `remove`. */
export class Scratch {
  #folder: Promise<string> | null = null;
  readonly #open: Pick<FileHandle, 'close'>[] = [];
  readonly #before: (() => Promise<void>)[] = [];
  #count = 0;

  /** Fills a new file and opens it for reading. Throws `LabError('out-of-disk')` when there is no room. */
  async file(fill: (handle: FileHandle) => Promise<void>): Promise<FileBytes> {
    const path = await this.#next();
    const handle = await open(path, 'wx');
    try {
      await fill(handle);
    } catch (error) {
      throw refuseFullDisk(error);
    } finally {
      await handle.close();
    }
    const file = await FileBytes.open(path);
    this.#open.push(file);
    return file;
  }

  /** A new file, to be written and read. */
  async growing(): Promise<FileHandle> {
    const handle = await open(await this.#next(), 'wx+');
    this.#open.push(handle);
    return handle;
  }

  /** What has to come to an end before the files are closed. */
  beforeRemove(end: () => Promise<void>): void {
    this.#before.push(end);
  }

  async remove(): Promise<void> {
    for (const end of this.#before.splice(0)) await end();
    for (const file of this.#open.splice(0)) await file.close();
    if (this.#folder !== null) await rm(await this.#folder, { recursive: true, force: true });
    this.#folder = null;
  }

  async #next(): Promise<string> {
    const folder = await (this.#folder ??= mkdtemp(join(tmpdir(), 'attention-import-')));
    return join(folder, String((this.#count += 1)));
  }
}

/** The error to throw for one of writing to scratch: what it is, in words where the disk is full. */
export function refuseFullDisk(error: unknown): unknown {
  if (systemCode(error) !== 'ENOSPC') return error;
  return new LabError('out-of-disk', `no space left to unpack the file: ${tmpdir()}`, {
    hint: 'Free some space, or save the file without compression',
    cause: error,
  });
}
