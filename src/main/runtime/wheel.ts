import { basename } from 'node:path';
import { Transform } from 'node:stream';
import { text } from 'node:stream/consumers';
import { crc32 } from 'node:zlib';
import { openPromise, type Entry } from 'yauzl';
import { LabError } from '../../shared/errors.ts';
import { placeOf } from './places.ts';
import type { Member, Package } from './unpack.ts';

interface WheelMember extends Member {
  readonly entry: Entry;
}

/** A Python wheel, which is a zip. Throws `LabError('bad-archive')` if it is truncated or damaged, also while read. */
export async function readWheel(path: string): Promise<Package> {
  const members = await listMembers(path);
  return {
    unpackedBytes: members.reduce((sum, { bytes }) => sum + bytes, 0),
    async read(write) {
      const zip = await openPromise(path, { lazyEntries: true, autoClose: false });
      try {
        for (const { entry, ...member } of members) {
          const bytes = await zip.openReadStreamPromise(entry).catch((error: unknown) => {
            throw damaged(path, error);
          });
          const checked = bytes.pipe(checksum(entry, path));
          bytes.on('error', (error) => checked.destroy(damaged(path, error)));
          // Whoever writes hears of it, though it may come before they listen: unheard, it would end the app.
          checked.on('error', () => undefined);
          await write(member, checked);
        }
      } finally {
        zip.close();
      }
    },
  };
}

/** A package's METADATA is some kilobytes; more is a file that is made to fill the memory. */
const mostMetadata = 4_000_000;

/** The text of a wheel's METADATA; empty if it has none. Throws `LabError('bad-archive')` if it is damaged. */
export async function wheelMetadata(path: string): Promise<string> {
  try {
    const zip = await openPromise(path, { lazyEntries: true, autoClose: false });
    try {
      for await (const entry of zip.eachEntry()) {
        if (!/^[^/]+\.dist-info\/METADATA$/.test(entry.fileName)) continue;
        if (entry.uncompressedSize > mostMetadata) throw new Error('its METADATA is too large');
        // What it says of its size is held to while it is read.
        return await text(await zip.openReadStreamPromise(entry));
      }
      return '';
    } finally {
      zip.close();
    }
  } catch (error) {
    throw damaged(path, error);
  }
}

async function listMembers(path: string): Promise<readonly WheelMember[]> {
  const members: WheelMember[] = [];
  try {
    const zip = await openPromise(path, { lazyEntries: true, autoClose: false });
    try {
      for await (const entry of zip.eachEntry()) {
        const place = placeOf(entry.fileName);
        if (place !== undefined) members.push({ place, bytes: entry.uncompressedSize, entry });
      }
    } finally {
      zip.close();
    }
  } catch (error) {
    throw damaged(path, error);
  }
  return members;
}

/** Passes bytes on and fails at their end if they are not those that were packed. */
function checksum(entry: Entry, path: string): Transform {
  let sum = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, next): void {
      sum = crc32(chunk, sum);
      next(null, chunk);
    },
    flush(next): void {
      next(sum === entry.crc32 ? null : damaged(path, new Error(`wrong checksum: ${entry.fileName}`)));
    },
  });
}

function damaged(path: string, cause: unknown): LabError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new LabError('bad-archive', `truncated or damaged wheel: ${basename(path)} (${reason})`, {
    hint: 'Download or copy it again',
    cause,
  });
}
