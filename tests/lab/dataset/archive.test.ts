import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readArchive } from '../../../src/lab/dataset/archive.ts';
import type { DatasetLimits } from '../../../src/lab/dataset/limits.ts';
import { datasetLimits } from '../../../src/lab/dataset/limits.ts';
import { CancelledError, LabError } from '../../../src/shared/errors.ts';
import type { TarEntry } from './archives.ts';
import { tar, tarGz, temporaryFolder } from './archives.ts';

const folder = temporaryFolder();
let count = 0;
const write = (bytes: Buffer): string => folder.write(`archive-${(count += 1)}.tar.gz`, bytes);

/** Path → content of every file. */
async function contents(path: string, limits?: DatasetLimits): Promise<Record<string, string>> {
  const files: Record<string, string> = {};
  const visit: Parameters<typeof readArchive>[1] = ({ kind, segments }) =>
    kind === 'folder' ? undefined : (bytes) => void (files[segments.join('/')] = bytes.toString('latin1'));
  await readArchive(path, visit, {}, limits);
  return files;
}

async function refusal(path: string, limits?: DatasetLimits): Promise<string> {
  const error = await contents(path, limits).then(
    () => expect.fail('it was accepted'),
    (reason: unknown) => reason,
  );
  if (!(error instanceof LabError)) throw error;
  expect(error.code).toBe('bad-archive');
  expect(error.message).toContain(path);
  return error.message;
}

const refusalOf = async (...entries: TarEntry[]): Promise<string> =>
  refusal(write(await tarGz([['fine.txt', 'fine'], ...entries, ['after.txt', 'after']])));

describe('reading an archive', () => {
  it('gives files whole, however long, and passes over those not asked for', async () => {
    const long = randomBytes(1_000_000).toString('latin1');
    const path = write(
      await tarGz([{ name: 'a/', type: 'directory' }, ['./a/long', long], ['a/empty', ''], ['b', 'b']]),
    );
    expect(await contents(path)).toEqual({ 'a/long': long, 'a/empty': '', b: 'b' });
    const seen: string[] = [];
    await readArchive(path, ({ kind, segments }) => void seen.push(`${kind} ${segments.join('/')}`), {});
    expect(seen).toEqual(['folder a', 'file a/long', 'file a/empty', 'file b']);
  });

  it('refuses paths that leave the archive', async () => {
    expect(await refusalOf(['../../etc/passwd', 'x'])).toContain('path that leaves it "../../etc/passwd"');
    expect(await refusalOf(['a/../../b', 'x'])).toContain('path that leaves it "a/../../b"');
    expect(await refusalOf(['a\\..\\b', 'x'])).toContain('path that leaves it');
    expect(await refusalOf(['/etc/passwd', 'x'])).toContain('absolute path "/etc/passwd"');
    expect(await refusalOf(['C:\\windows', 'x'])).toContain('absolute path');
    expect(await refusalOf([`${'a/'.repeat(1000)}b`, 'x'])).toContain('a path longer than 1024 characters');
  });

  it('refuses links, devices and pipes', async () => {
    expect(await refusalOf({ name: 'l', type: 'symlink', linkname: '/etc/passwd' })).toContain('a link "l"');
    expect(await refusalOf({ name: 'l', type: 'link', linkname: 'fine.txt' })).toContain('a link "l"');
    expect(await refusalOf({ name: 'd', type: 'character-device' })).toContain('not a plain file "d"');
    expect(await refusalOf({ name: 'd', type: 'block-device' })).toContain('not a plain file "d"');
    expect(await refusalOf({ name: 'p', type: 'fifo' })).toContain('not a plain file "p"');
  });

  it('stops a bomb of 10 GB early', async () => {
    // A gzip file may be many, end to end: 640 times one file of 16 MB of zeros.
    const [header] = [(await tar([['zeros', Buffer.alloc(16 * 1024 * 1024)]])).subarray(0, -1024)];
    const member = gzipSync(header!);
    const path = write(Buffer.concat(Array.from({ length: 640 }, () => member)));
    let done = 0;
    const reading = readArchive(path, () => undefined, { onProgress: (progress) => (done = progress.done) });
    await expect(reading).rejects.toThrow(`refused archive, more than 200 times its packed size: ${path}`);
    expect(done).toBeLessThan(member.length * 20);
  });

  it('stops at every stated limit', async () => {
    const noise = write(
      await tarGz(Array.from({ length: 8 }, (_, i) => [`noise-${i}`, randomBytes(100_000)])),
    );
    const limits = { ...datasetLimits, totalBytes: 400_000 };
    expect(await refusal(noise, limits)).toMatch(/^refused archive, more than 391 KB unpacked: /);
    expect(await refusal(noise, { ...datasetLimits, entries: 7 })).toMatch(/more than 7 files: /);
    expect(await refusal(noise, { ...datasetLimits, fileBytes: 51_200 })).toMatch(
      /a file of 97\.7 KB, at most 50 KB, "noise-0": /,
    );
    expect(Object.keys(await contents(noise))).toHaveLength(8);
  });

  it('refuses a file of 10 GB at its header', async () => {
    const plain = await tar([['huge', 'x']]);
    // The size in octal, and the checksum that goes with it.
    plain.write('120000000000', 124, 'latin1');
    plain.write('        ', 148, 'latin1');
    const sum = plain.subarray(0, 512).reduce((total, byte) => total + byte, 0);
    plain.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
    expect(await refusal(write(gzipSync(plain)))).toContain('a file of 10 GB, at most 16 MB, "huge"');
  });

  it('tells truncated, damaged and foreign files apart', async () => {
    const whole = await tarGz([['noise', randomBytes(300_000)]]);
    expect(await refusal(write(whole.subarray(0, 200_000)))).toMatch(/^truncated archive: /);
    expect(await refusal(write(gzipSync((await tar([['a', 'abc']])).subarray(0, 514))))).toMatch(
      /^truncated archive: /,
    );
    const damaged = Buffer.from(whole);
    damaged.fill(0xff, 100, 3000);
    expect(await refusal(write(damaged))).toMatch(/^damaged archive: /);
    expect(await refusal(write(gzipSync(randomBytes(4096))))).toMatch(/^damaged archive: /);
    expect(await refusal(write(Buffer.from('PK not gzip')))).toMatch(/^not a \.tar\.gz archive: /);
    expect(await refusal(write(Buffer.alloc(0)))).toMatch(/^not a \.tar\.gz archive: /);
  });

  it('says which file is missing or is a folder', async () => {
    await expect(readArchive(`${folder.path}/none`, () => undefined, {})).rejects.toThrow(
      `no such file or folder: ${folder.path}/none`,
    );
    await expect(readArchive(folder.path, () => undefined, {})).rejects.toBeInstanceOf(LabError);
  });

  it('stops half-way when it is cancelled', async () => {
    const path = write(
      await tarGz(Array.from({ length: 50 }, (_, i) => [`noise-${i}`, randomBytes(100_000)])),
    );
    const controller = new AbortController();
    let files = 0;
    const reading = readArchive(
      path,
      () => {
        files += 1;
        if (files === 5) controller.abort();
        return undefined;
      },
      { signal: controller.signal },
    );
    await expect(reading).rejects.toBeInstanceOf(CancelledError);
    expect(files).toBeLessThan(50);
    await expect(readArchive(path, () => undefined, { signal: AbortSignal.abort() })).rejects.toBeInstanceOf(
      CancelledError,
    );
  });
});
