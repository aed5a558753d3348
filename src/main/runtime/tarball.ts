import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { extract } from 'tar-stream';
import { LabError } from '../../shared/errors.ts';
import { placeOf } from './places.ts';
import type { Package } from './unpack.ts';
import { systemCode } from '../../shared/systemCode.ts';

/** A libtensorflow `.tar.gz`. Its links are left out: a runtime makes its own. */
export function readTarball(path: string): Package {
  return {
    unpackedBytes: null,
    async read(write) {
      const parser = extract();
      const parsing = pipeline(createReadStream(path), createGunzip(), parser);
      // Told below, when the loop has ended over it.
      parsing.catch(() => undefined);
      try {
        for await (const entry of parser) {
          const { name, type, size = 0 } = entry.header;
          const place = type === 'file' ? placeOf(name) : undefined;
          if (place === undefined) entry.resume();
          else await write({ place, bytes: size }, Readable.from(entry));
        }
        await parsing;
      } catch (error) {
        throw asArchiveError(error, path);
      }
    },
  };
}

function asArchiveError(error: unknown, path: string): unknown {
  if (!(error instanceof Error)) return error;
  const code = systemCode(error) ?? '';
  const damaged =
    code.startsWith('Z_') || /^(Unexpected end|Premature close|Invalid (tar )?header)/.test(error.message);
  if (!damaged) return error;
  return new LabError('bad-archive', `truncated or damaged archive: ${basename(path)} (${error.message})`, {
    hint: 'Download or copy it again',
    cause: error,
  });
}
