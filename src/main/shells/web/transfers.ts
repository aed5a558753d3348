import { randomBytes } from 'node:crypto';
import {
  copyFileSync,
  createReadStream,
  createWriteStream,
  linkSync,
  mkdirSync,
  realpathSync,
} from 'node:fs';
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { basename, dirname, join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { contract, type ApiReply } from '../../../shared/api.ts';
import { LabError, toErrorMessage } from '../../../shared/errors.ts';
import { saveName, type SavePlace } from '../../../shared/files.ts';
import type { LabDoor } from '../door.ts';
import { isBelow } from '../isBelow.ts';
import { withPaths } from '../pathsIn.ts';
import { pageHeaders } from '../security.ts';
import { systemCode } from '../../../shared/systemCode.ts';

/** Largest file a browser may send, in bytes. */
const uploadBytes = 8 * 2 ** 30;
/** A sender that is silent for so long has gone. */
const silenceMs = 60_000;
/** What was sent or made stays for so long. */
const keptMs = 24 * 60 * 60 * 1000;

export const downloadPath = '/download/';

/**
 * Files between a browser and the lab's machine: what a person sends lands in a folder of its own in the cache, and
 * what the lab makes for them is fetched from one. Names are the person's; folders are random.
 */
export class Transfers {
  /** What is sent and made lies in it. */
  readonly folder: string;
  /** Where a file that documents are read from stays: runs read it again. */
  readonly #kept: string;

  constructor(dataDir: string) {
    this.folder = join(dataDir, 'cache', 'transfers');
    this.#kept = join(dataDir, 'datasets', 'sent');
  }

  /**
   * A lab whose `pickSavePath` gives a place here, and the address a browser gets the file from; documents that were
   * sent are read from a place that stays.
   */
  door(lab: LabDoor): LabDoor {
    return {
      onEvent: (listener) => lab.onEvent(listener),
      dispatch: async (method, input) => {
        if (method === 'importDataset') {
          return lab.dispatch(
            method,
            withPaths(method, input, (path) => this.#keep(path)),
          );
        }
        if (method !== 'pickSavePath') return lab.dispatch(method, input);
        const parsed = contract.pickSavePath.input.safeParse(input);
        if (!parsed.success) return refusal('pickSavePath: not a file name');
        return { ok: true, value: await this.#place(parsed.data.name) };
      },
    };
  }

  /** Takes the body of a request as a file called `name` and answers with its path. */
  async receive(request: IncomingMessage, response: ServerResponse, name: string | null): Promise<void> {
    const parsed = saveName.safeParse(name);
    const announced = Number(request.headers['content-length'] ?? Number.NaN);
    if (!parsed.success) return answerJson(response, 400, { error: 'not a file name' });
    if (announced > uploadBytes) return answerJson(response, 413, { error: 'larger than 8 GB' });
    const { path } = await this.#place(parsed.data);
    request.setTimeout(silenceMs, () => request.destroy());
    let received = 0;
    const counted = new Transform({
      transform: (part: Buffer, _encoding, done) => {
        received += part.length;
        done(received > uploadBytes ? new Error('larger than 8 GB') : null, part);
      },
    });
    try {
      await pipeline(request, counted, createWriteStream(path, { flags: 'wx' }));
    } catch (error) {
      await rm(join(path, '..'), { recursive: true, force: true });
      const isFull = systemCode(error) === 'ENOSPC';
      if (response.headersSent || request.destroyed) response.destroy();
      else answerJson(response, isFull ? 507 : 400, { error: isFull ? 'no space left' : 'broken off' });
      return;
    }
    answerJson(response, 200, { path });
  }

  /**
   * Sends what `pickSavePath` promised at `/download/<id>`, and of several files the one that is named after it; false if
   * there is no such file.
   */
  async send(urlPath: string, response: ServerResponse, headOnly: boolean): Promise<boolean> {
    const [id = '', asked, ...rest] = urlPath.slice(downloadPath.length).split('/');
    if (!/^[\w-]{22}$/.test(id) || rest.length > 0) return false;
    // A name is one of those that lie there, never a way to another place.
    const names = await readdir(join(this.folder, id)).catch((): string[] => []);
    const name =
      asked === undefined ? only(names) : names.find((known) => encodeURIComponent(known) === asked);
    if (name === undefined) return false;
    const path = join(this.folder, id, name);
    const { size } = await stat(path);
    response.writeHead(200, {
      ...pageHeaders,
      'Content-Type': 'application/octet-stream',
      'Content-Length': size,
      'Content-Disposition': `attachment; filename*=UTF-8''${encodeURIComponent(name).replace(/['()*]/g, escapeAll)}`,
      'Cache-Control': 'no-store',
    });
    if (headOnly) response.end();
    else await pipeline(createReadStream(path), response);
    return true;
  }

  /** Removes what has lain here for a day. */
  async sweep(now = Date.now()): Promise<void> {
    for (const id of await readdir(this.folder).catch(() => [])) {
      const found = await stat(join(this.folder, id)).catch(() => null);
      if (found !== null && now - found.mtimeMs < keptMs) continue;
      await rm(join(this.folder, id), { recursive: true, force: true });
    }
  }

  /** Where a file that was sent stays; any other path as it is. */
  #keep(path: string): string {
    if (!isBelow([this.folder], path)) return path;
    try {
      const sent = realpathSync(path);
      const kept = join(this.#kept, basename(dirname(sent)), basename(sent));
      mkdirSync(dirname(kept), { recursive: true, mode: 0o700 });
      placeAlso(sent, kept);
      return kept;
    } catch {
      // Swept, or no longer to be read: whoever reads it says so.
      return path;
    }
  }

  async #place(name: string): Promise<SavePlace & { readonly path: string }> {
    await this.sweep();
    const id = randomBytes(16).toString('base64url');
    const folder = join(this.folder, id);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    return { path: join(folder, basename(name)), url: `${downloadPath}${id}` };
  }
}

/** The same bytes under another name: a link where the disk has them, else a copy. Again is no harm. */
function placeAlso(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch (error) {
    if (systemCode(error) === 'EEXIST') return;
    copyFileSync(from, to);
  }
}

const only = (names: readonly string[]): string | undefined => (names.length === 1 ? names[0] : undefined);
const escapeAll = (letter: string): string => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`;

function answerJson(response: ServerResponse, status: number, body: Readonly<Record<string, string>>): void {
  response.writeHead(status, {
    ...pageHeaders,
    'Cache-Control': 'no-store',
    'Content-Type': 'application/json; charset=utf-8',
    ...(status === 200 ? {} : { Connection: 'close' }),
  });
  response.end(JSON.stringify(body));
}

function refusal(message: string): ApiReply {
  return { ok: false, error: toErrorMessage(new LabError('bad-input', message)) };
}
