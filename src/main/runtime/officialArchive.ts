import { createWriteStream } from 'node:fs';
import { basename, join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { httpGet, networkReason } from '../../lab/dataset/httpGet.ts';
import { CancelledError, LabError } from '../../shared/errors.ts';
import { requireSpace } from './freeSpace.ts';
import type { InstallHooks } from './source.ts';
import { systemCode } from '../../shared/systemCode.ts';

/** libtensorflow unpacks to so many times its size. */
const unpackRatio = 4.5;

/**
 * Downloads a libtensorflow archive into a folder and returns its path; refused before the first byte if the disk has
 * no room for it packed and unpacked. Throws `LabError('network')`, `LabError('out-of-disk')` or `CancelledError`.
 */
export async function fetchArchive(
  url: string,
  into: string,
  { onProgress, signal }: InstallHooks,
  freeBytes: (folder: string) => Promise<number>,
): Promise<string> {
  const path = join(into, basename(new URL(url).pathname));
  try {
    const reply = await httpGet(url, { headers: {}, signal, stallMs: 30_000 });
    if (reply.statusCode !== 200) {
      reply.destroy();
      throw new Error(`HTTP status ${reply.statusCode ?? 0}`);
    }
    const length = Number(reply.headers['content-length'] ?? NaN);
    const total = Number.isNaN(length) ? null : length;
    if (total !== null) await requireSpace(into, total * (1 + unpackRatio), freeBytes);
    let done = 0;
    const meter = new Transform({
      transform(chunk: Buffer, _encoding, next): void {
        done += chunk.length;
        onProgress({ stage: 'downloading', done, total });
        next(null, chunk);
      },
    });
    await pipeline(reply, meter, createWriteStream(path), signal === undefined ? {} : { signal });
    if (total !== null && done !== total) throw new Error(`ended after ${done} of ${total} bytes`);
  } catch (error) {
    if (signal?.aborted === true) throw new CancelledError();
    if (error instanceof LabError || isDiskError(error)) throw error;
    throw new LabError('network', `cannot download ${basename(path)} (${networkReason(error)})`, {
      hint: 'Check the network, or give a copy you have: npm run tensorflow:install -- --from PATH',
      cause: error,
    });
  }
  return path;
}

function isDiskError(error: unknown): boolean {
  return ['ENOSPC', 'EDQUOT', 'EIO'].includes(systemCode(error) ?? '');
}
