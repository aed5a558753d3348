import type { FileHandle } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { crc32, createInflateRaw } from 'node:zlib';
import type { ByteSource, FileBytes } from './fileBytes.ts';
import { badFile } from './limits.ts';
import { refuseFullDisk, type Scratch } from './scratch.ts';

/** Bytes unpacked beyond what was asked for, so that who reads on does not wait. */
const aheadBytes = 4 << 20;
/** Bytes in and out of the inflater at a time: each time costs a turn of the event loop. */
const chunkBytes = 256 << 10;

/** Where a deflated stretch lies in its file, and what it is to become. */
export interface Deflated {
  readonly start: number;
  readonly packedBytes: number;
  readonly bytes: number;
  readonly crc32: number;
}

/**
 * A deflated stretch of a file as if it lay unpacked: unpacked into a scratch file as far as it is read, and a little
 * further, so that the first numbers of a large array are there before its last. Its checksum is held against it when
 * its last byte is read. Throws `LabError`: `bad-input`, `out-of-disk`.
 */
export class Inflated implements ByteSource {
  readonly size: number;
  readonly #crc32: number;
  readonly #where: string;
  readonly #handle: FileHandle;
  readonly #chunks: AsyncIterator<unknown>;
  #unpacked = 0;
  #checksum = 0;
  #isChecked = false;
  /** One after the other; what fails once fails for all that follow. */
  #work: Promise<void> = Promise.resolve();

  private constructor(
    { bytes, crc32: checksum }: Deflated,
    where: string,
    handle: FileHandle,
    chunks: AsyncIterator<unknown>,
  ) {
    this.size = bytes;
    this.#crc32 = checksum;
    this.#where = where;
    this.#handle = handle;
    this.#chunks = chunks;
  }

  static async open(file: FileBytes, part: Deflated, where: string, scratch: Scratch): Promise<Inflated> {
    const { start, packedBytes } = part;
    const handle = await scratch.growing();
    const packed = Readable.from(inChunks(file, start, packedBytes), { objectMode: false });
    const unpacked = createInflateRaw({ chunkSize: chunkBytes });
    packed.on('error', (error) => unpacked.destroy(error));
    packed.pipe(unpacked);
    const inflated = new Inflated(part, where, handle, unpacked[Symbol.asyncIterator]());
    scratch.beforeRemove(async () => {
      packed.destroy();
      unpacked.destroy();
      await inflated.#work.catch(() => undefined);
    });
    return inflated;
  }

  async read(position: number, length: number): Promise<Buffer> {
    const end = position + length;
    if (position < 0 || end > this.size) throw badFile(this.#where, 'the file ends too early');
    await this.#reach(end);
    void this.#reach(Math.min(this.size, end + aheadBytes)).catch(() => undefined); // told to who reads there
    const bytes = Buffer.allocUnsafe(length);
    await this.#handle.read(bytes, 0, length, position);
    return bytes;
  }

  #reach(end: number): Promise<void> {
    if (this.#unpacked >= end && (end < this.size || this.#isChecked)) return Promise.resolve();
    this.#work = this.#work.then(() => this.#unpackTo(end));
    return this.#work;
  }

  async #unpackTo(end: number): Promise<void> {
    while (this.#unpacked < end) {
      const chunk = await this.#next();
      if (chunk === null) throw badFile(this.#where, 'the file ends too early');
      if (this.#unpacked + chunk.length > this.size) throw this.#tooLong();
      this.#checksum = crc32(chunk, this.#checksum);
      await this.#handle.write(chunk, 0, chunk.length, this.#unpacked).catch((error: unknown) => {
        throw refuseFullDisk(error);
      });
      this.#unpacked += chunk.length;
    }
    if (this.#unpacked < this.size || this.#isChecked) return;
    if ((await this.#next()) !== null) throw this.#tooLong();
    if (this.#checksum !== this.#crc32) throw badFile(this.#where, 'the checksum is wrong');
    this.#isChecked = true;
  }

  /** The next bytes; null after the last. */
  async #next(): Promise<Buffer | null> {
    try {
      const { done, value } = await this.#chunks.next();
      return done === true || !Buffer.isBuffer(value) ? null : value;
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw badFile(this.#where, `the archive is damaged (${reason})`, 'Export it again');
    }
  }

  #tooLong(): Error {
    return badFile(this.#where, 'more bytes are packed than the archive says', 'Export it again');
  }
}

async function* inChunks(source: ByteSource, start: number, length: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < length; at += chunkBytes) {
    yield await source.read(start + at, Math.min(chunkBytes, length - at));
  }
}
