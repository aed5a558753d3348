import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { mkdir, open, readFile, rename, rm, stat, statfs, writeFile } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { basename, dirname } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { CancelledError, LabError } from '../../shared/errors.ts';
import type { WorkContext } from './context.ts';
import { progressReporter, throwIfCancelled } from './context.ts';
import { fileError } from './fileErrors.ts';
import { httpGet, networkReason } from './httpGet.ts';
import { formatBytes } from './limits.ts';

/** Left free beside a download, so that the database can still commit. */
const reserveBytes = 64 * 2 ** 20;

export interface DownloadRequest {
  /** Homes of the same file, tried in order. */
  readonly urls: readonly string[];
  /** Of the whole file, in hex. */
  readonly sha256: string;
  /** Where it goes; until it is whole and right it is `<path>.part`. */
  readonly path: string;
  /** A longer file is not the one looked for. */
  readonly maxBytes: number;
  readonly stallMs?: number;
  /** Free bytes on the disk of a folder. Default: what the system says. */
  readonly freeBytes?: (folder: string) => Promise<number>;
}

/** What the part is a part of: `validator` is the strong ETag, else the Last-Modified date, of that reply. */
const partNote = z.strictObject({ url: z.string(), validator: z.string().nullable() });

/**
 * Downloads a file with a known hash; nothing is fetched when `path` already holds it. An interrupted download (cut,
 * cancelled, process killed) leaves `<path>.part`, and the next one, from whichever home, goes on after its last
 * byte; a server without ranges sends it all again. A part with the wrong hash is deleted. Progress is
 * "downloading" in bytes. Throws `CancelledError`, or `LabError` saying for each home what was wrong.
 */
export async function downloadFile(request: DownloadRequest, context: WorkContext): Promise<void> {
  const { path, sha256 } = request;
  const part = `${path}.part`;
  throwIfCancelled(context.signal);
  if ((await sha256OfFile(path)) === sha256) return;
  await orFileError(mkdir(dirname(path), { recursive: true }), path);

  const failures: string[] = [];
  for (const url of request.urls) {
    const { host } = new URL(url);
    // A part may be whole already: its process was stopped before the rename.
    if ((await sha256OfFile(part)) !== sha256) {
      try {
        await fetchPart(url, part, request, context);
      } catch (error) {
        if (context.signal?.aborted === true) throw new CancelledError();
        if (error instanceof LabError) throw error;
        failures.push(`${host}: ${networkReason(error)}`);
        continue;
      }
    }
    if ((await sha256OfFile(part)) === sha256) {
      await orFileError(rename(part, path), path);
      await rm(noteOf(part), { force: true });
      return;
    }
    await removePart(part);
    failures.push(`${host}: wrong checksum, its file was deleted`);
  }
  const kept = await partSize(part);
  throw new LabError('network', `cannot download ${basename(path)} (${failures.join('; ')})`, {
    hint:
      kept > 0
        ? `Check the network and try again: it goes on after ${formatBytes(kept)}`
        : 'Check the network and try again, or give the path of a copy you have',
  });
}

/** Brings the part to the end of the file at `url`. Throws network errors as they are, and `LabError` for the disk. */
async function fetchPart(
  url: string,
  part: string,
  request: DownloadRequest,
  context: WorkContext,
): Promise<void> {
  let start = await partSize(part);
  let reply = await ask(url, start, part, request, context);
  const resumed = reply.statusCode === 206 && rangeStart(reply) === start;
  if (start > 0 && !resumed) {
    start = 0;
    if (reply.statusCode === 206 || reply.statusCode === 416) {
      // Not the bytes asked for, or none so far on: the part belongs to another file.
      reply.destroy();
      await removePart(part);
      reply = await ask(url, 0, part, request, context);
    }
  }
  if (reply.statusCode !== 200 && !(resumed && reply.statusCode === 206)) {
    reply.destroy();
    throw new Error(`HTTP status ${reply.statusCode ?? 0}`);
  }
  const note: z.output<typeof partNote> = { url, validator: validatorOf(reply) };
  await orFileError(writeFile(noteOf(part), JSON.stringify(note)), part);

  const length = Number.parseInt(reply.headers['content-length'] ?? '', 10);
  await refuseIfFull(dirname(part), length, request.freeBytes ?? freeBytesOf, reply);
  const report = progressReporter(
    context,
    'downloading',
    Number.isNaN(length) ? null : start + length,
    'bytes',
  );
  const file = await orFileError(open(part, start > 0 ? 'a' : 'w'), part);
  try {
    let done = start;
    report(done);
    for await (const chunk of reply as AsyncIterable<Buffer>) {
      done += chunk.length;
      if (done > request.maxBytes) throw new Error(`longer than ${formatBytes(request.maxBytes)}`);
      await orFileError(file.appendFile(chunk), part);
      report(done);
    }
    await orFileError(file.sync(), part);
  } finally {
    reply.destroy();
    await close(file);
  }
}

/** A download that could only fail at its end is not begun; a server that does not say how long it is, is believed. */
async function refuseIfFull(
  folder: string,
  length: number,
  freeBytes: (folder: string) => Promise<number>,
  reply: IncomingMessage,
): Promise<void> {
  const free = await freeBytes(folder);
  if (Number.isNaN(length) || free >= length + reserveBytes) return;
  reply.destroy();
  throw new LabError(
    'out-of-disk',
    `not enough disk space for the download: ${formatBytes(length + reserveBytes)} needed, ${formatBytes(free)} free in ${folder}`,
    { hint: 'Free some space, or choose another data folder' },
  );
}

async function freeBytesOf(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}

/** Asks for the file from `start` on; `If-Range` makes the same server send all of it should it have changed. */
async function ask(
  url: string,
  start: number,
  part: string,
  { stallMs = 30_000 }: DownloadRequest,
  { signal }: WorkContext,
): Promise<IncomingMessage> {
  const headers: Record<string, string> = {};
  if (start > 0) {
    headers.range = `bytes=${start}-`;
    const note = await readNote(part);
    if (note?.url === url && note.validator !== null) headers['if-range'] = note.validator;
  }
  return httpGet(url, { headers, signal, stallMs });
}

function rangeStart(reply: IncomingMessage): number {
  return Number.parseInt(/^bytes (\d+)-/.exec(reply.headers['content-range'] ?? '')?.[1] ?? '', 10);
}

/** RFC 9110, 13.1.5: If-Range takes no weak ETag. */
function validatorOf(reply: IncomingMessage): string | null {
  const { etag } = reply.headers;
  if (etag !== undefined && !etag.startsWith('W/')) return etag;
  return reply.headers['last-modified'] ?? null;
}

const noteOf = (part: string): string => `${part}.json`;

/** A missing or broken note only costs the `If-Range`: the hash decides in the end. */
async function readNote(part: string): Promise<z.output<typeof partNote> | undefined> {
  try {
    return partNote.parse(JSON.parse(await readFile(noteOf(part), 'utf8')));
  } catch {
    return undefined;
  }
}

async function removePart(part: string): Promise<void> {
  await orFileError(rm(part, { force: true }), part);
  await rm(noteOf(part), { force: true });
}

async function partSize(part: string): Promise<number> {
  const found = await stat(part).catch(() => undefined);
  return found?.size ?? 0;
}

/** Undefined when there is no such file. */
async function sha256OfFile(path: string): Promise<string | undefined> {
  if ((await partSize(path)) === 0) return undefined;
  const hash = createHash('sha256');
  await orFileError(pipeline(createReadStream(path), hash), path);
  return hash.digest('hex');
}

async function orFileError<T>(work: Promise<T>, path: string): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw fileError(error, path);
  }
}

/** Closing after a full disk fails once more; the first error is the one to show. */
async function close(file: FileHandle): Promise<void> {
  await file.close().catch(() => undefined);
}
