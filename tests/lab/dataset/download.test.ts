import { createHash, randomBytes } from 'node:crypto';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { downloadFile } from '../../../src/lab/dataset/download.ts';
import { newsgroupsArchive } from '../../../src/lab/dataset/newsgroupsDownload.ts';
import { CancelledError, LabError } from '../../../src/shared/errors.ts';
import type { ProgressMessage } from '../../../src/shared/trainerMessages.ts';
import { temporaryFolder } from './archives.ts';

const folder = temporaryFolder();
const file = randomBytes(3_000_000);
const sha256 = createHash('sha256').update(file).digest('hex');

type Answer = (request: IncomingMessage, response: ServerResponse) => void;
interface Home {
  url: string;
  /** Range and If-Range of every request. */
  asked: { range: string | undefined; ifRange: string | string[] | undefined }[];
  close(): Promise<void>;
}

const homes: Home[] = [];
afterEach(async () => {
  await Promise.all(homes.splice(0).map((home) => home.close()));
});

/** A server on loopback that answers every request with `answer`. */
async function home(answer: Answer): Promise<Home> {
  const asked: Home['asked'] = [];
  const server = createServer((request, response) => {
    asked.push({ range: request.headers.range, ifRange: request.headers['if-range'] });
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const started: Home = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/file.tar.gz`,
    asked,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  homes.push(started);
  return started;
}

/** A file server with ranges and, if it has an ETag, If-Range; it cuts the connection after `cutAfter` bytes. */
const serving =
  (bytes: Buffer, { etag, cutAfter }: { etag?: string; cutAfter?: number } = {}): Answer =>
  (request, response) => {
    const range = /^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1];
    const condition = request.headers['if-range'];
    const start = range === undefined || (condition !== undefined && condition !== etag) ? 0 : Number(range);
    if (etag !== undefined) response.setHeader('ETag', etag);
    if (start >= bytes.length) {
      response.writeHead(416, { 'Content-Range': `bytes */${bytes.length}` }).end();
      return;
    }
    // Apache says so of .gz files; it must not make the client unpack them.
    response.setHeader('Content-Encoding', 'x-gzip');
    response.setHeader('Content-Length', bytes.length - start);
    if (start > 0) response.setHeader('Content-Range', `bytes ${start}-${bytes.length - 1}/${bytes.length}`);
    response.writeHead(start > 0 ? 206 : 200);
    if (cutAfter === undefined) response.end(bytes.subarray(start));
    else response.write(bytes.subarray(start, start + cutAfter), () => response.destroy());
  };

const status =
  (code: number): Answer =>
  (_request, response) =>
    void response.writeHead(code).end('no');

let count = 0;
function download(
  urls: readonly string[],
  options: {
    path?: string;
    sha256?: string;
    signal?: AbortSignal;
    maxBytes?: number;
    stallMs?: number;
    freeBytes?: number;
  } = {},
): { path: string; part: string; progress: ProgressMessage[]; work: Promise<void> } {
  const path = options.path ?? join(folder.path, `${(count += 1)}`, 'datasets', 'file.tar.gz');
  const progress: ProgressMessage[] = [];
  const work = downloadFile(
    {
      urls,
      sha256: options.sha256 ?? sha256,
      path,
      maxBytes: options.maxBytes ?? 1e8,
      stallMs: options.stallMs ?? 5000,
      freeBytes: async () => options.freeBytes ?? 1e12,
    },
    { onProgress: (message) => progress.push(message), signal: options.signal },
  );
  return { path, part: `${path}.part`, progress, work };
}

async function failure(work: Promise<void>): Promise<LabError> {
  const error = await work.then(
    () => expect.fail('it worked'),
    (reason: unknown) => reason,
  );
  if (!(error instanceof LabError)) throw error;
  return error;
}

describe('downloading', () => {
  it('begins nothing that the disk has no room for, and says how much it takes', async () => {
    const { url } = await home(serving(file));
    const { path, part, work } = download([url], { freeBytes: 50_000_000 });
    const error = await failure(work);
    expect(error.code).toBe('out-of-disk');
    expect(error.message).toMatch(
      /^not enough disk space for the download: 66\.9 MB needed, 47\.7 MB free in /,
    );
    expect([path, part].map(existsSync)).toEqual([false, false]);
  });

  it('brings the file, byte for byte, tells of its progress and leaves nothing beside it', async () => {
    const { url } = await home(serving(file));
    const { path, part, progress, work } = download([url]);
    await work;
    expect(readFileSync(path).equals(file)).toBe(true);
    expect(existsSync(part) || existsSync(`${part}.json`)).toBe(false);
    expect(progress[0]).toMatchObject({ stage: 'downloading', done: 0, total: file.length, unit: 'bytes' });
    expect(progress.at(-1)).toMatchObject({ done: file.length });
  });

  it('fetches nothing when the file is there already', async () => {
    const source = await home(serving(file));
    const { path, work } = download([source.url]);
    await work;
    await download([source.url], { path }).work;
    expect(source.asked).toHaveLength(1);
  });

  it('goes on after the last byte of a cut connection, if the file is still the same one', async () => {
    let answer = serving(file, { etag: '"one"', cutAfter: 1_000_000 });
    const source = await home((request, response) => answer(request, response));
    const first = download([source.url]);
    const error = await failure(first.work);
    expect(error.code).toBe('network');
    expect(error.sentence).toMatch(
      /^cannot download file\.tar\.gz \(127\.0\.0\.1:\d+: .+\)\. Check the network and try again: it goes on after /,
    );
    const have = statSync(first.part).size;
    expect(have).toBeGreaterThan(0);

    answer = serving(file, { etag: '"one"' });
    const second = download([source.url], { path: first.path });
    await second.work;
    expect(source.asked[1]).toEqual({ range: `bytes=${have}-`, ifRange: '"one"' });
    expect(second.progress[0]).toMatchObject({ done: have, total: file.length });
    expect(readFileSync(first.path).equals(file)).toBe(true);
  });

  it('starts again when the file has changed since', async () => {
    let answer = serving(randomBytes(2_000_000), { etag: '"old"', cutAfter: 1_000_000 });
    const changing = await home((request, response) => answer(request, response));
    const first = download([changing.url]);
    await failure(first.work);
    answer = serving(file, { etag: '"new"' });
    await download([changing.url], { path: first.path }).work;
    expect(changing.asked[1]?.ifRange).toBe('"old"');
    expect(readFileSync(first.path).equals(file)).toBe(true);
  });

  it('starts again at a server that ignores ranges or has fewer bytes than the part', async () => {
    const noRanges = await home((_request, response) => void response.end(file));
    const shorter = await home(serving(file));
    for (const [{ url, asked }, partBytes] of [
      [noRanges, 500_000],
      [shorter, file.length + 5],
    ] as const) {
      const cut = await home(serving(file, { cutAfter: 1000 }));
      const first = download([cut.url]);
      await failure(first.work);
      writeFileSync(first.part, randomBytes(partBytes));
      await download([url], { path: first.path }).work;
      expect(asked[0]?.range).toBe(`bytes=${partBytes}-`);
      expect(readFileSync(first.path).equals(file)).toBe(true);
    }
  });

  it('renames a part that was already whole', async () => {
    const source = await home(serving(file));
    const cut = download([(await home(status(404))).url]);
    await failure(cut.work);
    writeFileSync(cut.part, file);
    await download([source.url], { path: cut.path }).work;
    expect(source.asked).toHaveLength(0);
    expect(readFileSync(cut.path).equals(file)).toBe(true);
  });

  it.each([404, 500])('goes to the second home when the first says %i', async (code) => {
    const first = await home(status(code));
    const second = await home(serving(file));
    const { path, work } = download([first.url, second.url]);
    await work;
    expect(first.asked).toHaveLength(1);
    expect(readFileSync(path).equals(file)).toBe(true);
  });

  it('goes on at the second home where the first was cut', async () => {
    const first = await home(serving(file, { etag: '"first"', cutAfter: 1_000_000 }));
    const second = await home(serving(file, { etag: '"second"' }));
    const { path, work } = download([first.url, second.url]);
    await work;
    expect(second.asked[0]?.range).toMatch(/^bytes=[1-9]\d*-$/);
    expect(second.asked[0]?.ifRange).toBeUndefined();
    expect(readFileSync(path).equals(file)).toBe(true);
  });

  it('follows redirects, but not for ever', async () => {
    const target = await home(serving(file));
    const moved = await home((_request, response) => {
      response.writeHead(302, { Location: target.url }).end();
    });
    const { path, work } = download([moved.url]);
    await work;
    expect(readFileSync(path).equals(file)).toBe(true);
    const circle = await home((_request, response) => {
      response.writeHead(301, { Location: '/again' }).end();
    });
    expect((await failure(download([circle.url]).work)).message).toContain('more than 5 redirects');
  });

  it('deletes a file with the wrong checksum and says so', async () => {
    const { url } = await home(serving(randomBytes(1000)));
    const { path, part, work } = download([url]);
    expect((await failure(work)).message).toMatch(/wrong checksum, its file was deleted/);
    expect([path, part, `${part}.json`].some(existsSync)).toBe(false);
  });

  it('gives up a home whose file is longer than it may be, or that falls silent', async () => {
    const long = await home(serving(file));
    expect((await failure(download([long.url], { maxBytes: 1_000_000 }).work)).message).toContain(
      'longer than 977 KB',
    );
    const silent = await home((_request, response) => void response.write('x'));
    expect((await failure(download([silent.url], { stallMs: 50 }).work)).message).toContain(
      'no data for 0.05 s',
    );
  });

  it('keeps the part when it is cancelled, and goes on from it', async () => {
    const controller = new AbortController();
    let slow = true;
    const source = await home((request, response) => {
      if (!slow) serving(file)(request, response);
      else response.writeHead(200, { 'Content-Length': file.length }).write(file.subarray(0, 100_000));
    });
    const path = join(folder.path, 'cancelled', 'file.tar.gz');
    const work = downloadFile(
      { urls: [source.url], sha256, path, maxBytes: 1e8 },
      { onProgress: ({ done }) => void (done > 0 && controller.abort()), signal: controller.signal },
    );
    await expect(work).rejects.toBeInstanceOf(CancelledError);
    const have = statSync(`${path}.part`).size;
    expect(have).toBeGreaterThan(0);
    slow = false;
    await download([source.url], { path }).work;
    expect(source.asked[1]?.range).toBe(`bytes=${have}-`);
    expect(readFileSync(path).equals(file)).toBe(true);
  });

  it('says for each home what was wrong when there is no network', async () => {
    const gone = await home(serving(file));
    await homes.splice(0).at(-1)?.close();
    const error = await failure(download([gone.url, 'http://localhost:1/file']).work);
    expect(error.message).toMatch(
      /^cannot download file\.tar\.gz \(127\.0\.0\.1:\d+: connection refused; localhost:1: connection refused\)$/,
    );
    expect(error.hint).toMatch(/or give the path of a copy you have$/);
  });

  it('names the folder it may not write to', async () => {
    const { url } = await home(serving(file));
    writeFileSync(join(folder.path, 'a-file'), '');
    const { work } = download([url], { path: join(folder.path, 'a-file', 'datasets', 'file') });
    expect((await failure(work)).message).toContain('a-file');
  });
});

describe('the downloaded archive of 20 Newsgroups', () => {
  it('lies in the data folder', () => {
    expect(newsgroupsArchive('data')).toBe(join('data', 'datasets', '20news-bydate.tar.gz'));
  });
});
