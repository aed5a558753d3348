import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { openDataset } from '../../../src/lab/dataset/dataset.ts';
import { inspectPath } from '../../../src/lab/dataset/inspectPath.ts';
import { datasetSchema } from '../../../src/shared/experiment.ts';
import type { FuzzTarget } from '../fuzz.ts';

const isName = (name: string): boolean => name !== '' && name !== '.' && name !== '..' && !/[/\0]/.test(name);
const name = fc.oneof(
  fc.constantFrom('train', 'test', 'left', '.hidden', '-', 'a\nb', '__proto__', ' ', '\ud800', '%2e%2e'),
  fc.string({ unit: 'binary', minLength: 1, maxLength: 20 }).filter(isName),
);
const bytes = fc.oneof(
  fc.uint8Array({ maxLength: 200 }),
  fc.string({ unit: 'binary', maxLength: 100 }).map((text) => Buffer.from(text, 'utf8')),
  fc.constantFrom<Uint8Array>(
    Buffer.from('\u00ff\u00fea\0b\0', 'latin1'),
    Buffer.from('\u00ef\u00bb\u00bfwords', 'latin1'),
    Buffer.from(''),
  ),
);

/** Folders of documents whose names and contents are anything that a disk takes. */
export const folders: FuzzTarget<Readonly<Record<string, Readonly<Record<string, Uint8Array>>>>> = {
  name: 'folders of documents',
  open: (folder) => {
    const root = join(folder, 'documents');
    const config = datasetSchema.parse({ source: 'folder', path: root });
    const files = fc.dictionary(name, bytes, { minKeys: 0, maxKeys: 4, noNullPrototype: true });
    return Promise.resolve({
      inputs: fc.dictionary(name, files, { maxKeys: 4, noNullPrototype: true }),
      parse: async (classes) => {
        rmSync(root, { recursive: true, force: true });
        mkdirSync(root, { recursive: true });
        for (const [className, documents] of Object.entries(classes)) {
          mkdirSync(join(root, className), { recursive: true });
          for (const [file, content] of Object.entries(documents)) {
            writeFileSync(join(root, className, file), content);
          }
        }
        await inspectPath(root);
        await openDataset(config, { dataDir: folder, cacheDir: folder });
      },
    });
  },
};
