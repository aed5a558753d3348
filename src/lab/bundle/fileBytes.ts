import { open, type FileHandle } from 'node:fs/promises';
import { LabError } from '../../shared/errors.ts';
import { badFile } from './limits.ts';
import { systemCode } from '../../shared/systemCode.ts';

/** Something that is read at positions: a file, a stretch of one, or bytes in memory. */
export interface ByteSource {
  readonly size: number;
  /** Exactly `length` bytes from `position`. Throws `LabError('bad-input')` beyond the end. */
  read(position: number, length: number): Promise<Buffer>;
}

/** An open file. Whoever opens it closes it. */
export class FileBytes implements ByteSource {
  readonly path: string;
  readonly size: number;
  readonly #handle: FileHandle;

  private constructor(path: string, size: number, handle: FileHandle) {
    this.path = path;
    this.size = size;
    this.#handle = handle;
  }

  /** Throws `LabError('not-found')` or `LabError('io')`; a folder is `bad-input`. */
  static async open(path: string): Promise<FileBytes> {
    let handle: FileHandle;
    try {
      handle = await open(path, 'r');
    } catch (cause) {
      const code = systemCode(cause) ?? String(cause);
      if (code === 'ENOENT') throw new LabError('not-found', `no such file: ${path}`, { cause });
      throw new LabError('io', `cannot read the file: ${path} (${code})`, { cause });
    }
    const stat = await handle.stat();
    if (stat.isFile()) return new FileBytes(path, stat.size, handle);
    await handle.close();
    throw badFile(path, 'not a file');
  }

  get fd(): number {
    return this.#handle.fd;
  }

  async read(position: number, length: number): Promise<Buffer> {
    const bytes = Buffer.allocUnsafe(length);
    let done = 0;
    while (done < length) {
      const { bytesRead } = await this.#handle.read(bytes, done, length - done, position + done);
      if (bytesRead === 0) throw badFile(this.path, 'the file ends too early');
      done += bytesRead;
    }
    return bytes;
  }

  close(): Promise<void> {
    return this.#handle.close();
  }
}

/** A stretch of another source. */
export function stretch(source: ByteSource, start: number, size: number, where: string): ByteSource {
  return {
    size,
    read: (position, length) => {
      if (position < 0 || position + length > size) throw badFile(where, 'the file ends too early');
      return source.read(start + position, length);
    },
  };
}
