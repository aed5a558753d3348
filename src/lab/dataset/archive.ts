import { createReadStream } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { open } from 'node:fs/promises';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import type { Header } from 'tar-stream';
import { extract } from 'tar-stream';
import { CancelledError, LabError } from '../../shared/errors.ts';
import type { WorkContext } from './context.ts';
import { progressReporter, throwIfCancelled } from './context.ts';
import { fileError } from './fileErrors.ts';
import type { DatasetLimits } from './limits.ts';
import { datasetLimits, formatBytes } from './limits.ts';
import { systemCode } from '../../shared/systemCode.ts';

/** A regular file or a folder in an archive. */
export interface ArchiveEntry {
  readonly kind: 'file' | 'folder';
  /** Its path as non-empty segments; none is "." or "..". */
  readonly segments: readonly string[];
}

/** Is asked about every entry in turn; a file's bytes are read only for the function it gives back. */
export type ArchiveVisitor = (entry: ArchiveEntry) => ((bytes: Buffer) => void) | undefined;

const maxPathLength = 1024;

/**
 * Streams a `.tar.gz` past `visit`; nothing is written to disk. Progress is in packed bytes. The archive is not
 * trusted: links, devices, absolute paths, `..` and anything beyond `limits` end it with `LabError('bad-archive')`,
 * as do truncated and damaged ones. Throws `CancelledError` when the signal is aborted.
 */
export async function readArchive(
  path: string,
  visit: ArchiveVisitor,
  context: WorkContext,
  limits: DatasetLimits = datasetLimits,
): Promise<void> {
  throwIfCancelled(context.signal);
  const size = await checkedSize(path);
  const report = progressReporter(context, 'reading', size, 'bytes');
  const source = createReadStream(path, { highWaterMark: 1 << 18 });
  const gunzip = createGunzip({ chunkSize: 1 << 18 });
  let unpacked = 0;
  const meter = new Transform({
    transform(chunk: Buffer, _encoding, done): void {
      unpacked += chunk.length;
      report(gunzip.bytesWritten);
      done(bombError(path, unpacked, gunzip.bytesWritten, limits), chunk);
    },
  });
  const parser = extract();
  let entries = 0;
  parser.on('entry', (header, stream, next) => {
    // What ends the archive also ends the entry being read; the pipeline already tells of it.
    stream.on('error', () => undefined);
    entries += 1;
    const problem =
      entries > limits.entries
        ? `more than ${limits.entries} files`
        : (headerProblem(header) ?? sizeProblem(header, limits));
    if (problem !== undefined) {
      parser.destroy(
        new LabError('bad-archive', `refused archive, ${problem}: ${path}`, { hint: untrusted }),
      );
      return;
    }
    const keep = visit({
      kind: header.type === 'directory' ? 'folder' : 'file',
      segments: segmentsOf(header.name),
    });
    if (keep === undefined) {
      stream.on('end', next).resume();
      return;
    }
    const chunks: Buffer[] = [];
    stream.on('data', (chunk) => void chunks.push(chunk as Buffer));
    stream.on('end', () => {
      keep(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks));
      next();
    });
  });
  try {
    await pipeline(source, gunzip, meter, parser, context.signal ? { signal: context.signal } : {});
  } catch (error) {
    throw archiveError(error, path, context);
  }
  report(size);
}

const untrusted = 'Use an archive of plain files and folders from a source you trust';

/** Size in bytes of a file that begins like gzip. */
async function checkedSize(path: string): Promise<number> {
  let file: FileHandle | undefined;
  try {
    file = await open(path);
    const { size } = await file.stat();
    const { buffer, bytesRead } = await file.read(Buffer.alloc(2), 0, 2, 0);
    if (bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b) return size;
  } catch (error) {
    throw fileError(error, path);
  } finally {
    await file?.close();
  }
  throw new LabError('bad-archive', `not a .tar.gz archive: ${path}`, {
    hint: 'Choose the .tar.gz file, or the folder it unpacks to',
  });
}

function bombError(path: string, unpacked: number, packed: number, limits: DatasetLimits): LabError | null {
  const tooMuch = unpacked > limits.totalBytes;
  const tooDense = unpacked > limits.ratioFromBytes && unpacked > packed * limits.unpackRatio;
  if (!tooMuch && !tooDense) return null;
  const what = tooMuch
    ? `more than ${formatBytes(limits.totalBytes)} unpacked`
    : `more than ${limits.unpackRatio} times its packed size`;
  return new LabError('bad-archive', `refused archive, ${what}: ${path}`, { hint: untrusted });
}

function headerProblem({ name, type }: Header): string | undefined {
  if (name.length > maxPathLength) return `a path longer than ${maxPathLength} characters`;
  const shown = JSON.stringify(name);
  if (type !== 'file' && type !== 'directory') {
    return `${type === 'link' || type === 'symlink' ? 'a link' : 'not a plain file'} ${shown}`;
  }
  if (/^[/\\]|^[A-Za-z]:/.test(name)) return `absolute path ${shown}`;
  if (name.split(/[/\\]/).includes('..')) return `path that leaves it ${shown}`;
  return undefined;
}

function sizeProblem({ name, size }: Header, limits: DatasetLimits): string | undefined {
  if (size <= limits.fileBytes) return undefined;
  return `a file of ${formatBytes(size)}, at most ${formatBytes(limits.fileBytes)}, ${JSON.stringify(name)}`;
}

function segmentsOf(name: string): string[] {
  return name.split('/').filter((segment) => segment !== '' && segment !== '.');
}

/** What went wrong in the stream, as one sentence about the archive. */
function archiveError(error: unknown, path: string, { signal }: WorkContext): unknown {
  if (signal?.aborted === true) return new CancelledError();
  if (error instanceof LabError) return error;
  const code = systemCode(error);
  const message = error instanceof Error ? error.message : '';
  if (code === 'Z_BUF_ERROR' || message === 'Unexpected end of data') {
    return new LabError('bad-archive', `truncated archive: ${path}`, {
      hint: 'It ends too early: copy or download it again',
      cause: error,
    });
  }
  const damaged = code?.startsWith('Z_') === true || /^(Invalid (tar )?header|Header exceeds)/.test(message);
  if (!damaged) return fileError(error, path);
  return new LabError('bad-archive', `damaged archive: ${path}`, {
    hint: 'Its contents cannot be unpacked: copy or download it again',
    cause: error,
  });
}
