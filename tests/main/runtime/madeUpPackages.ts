import { cpSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { crc32, deflateRawSync, gzipSync } from 'node:zlib';
import { pack } from 'tar-stream';

/** TensorFlow packages of a few bytes: a wheel, a libtensorflow archive and a folder, with the names real ones have. */

const text = (content: string): Buffer => Buffer.from(content);

/** What a wheel of TensorFlow for processors holds, and some of what is of no use here. */
export const wheelFiles: Readonly<Record<string, Buffer>> = {
  'tensorflow/libtensorflow_cc.so.2': text('the library '.repeat(20_000)),
  'tensorflow/libtensorflow_framework.so.2': text('the framework'),
  'tensorflow/include/tensorflow/c/c_api.h': text('// the C interface'),
  'tensorflow/include/tensorflow/c/eager/c_api.h': text('// eager'),
  'tensorflow/include/tensorflow/core/platform/ctstring_internal.h': text('// strings'),
  'tensorflow/include/xla/tsl/c/tsl_status.h': text('// status'),
  'tensorflow/include/unsupported/Eigen/CXX11/Tensor': text('not needed'),
  'tensorflow/python/keras/big.py': text('not needed '.repeat(5000)),
  'tensorflow_cpu-2.21.0.dist-info/METADATA': text('Name: tensorflow_cpu\nVersion: 2.21.0\n'),
};

/** A GPU wheel's METADATA asks for NVIDIA's packages. */
export const gpuMetadata = [
  'Name: tensorflow',
  'Version: 2.21.0',
  'Requires-Dist: numpy>=1.26.0',
  'Provides-Extra: and-cuda',
  'Requires-Dist: nvidia-cublas-cu12<13.0,>=12.5.3.2; extra == "and-cuda"',
  'Requires-Dist: nvidia-cuda-nvcc-cu12<13.0,>=12.5.82; extra == "and-cuda"',
  'Requires-Dist: nvidia-cuda-runtime-cu12 <13.0,>=12.5.82 ; extra == "and-cuda"',
].join('\n');

export const gpuWheelFiles: Readonly<Record<string, Buffer>> = {
  ...Object.fromEntries(Object.entries(wheelFiles).filter(([name]) => !name.includes('dist-info'))),
  'tensorflow-2.21.0.dist-info/METADATA': text(gpuMetadata),
};

export const cublasWheelFiles: Readonly<Record<string, Buffer>> = {
  'nvidia/cublas/lib/libcublas.so.12': text('cublas'),
  'nvidia/cublas/lib/libnvblas.so.12': text('nvblas'),
  'nvidia/cublas/include/cublas.h': text('not needed'),
};

/** A libtensorflow archive: real files with whole version numbers, and links to them. */
export async function tarball(): Promise<Buffer> {
  const archive = pack();
  const files: Record<string, string> = {
    './include/tensorflow/c/c_api.h': '// the C interface',
    './include/tensorflow/core/platform/ctstring_internal.h': '// strings',
    './lib/libtensorflow.so.2.18.0': 'the library '.repeat(20_000),
    './lib/libtensorflow_framework.so.2.18.0': 'the framework',
    './LICENSE': 'Apache 2.0',
  };
  for (const [name, content] of Object.entries(files)) archive.entry({ name }, content);
  archive.entry({ name: './lib/libtensorflow.so.2', type: 'symlink', linkname: '/etc/passwd' });
  archive.finalize();
  return gzipSync(await buffer(archive));
}

/** An installed libtensorflow, links as its makers set them. */
export function writeFolder(root: string): void {
  const files: Record<string, string> = {
    'include/tensorflow/c/c_api.h': '// the C interface',
    'lib/libtensorflow.so.2.18.0': 'the library',
    'lib/libtensorflow_framework.so.2.18.0': 'the framework',
    'share/other': 'not needed',
  };
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), content);
  }
  symlinkSync('libtensorflow.so.2.18.0', join(root, 'lib/libtensorflow.so.2'));
  symlinkSync('libtensorflow.so.2', join(root, 'lib/libtensorflow.so'));
}

/** A zip, each file deflated. */
export function zip(files: Readonly<Record<string, Buffer>>): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, content] of Object.entries(files)) {
    const packed = deflateRawSync(content);
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0); // version needed
    fields.writeUInt16LE(8, 4); // deflated
    fields.writeUInt32LE(crc32(content), 10);
    fields.writeUInt32LE(packed.length, 14);
    fields.writeUInt32LE(content.length, 18);
    fields.writeUInt16LE(Buffer.byteLength(name), 22);
    const local = Buffer.concat([text('PK\x03\x04'), fields, text(name), packed]);
    const entry = Buffer.alloc(46);
    entry.write('PK\x01\x02', 'latin1');
    entry.writeUInt16LE(20, 4);
    fields.copy(entry, 6);
    entry.writeUInt32LE(offset, 42);
    directory.push(Buffer.concat([entry, text(name)]));
    parts.push(local);
    offset += local.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(directory.length, 8);
  end.writeUInt16LE(directory.length, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, central, end]);
}

/** A folder as Python has an installed TensorFlow, from a wheel's files. */
export function writeSitePackages(root: string): void {
  for (const [name, content] of Object.entries(wheelFiles)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), content);
  }
  cpSync(join(root, 'tensorflow'), join(root, 'moved'), { recursive: true });
}
