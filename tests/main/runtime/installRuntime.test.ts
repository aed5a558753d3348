import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findRuntime } from '../../../src/lab/engine/tensorflow/installed.ts';
import { bindingPath } from '../../../src/lab/engine/tensorflow/native.ts';
import { installRuntime, type InstallOptions } from '../../../src/main/runtime/installRuntime.ts';
import type { InstallProgress } from '../../../src/main/runtime/source.ts';
import { uninstallRuntime } from '../../../src/main/runtime/uninstallRuntime.ts';
import { CancelledError, LabError } from '../../../src/shared/errors.ts';
import { compiler, endlessCompiler, goodProbe, pip, refusingCompiler } from './fakeTools.ts';
import {
  cublasWheelFiles,
  gpuWheelFiles,
  tarball,
  wheelFiles,
  writeFolder,
  writeSitePackages,
  zip,
} from './madeUpPackages.ts';

let room: string;
let dataDir: string;
let wheel: string;

beforeEach(() => {
  room = mkdtempSync(join(tmpdir(), 'runtime-'));
  dataDir = join(room, 'data');
  wheel = join(room, 'tensorflow_cpu-2.21.0-cp311-cp311-manylinux_2_27_x86_64.whl');
  writeFileSync(wheel, zip(wheelFiles));
});
afterEach(() => rmSync(room, { recursive: true, force: true }));

const install = (options: Partial<InstallOptions> = {}): ReturnType<typeof installRuntime> =>
  installRuntime({
    from: { kind: 'path', path: wheel },
    dataDir,
    ...options,
    tools: {
      platform: 'linux',
      compilers: [compiler(room)],
      probe: () => Promise.resolve(goodProbe),
      ...options.tools,
    },
  });

/** Names in the runtimes folder. */
const installed = (): string[] =>
  existsSync(join(dataDir, 'runtimes')) ? readdirSync(join(dataDir, 'runtimes')) : [];

describe('installing a TensorFlow runtime', () => {
  it('takes what is needed from a wheel, and says what it took', async () => {
    const stages: InstallProgress[] = [];
    const { folder, manifest } = await install({ onProgress: (progress) => stages.push(progress) });
    expect(folder).toBe(join(dataDir, 'runtimes', 'tensorflow-2.21.0-cpu'));
    expect(readdirSync(folder).sort()).toEqual(['deps', 'lib', 'runtime.json']);
    const libraries = readdirSync(join(folder, 'deps/lib')).sort();
    expect(libraries).toEqual([
      'libtensorflow.so',
      'libtensorflow_cc.so.2',
      'libtensorflow_framework.so',
      'libtensorflow_framework.so.2',
    ]);
    expect(readlinkSync(join(folder, 'deps/lib/libtensorflow.so'))).toBe('libtensorflow_cc.so.2');
    expect(existsSync(join(folder, 'deps/include/xla/tsl/c/tsl_status.h'))).toBe(true);
    expect(existsSync(join(folder, 'deps/include/unsupported'))).toBe(false);
    expect(existsSync(join(folder, bindingPath))).toBe(true);
    expect(manifest).toMatchObject({
      version: '2.21.0',
      variant: 'cpu',
      source: { kind: 'path', sha256: sha256(readFileSync(wheel)) },
    });
    const library = wheelFiles['tensorflow/libtensorflow_cc.so.2']!;
    expect(manifest.libraries).toContainEqual({
      path: 'deps/lib/libtensorflow_cc.so.2',
      bytes: library.length,
      sha256: sha256(library),
    });
    expect(findRuntime(dataDir, '')).toEqual({ folder, manifest });
    const unpacking = stages.filter(({ stage }) => stage === 'unpacking');
    expect(unpacking.at(-1)!.done).toBe(unpacking.at(-1)!.total);
    expect([...new Set(stages.map(({ stage }) => stage))]).toEqual(['unpacking', 'compiling', 'probing']);
  });

  it('takes a libtensorflow archive without its links, and makes its own', async () => {
    const path = join(room, 'libtensorflow-gpu-linux-x86_64.tar.gz');
    writeFileSync(path, await tarball());
    const { folder, manifest } = await install({ from: { kind: 'path', path } });
    expect(manifest.variant).toBe('gpu');
    expect(readlinkSync(join(folder, 'deps/lib/libtensorflow.so.2'))).toBe('libtensorflow.so.2.18.0');
    expect(readlinkSync(join(folder, 'deps/lib/libtensorflow.so'))).toBe('libtensorflow.so.2.18.0');
  });

  it('copies a folder, each library once', async () => {
    const path = join(room, 'usr');
    writeFolder(path);
    const { folder, manifest } = await install({ from: { kind: 'path', path } });
    expect(manifest.libraries.map((library) => library.path).sort()).toEqual([
      'deps/lib/libtensorflow.so.2.18.0',
      'deps/lib/libtensorflow_framework.so.2.18.0',
    ]);
    expect(manifest.source).toEqual({ kind: 'path', name: 'usr', sha256: null });
    expect(readFileSync(join(folder, 'deps/lib/libtensorflow.so'), 'utf8')).toBe('the library');
  });

  it.each(['site-packages', 'site-packages/moved'])('copies what Python has installed: %s', async (path) => {
    writeSitePackages(join(room, 'site-packages'));
    const { manifest } = await install({ from: { kind: 'path', path: join(room, path) } });
    expect(manifest.libraries).toHaveLength(2);
  });

  it('downloads the official archive with its size known', async () => {
    const archive = await tarball();
    const stages: InstallProgress[] = [];
    await withServer(archive, archive.length, async (address) => {
      const { manifest } = await install({
        from: { kind: 'official', variant: 'cpu' },
        onProgress: (progress) => stages.push(progress),
        tools: { officialAddress: () => `${address}/libtensorflow-cpu-linux-x86_64.tar.gz` },
      });
      expect(manifest.source).toEqual({
        kind: 'official',
        name: 'libtensorflow-cpu-linux-x86_64.tar.gz',
        sha256: sha256(archive),
      });
    });
    const downloads = stages.filter(({ stage }) => stage === 'downloading');
    expect(downloads.at(-1)).toMatchObject({ done: archive.length, total: archive.length });
  });

  it('fetches the wheel through pip', async () => {
    const python = pip(room, { 'tensorflow-cpu': wheel });
    const { manifest } = await install({ from: { kind: 'wheel', variant: 'cpu' }, tools: { python } });
    expect(manifest.source.kind).toBe('wheel');
    expect(installed()).toEqual(['tensorflow-2.21.0-cpu']);
  });

  it('fetches NVIDIA’s libraries for a GPU and links the binding to those found by name', async () => {
    const wheels = {
      gpu: join(room, 'tensorflow-2.21.0-cp311.whl'),
      cublas: join(room, 'nvidia_cublas.whl'),
    };
    const runtimeWheel = join(room, 'nvidia_cuda_runtime.whl');
    writeFileSync(wheels.gpu, zip(gpuWheelFiles));
    writeFileSync(wheels.cublas, zip(cublasWheelFiles));
    writeFileSync(runtimeWheel, zip({ 'nvidia/cuda_runtime/lib/libcudart.so.12': Buffer.from('cudart') }));
    const python = pip(room, {
      tensorflow: wheels.gpu,
      'nvidia-cublas-cu12': wheels.cublas,
      'nvidia-cuda-runtime-cu12': runtimeWheel,
    });
    const { folder } = await install({ from: { kind: 'wheel', variant: 'gpu' }, tools: { python } });
    expect(folder).toMatch(/tensorflow-2\.21\.0-gpu$/);
    expect(existsSync(join(folder, 'deps/nvidia/cublas/lib/libnvblas.so.12'))).toBe(true);
    const linked = readFileSync(join(folder, bindingPath), 'utf8').split('\n');
    expect(linked).toContain('deps/nvidia/cublas/lib/libcublas.so.12');
    expect(linked).toContain('deps/nvidia/cuda_runtime/lib/libcudart.so.12');
    expect(linked).not.toContain('deps/nvidia/cublas/lib/libnvblas.so.12');
    expect(linked).toContain('-Wl,-rpath,$ORIGIN/../../deps/nvidia/cublas/lib');
  });

  it('replaces the runtime that was there, of another version too', async () => {
    await install();
    const second = await install();
    expect(installed()).toEqual(['tensorflow-2.21.0-cpu']);
    await install({ tools: { probe: () => Promise.resolve({ ...goodProbe, version: '2.22.0' }) } });
    expect(installed()).toEqual(['tensorflow-2.22.0-cpu']);
    expect(findRuntime(dataDir, '')?.manifest.installedAt).not.toBe(second.manifest.installedAt);
  });

  it('accepts a package with the hash that was expected', async () => {
    await install({ sha256: sha256(readFileSync(wheel)).toUpperCase() });
    expect(installed()).toHaveLength(1);
  });

  it('sweeps what a killed installation left', async () => {
    mkdirSync(join(dataDir, 'runtimes', 'tensorflow.tmp-4194399'), { recursive: true });
    await install();
    expect(installed()).toEqual(['tensorflow-2.21.0-cpu']);
  });
});

describe('an installation that fails', () => {
  const truncated = (): Partial<InstallOptions> => {
    writeFileSync(wheel, readFileSync(wheel).subarray(0, 500));
    return {};
  };
  const flipped = (): Partial<InstallOptions> => {
    const bytes = readFileSync(wheel);
    bytes[300]! ^= 1;
    writeFileSync(wheel, bytes);
    return {};
  };
  const misplaced = (): Partial<InstallOptions> => {
    const bytes = readFileSync(wheel);
    bytes[0] = 0;
    writeFileSync(wheel, bytes);
    return {};
  };
  /** Small enough to be read whole, and found wrong, before anyone writes it. */
  const wrongSum = (): Partial<InstallOptions> => {
    const bytes = zip({ 'tensorflow/libtensorflow_cc.so.2': Buffer.from('the library') });
    bytes[bytes.indexOf('PK\x01\x02') + 16]! ^= 1;
    writeFileSync(wheel, bytes);
    return {};
  };
  const cutTarball = async (): Promise<Partial<InstallOptions>> => {
    const path = join(room, 'libtensorflow.tar.gz');
    const whole = await tarball();
    writeFileSync(path, whole.subarray(0, whole.length - 40));
    return { from: { kind: 'path', path } };
  };
  const lacking = (): Partial<InstallOptions> => {
    writeFileSync(wheel, zip({ 'tensorflow/libtensorflow_cc.so.2': Buffer.from('alone') }));
    return {};
  };
  const odd = (): Partial<InstallOptions> => {
    writeFileSync(join(room, 'tensorflow.rpm'), 'x');
    return { from: { kind: 'path', path: join(room, 'tensorflow.rpm') } };
  };
  const pipWithout = (): Partial<InstallOptions> => ({
    from: { kind: 'wheel', variant: 'cpu' },
    tools: { python: pip(room, {}) },
  });
  const crash = (): Promise<never> =>
    Promise.reject(new LabError('engine-missing', 'its probe crashed (SIGSEGV)'));

  type Failure = readonly [
    title: string,
    code: string,
    says: RegExp,
    options: () => Partial<InstallOptions> | Promise<Partial<InstallOptions>>,
  ];
  const failures: readonly Failure[] = [
    ['a truncated wheel', 'bad-archive', /truncated or damaged wheel/, truncated],
    ['a wheel with a flipped bit', 'bad-archive', /truncated or damaged wheel/, flipped],
    ['a wheel whose files are not where it says', 'bad-archive', /truncated or damaged wheel/, misplaced],
    ['a wheel with a wrong checksum', 'bad-archive', /wrong checksum: tensorflow/, wrongSum],
    ['a truncated archive', 'bad-archive', /truncated or damaged archive/, cutTarball],
    ['a package that is none', 'bad-archive', /lacks libtensorflow_framework and the headers/, lacking],
    ['another kind of file', 'bad-input', /not a TensorFlow package/, odd],
    [
      'no such file',
      'not-found',
      /no such file or folder/,
      () => ({ from: { kind: 'path', path: '/no/such' } }),
    ],
    [
      'an empty folder',
      'bad-archive',
      /it lacks libtensorflow/,
      () => ({ from: { kind: 'path', path: join(room) } }),
    ],
    [
      'no space',
      'out-of-disk',
      /0\.00 GB needed, 0\.00 GB free/,
      () => ({ tools: { freeBytes: () => Promise.resolve(10) } }),
    ],
    [
      'no space for a download',
      'out-of-disk',
      /1\.20 GB needed/,
      () => ({ from: { kind: 'wheel', variant: 'cpu' }, tools: { freeBytes: () => Promise.resolve(1e9) } }),
    ],
    [
      'no compiler',
      'engine-missing',
      /no C\+\+ compiler.*nowhere-cc/,
      () => ({ tools: { compilers: ['nowhere-cc'] } }),
    ],
    [
      'a compiler that refuses',
      'engine-missing',
      /cannot be compiled: tfjs_backend.cc:3: error/,
      () => ({ tools: { compilers: [refusingCompiler(room)] } }),
    ],
    ['a probe that crashes', 'engine-missing', /crashed \(SIGSEGV\)/, () => ({ tools: { probe: crash } })],
    ['another hash', 'bad-archive', /wrong SHA-256/, () => ({ sha256: '0'.repeat(64) })],
    [
      'no Python',
      'engine-missing',
      /no Python.*no-python/,
      () => ({ from: { kind: 'wheel', variant: 'cpu' }, tools: { python: ['no-python'] } }),
    ],
    ['no wheel for this machine', 'engine-missing', /pip finds no wheel/, pipWithout],
    [
      'another system',
      'engine-missing',
      /on Linux only, not on win32/,
      () => ({ tools: { platform: 'win32' } }),
    ],
  ];

  it.each(failures)('over %s says so and leaves nothing', async (_title, code, says, options) => {
    const failure = await install(await options()).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(LabError);
    expect(failure).toMatchObject({ code });
    expect((failure as LabError).sentence).toMatch(says);
    expect(installed()).toEqual([]);
    expect(findRuntime(dataDir, '')).toBeUndefined();
  });

  it('over a download that ends too early leaves nothing', async () => {
    const archive = await tarball();
    await withServer(archive.subarray(0, 100), archive.length, async (address) => {
      const failing = install({
        from: { kind: 'official', variant: 'cpu' },
        tools: { officialAddress: () => `${address}/libtensorflow.tar.gz` },
      });
      await expect(failing).rejects.toMatchObject({ code: 'network' });
    });
    expect(installed()).toEqual([]);
  });

  it('leaves the runtime that was there as it was', async () => {
    const before = await install();
    await expect(install({ tools: { compilers: [refusingCompiler(room)] } })).rejects.toThrow();
    expect(findRuntime(dataDir, '')).toEqual(before);
    expect(installed()).toEqual(['tensorflow-2.21.0-cpu']);
  });

  it.each(['unpacking', 'compiling', 'probing'])('cancelled while %s leaves nothing', async (at) => {
    const stop = new AbortController();
    const cancelled = install({
      signal: stop.signal,
      onProgress: ({ stage }) => {
        if (stage === at) stop.abort();
      },
      tools: at === 'compiling' ? { compilers: [endlessCompiler(room)] } : {},
    });
    await expect(cancelled).rejects.toBeInstanceOf(CancelledError);
    expect(installed()).toEqual([]);
  });
});

describe('uninstalling', () => {
  it('removes the runtime and tells its size', async () => {
    const { manifest } = await install();
    expect(await uninstallRuntime(dataDir)).toBe(manifest.bytes);
    expect(installed()).toEqual([]);
    expect(findRuntime(dataDir, '')).toBeUndefined();
  });

  it('has nothing to do where nothing is', async () => {
    expect(await uninstallRuntime(dataDir)).toBeNull();
  });
});

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

/** Serves `bytes`, claimed to be `length`, to whoever asks on loopback while `use` runs. */
async function withServer(
  bytes: Buffer,
  length: number,
  use: (address: string) => Promise<void>,
): Promise<void> {
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-length': length });
    response.write(bytes, () => {
      if (bytes.length === length) response.end();
      else response.destroy();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}
