import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { openDataset } from '../../../src/lab/dataset/dataset.ts';
import { newsgroupsSchema } from '../../../src/shared/experiment.ts';
import type { FuzzTarget } from '../fuzz.ts';
import { mutate, mutations } from '../mutations.ts';
import { smallTar } from '../tar.ts';

const words = [
  '../',
  '/etc/',
  '\0',
  'ustar\0',
  'ustar  \0',
  '99999999999',
  '-1',
  '\u001f\u008b\b',
  'L',
  '5',
  '2',
  'x',
];

/** 20 Newsgroups as an archive, damaged packed and unpacked. */
export const archive: FuzzTarget<Buffer> = {
  name: 'archive (tar.gz)',
  open: async (folder) => {
    mkdirSync(folder, { recursive: true });
    const tar = smallTar();
    const packed = gzipSync(tar);
    const path = join(folder, 'archive.tar.gz');
    return {
      inputs: fc.oneof(
        {
          weight: 3,
          arbitrary: mutations(words).map((changes) => gzipSync(mutate(tar, changes), { level: 1 })),
        },
        { weight: 1, arbitrary: mutations(words).map((changes) => mutate(packed, changes)) },
        { weight: 1, arbitrary: fc.uint8Array({ maxLength: 3000 }).map((bytes) => gzipSync(bytes)) },
      ),
      parse: async (bytes) => {
        writeFileSync(path, bytes);
        const config = newsgroupsSchema.parse({ source: '20newsgroups', path });
        await openDataset(config, { dataDir: folder, cacheDir: folder });
      },
    };
  },
};
