import type { Readable } from 'node:stream';
import { crc32 } from 'node:zlib';
import { fromFdPromise, type Entry, type ZipFile } from 'yauzl';
import { LabError } from '../../shared/errors.ts';
import { stretch, type ByteSource, type FileBytes } from './fileBytes.ts';
import { badFile, blockBytes, bundleLimits } from './limits.ts';
import { checkedSize, npyHeaderBytes, npyPrefixBytes, parseNpyHeader } from './npy.ts';
import { Inflated } from './inflated.ts';
import type { Scratch } from './scratch.ts';
import type { Tensor } from './tensor.ts';

/**
 * A numpy archive: a zip of `.npy` members, stored or deflated. Headers are read at once; a stored member is read in
 * place, a deflated one is unpacked to `scratch` as far as its numbers are asked for. Throws `LabError('bad-input')`.
 */
export async function readNpz(file: FileBytes, where: string, scratch: Scratch): Promise<readonly Tensor[]> {
  const zip = await damaged(where, () => fromFdPromise(file.fd, { autoClose: false }));
  const tensors: Tensor[] = [];
  await damaged(where, async () => {
    for (const entry of await arraysIn(zip, file.size, where)) {
      const name = entry.fileName.slice(0, -'.npy'.length);
      tensors.push(await member(file, zip, entry, name, placeOf(entry, where), scratch));
    }
  });
  return tensors;
}

const placeOf = (entry: Entry, where: string): string =>
  `${where}, ${entry.fileName.slice(0, -'.npy'.length).slice(0, 60)}`;

/** The archive's own table, before a byte of a member is unpacked: what it promises has to be possible. */
async function arraysIn(zip: ZipFile, size: number, where: string): Promise<readonly Entry[]> {
  const entries: Entry[] = [];
  let [count, packed, unpacked] = [0, 0, 0];
  for await (const entry of zip.eachEntry()) {
    if ((count += 1) > bundleLimits.tensors) throw badFile(where, 'too many arrays');
    if (!entry.fileName.endsWith('.npy')) continue;
    if (!entry.canDecodeFileData()) {
      throw badFile(placeOf(entry, where), 'encrypted, or packed in a way that is not read');
    }
    if ((packed += entry.compressedSize) > size) throw badFile(where, 'its arrays lie over one another');
    if ((unpacked += entry.uncompressedSize) > bundleLimits.valueBytes) {
      throw badFile(where, 'more than 4 GB when unpacked');
    }
    entries.push(entry);
  }
  return entries;
}

async function member(
  file: FileBytes,
  zip: ZipFile,
  entry: Entry,
  name: string,
  place: string,
  scratch: Scratch,
): Promise<Tensor> {
  const start = await unpackStart(zip, entry, place);
  const headerBytes = npyHeaderBytes(start, place);
  if (headerBytes > start.length) throw badFile(place, 'the file ends too early');
  const header = parseNpyHeader(start.subarray(0, headerBytes), place);
  const bytes = checkedSize(header, entry.uncompressedSize, place);
  let whole: Promise<ByteSource> | null = null;
  const open = (): Promise<ByteSource> =>
    damaged(place, async () => {
      const source = entry.isCompressed()
        ? await inflate(file, zip, entry, place, scratch)
        : await inPlace(file, zip, entry, place);
      return stretch(source, headerBytes, bytes, place);
    });
  return { name, ...header, isPacked: entry.isCompressed(), bytes: () => (whole ??= open()) };
}

/** The first bytes of a member, its header among them. */
async function unpackStart(zip: ZipFile, entry: Entry, place: string): Promise<Buffer> {
  let start: Buffer = Buffer.alloc(0);
  for await (const part of buffers(await zip.openReadStreamPromise(entry))) {
    start = Buffer.concat([start, part]);
    if (start.length >= npyPrefixBytes && start.length >= npyHeaderBytes(start, place)) break;
  }
  if (start.length === 0) throw badFile(place, 'the file ends too early');
  return start;
}

/** Unpacked as far as it is read; never more bytes than the archive's own table says. */
async function inflate(
  file: FileBytes,
  zip: ZipFile,
  entry: Entry,
  place: string,
  scratch: Scratch,
): Promise<ByteSource> {
  const { fileDataStart } = await zip.readLocalFileHeaderPromise(entry, { minimal: true });
  const { compressedSize, uncompressedSize, crc32: checksum } = entry;
  if (fileDataStart + compressedSize > file.size) throw badFile(place, 'the file ends too early');
  const part = {
    start: fileDataStart,
    packedBytes: compressedSize,
    bytes: uncompressedSize,
    crc32: checksum,
  };
  return Inflated.open(file, part, place, scratch);
}

async function inPlace(file: FileBytes, zip: ZipFile, entry: Entry, place: string): Promise<ByteSource> {
  const { fileDataStart } = await zip.readLocalFileHeaderPromise(entry, { minimal: true });
  const source = stretch(file, fileDataStart, entry.uncompressedSize, place);
  let checksum = 0;
  for (let at = 0; at < source.size; at += blockBytes) {
    checksum = crc32(await source.read(at, Math.min(blockBytes, source.size - at)), checksum);
  }
  if (checksum !== entry.crc32) throw badFile(place, 'the checksum is wrong');
  return source;
}

async function* buffers(stream: Readable): AsyncGenerator<Buffer> {
  for await (const part of stream) {
    if (!Buffer.isBuffer(part)) throw new TypeError('a zip member gave something else than bytes');
    yield part;
  }
}

/** Whatever the zip reader finds wrong is the file's fault. */
async function damaged<T>(where: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof LabError || !(error instanceof Error)) throw error;
    throw new LabError('bad-input', `the archive is damaged (${error.message}): ${where}`, {
      hint: 'Export it again',
      cause: error,
    });
  }
}
