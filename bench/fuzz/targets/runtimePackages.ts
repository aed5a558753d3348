import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { openPackage, unpack } from '../../../src/main/runtime/unpack.ts';
import { wheelMetadata } from '../../../src/main/runtime/wheel.ts';
import { gpuMetadata, tarball, zip } from '../../../tests/main/runtime/madeUpPackages.ts';
import type { FuzzTarget } from '../fuzz.ts';
import { mutate, mutations } from '../mutations.ts';

const words = [
  'PK\u0003\u0004',
  'PK\u0001\u0002',
  'PK\u0005\u0006',
  '../',
  '/etc/',
  '\0',
  'libtensorflow',
  '\u001f\u008b\b',
  '\u00ff\u00ff\u00ff\u00ff',
  '99999999999',
];
const wheel = zip({
  'tensorflow/libtensorflow_cc.so.2': Buffer.from('the library '.repeat(20)),
  'tensorflow/include/tensorflow/c/c_api.h': Buffer.from('// the C interface'),
  'tensorflow/python/other.py': Buffer.from('not needed'),
  'tensorflow-2.21.0.dist-info/METADATA': Buffer.from(gpuMetadata),
});

interface Input {
  readonly name: string;
  readonly bytes: Buffer;
}

/** A package of TensorFlow that was downloaded or chosen. */
export const runtimePackages: FuzzTarget<Input> = {
  name: 'TensorFlow packages (wheel, tar.gz)',
  open: async (folder) => {
    mkdirSync(folder, { recursive: true });
    const into = join(folder, 'unpacked');
    const files = [
      { name: 'a.whl', whole: wheel },
      { name: 'a.tar.gz', whole: await tarball() },
    ];
    return {
      inputs: fc
        .tuple(fc.constantFrom(...files), mutations(words))
        .map(([{ name, whole }, changes]): Input => ({ name, bytes: mutate(whole, changes) })),
      parse: async ({ name, bytes }) => {
        const path = join(folder, name);
        writeFileSync(path, bytes);
        rmSync(into, { recursive: true, force: true });
        if (name.endsWith('.whl')) await wheelMetadata(path);
        await unpack(await openPackage(path), into, { onProgress: () => undefined, signal: undefined });
      },
    };
  },
};
