import { mkdtemp, open, rm, type FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LabError } from '../../shared/errors.ts';
import { FileBytes } from './fileBytes.ts';

/** A folder for what has to be unpacked before it can be read at positions; gone with `remove`. */
export class Scratch {
  #folder: Promise<string> | null = null;
  readonly #open: FileBytes[] = [];
  #count = 0;

  /** Fills a new file and opens it for reading. Throws `LabError('out-of-disk')` when there is no room. */
  async file(fill: (handle: FileHandle) => Promise<void>): Promise<FileBytes> {
    const folder = await (this.#folder ??= mkdtemp(join(tmpdir(), 'attention-import-')));
    const path = join(folder, String((this.#count += 1)));
    const handle = await open(path, 'wx');
    try {
      await fill(handle);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error;
      throw new LabError('out-of-disk', `no space left to unpack the file: ${folder}`, {
        hint: 'Free some space, or save the file without compression',
        cause: error,
      });
    } finally {
      await handle.close();
    }
    const file = await FileBytes.open(path);
    this.#open.push(file);
    return file;
  }

  async remove(): Promise<void> {
    for (const file of this.#open.splice(0)) await file.close();
    if (this.#folder !== null) await rm(await this.#folder, { recursive: true, force: true });
    this.#folder = null;
  }
}
