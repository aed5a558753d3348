import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open, readdir, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { Transform, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { CancelledError, LabError } from '../../shared/errors.ts';
import { placeOf } from './places.ts';
import type { InstallHooks } from './source.ts';
import { readTarball } from './tarball.ts';
import { readWheel } from './wheel.ts';

/** A file of a package that the runtime consists of. */
export interface Member {
  /** Below `deps/`. */
  readonly place: string;
  /** Of it unpacked. */
  readonly bytes: number;
}

/** Writes a member from its unpacked bytes. */
export type WriteMember = (member: Member, bytes: Readable) => Promise<void>;

/** A package of any kind. */
export interface Package {
  /** Of all that will be written, or null if only reading it all would tell. */
  readonly unpackedBytes: number | null;
  /** Hands every needed member to `write`, one after another. */
  readonly read: (write: WriteMember) => Promise<void>;
}

export interface WrittenFile extends Member {
  readonly sha256: string;
}

/** Looks into a wheel, a `.tar.gz` or a folder. Throws `LabError` if it is none of them. */
export async function openPackage(path: string): Promise<Package> {
  let isFolder: boolean;
  try {
    isFolder = (await stat(path)).isDirectory();
  } catch (cause) {
    throw new LabError('not-found', `no such file or folder: ${path}`, { hint: 'Check the path', cause });
  }
  if (isFolder) return readFolder(path);
  if (path.endsWith('.whl') || path.endsWith('.zip')) return readWheel(path);
  if (path.endsWith('.tar.gz') || path.endsWith('.tgz')) return readTarball(path);
  throw new LabError('bad-input', `not a TensorFlow package: ${path}`, {
    hint: 'Give a wheel (.whl), a libtensorflow archive (.tar.gz) or the folder of an installed one',
  });
}

/** Writes a package's needed files below `into`. Throws `CancelledError`, or `LabError` of the package or the disk. */
export async function unpack(
  found: Package,
  into: string,
  { onProgress, signal }: InstallHooks,
): Promise<readonly WrittenFile[]> {
  const written: WrittenFile[] = [];
  let done = 0;
  await found.read(async (member, bytes) => {
    const path = join(into, member.place);
    await mkdir(dirname(path), { recursive: true });
    const hash = createHash('sha256');
    const meter = new Transform({
      transform(chunk: Buffer, _encoding, next): void {
        hash.update(chunk);
        done += chunk.length;
        onProgress({ stage: 'unpacking', done, total: found.unpackedBytes });
        next(null, chunk);
      },
    });
    try {
      await pipeline(bytes, meter, createWriteStream(path), signal === undefined ? {} : { signal });
    } catch (error) {
      if (signal?.aborted === true) throw new CancelledError();
      throw error;
    }
    await syncFile(path);
    written.push({ ...member, sha256: hash.digest('hex') });
  });
  return written;
}

/** The places below a folder where files may be that are needed; nothing else of it is looked at. */
const folders = ['', 'lib', 'lib64', 'tensorflow', 'include', 'tensorflow/include'];

async function readFolder(root: string): Promise<Package> {
  const files = new Map<string, { readonly place: string; readonly path: string; readonly bytes: number }>();
  for (const folder of folders) {
    const deep = basename(folder) === 'include';
    const names = await readdir(join(root, folder), { recursive: deep }).catch((): string[] => []);
    for (const name of names) {
      const place = placeOf(join(folder, name));
      if (place === undefined) continue;
      // Of a library and the links to it, the library: a runtime makes its own links.
      const path = await realpath(join(root, folder, name));
      const found = await stat(path);
      const isLink = basename(path) !== basename(name);
      if (found.isFile() && !(isLink && files.has(path))) files.set(path, { place, path, bytes: found.size });
    }
  }
  const members = [...files.values()];
  return {
    unpackedBytes: members.reduce((sum, { bytes }) => sum + bytes, 0),
    async read(write) {
      for (const { place, path, bytes } of members) await write({ place, bytes }, createReadStream(path));
    },
  };
}

async function syncFile(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
