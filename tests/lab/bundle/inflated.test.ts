import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32, deflateRawSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FileBytes } from '../../../src/lab/bundle/fileBytes.ts';
import { Inflated, type Deflated } from '../../../src/lab/bundle/inflated.ts';
import { Scratch } from '../../../src/lab/bundle/scratch.ts';
import { seededNumbers } from '../../helpers/seededNumbers.ts';

describe('a deflated stretch of a file', () => {
  const numbers = seededNumbers(3);
  const whole = Buffer.from(Uint8Array.from({ length: 24 << 20 }, () => Math.floor(256 * numbers.uniform())));
  const packed = deflateRawSync(whole, { level: 1 });
  const start = 17;
  const part: Deflated = { start, packedBytes: packed.length, bytes: whole.length, crc32: crc32(whole) };
  let folder: string;
  let scratch: Scratch;
  let file: FileBytes;
  const path = (): string => join(folder, 'file');
  const openWith = async (bytes: Buffer): Promise<void> => {
    writeFileSync(path(), Buffer.concat([Buffer.alloc(start, 7), bytes, Buffer.alloc(9, 7)]));
    file = await FileBytes.open(path());
  };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'inflated-test-'));
    scratch = new Scratch();
  });
  afterEach(async () => {
    await scratch.remove();
    await file.close();
    rmSync(folder, { recursive: true });
  });

  it('is read at any place and in any order', async () => {
    await openWith(packed);
    const inflated = await Inflated.open(file, part, 'it', scratch);
    const places = [
      [0, 10],
      [5 << 20, 1 << 20],
      [100, 5],
      [whole.length - 3, 3],
      [2 << 20, 3 << 20],
    ] as const;
    for (const [at, length] of places) {
      expect((await inflated.read(at, length)).equals(whole.subarray(at, at + length))).toBe(true);
    }
    const twice = await Promise.all([inflated.read(0, 1000), inflated.read(whole.length - 1000, 1000)]);
    expect(twice[1].equals(whole.subarray(-1000))).toBe(true);
  });

  it('is unpacked as far as it is read and a little further', async () => {
    await openWith(packed);
    const unpackedBytes = (): number =>
      readdirSync(tmpdir())
        .filter((name) => name.startsWith('attention-import-'))
        .map((name) => join(tmpdir(), name, '1'))
        .flatMap((name) => (readsAs(name, whole) ? [statSync(name).size] : []))
        .reduce((sum, size) => sum + size, 0);
    const inflated = await Inflated.open(file, part, 'it', scratch);
    await inflated.read(0, 4096);
    expect(unpackedBytes()).toBeLessThan(8 << 20);
    await inflated.read(whole.length - 1, 1);
    expect(unpackedBytes()).toBe(whole.length);
  });

  it('gives what is whole before what is damaged, and then says that it is', async () => {
    const broken = Buffer.from(packed);
    broken.fill(0xff, packed.length - 1000);
    await openWith(broken);
    const inflated = await Inflated.open(file, part, 'it', scratch);
    expect((await inflated.read(0, 1000)).equals(whole.subarray(0, 1000))).toBe(true);
    await expect(inflated.read(whole.length - 10, 10)).rejects.toThrow(/it$/);
    await expect(inflated.read(whole.length - 10, 10)).rejects.toMatchObject({ code: 'bad-input' });
  });

  it('refuses more, fewer or other bytes than were promised', async () => {
    await openWith(packed);
    const last = async (promised: Partial<Deflated>): Promise<Buffer> => {
      const inflated = await Inflated.open(file, { ...part, ...promised }, 'it', scratch);
      return inflated.read(inflated.size - 1, 1);
    };
    await expect(last({ crc32: 1 })).rejects.toThrow('the checksum is wrong: it');
    await expect(last({ bytes: whole.length + 1 })).rejects.toThrow('the file ends too early: it');
    await expect(last({ bytes: 100 })).rejects.toThrow('more bytes are packed than the archive says: it');
    const inflated = await Inflated.open(file, part, 'it', scratch);
    await expect(inflated.read(whole.length, 1)).rejects.toThrow('the file ends too early: it');
  });
});

/** Whether a file begins as these bytes do: other tests unpack things beside. */
function readsAs(path: string, whole: Buffer): boolean {
  try {
    const bytes = readFileSync(path);
    return bytes.length > 0 && bytes.equals(whole.subarray(0, bytes.length));
  } catch {
    return false;
  }
}
