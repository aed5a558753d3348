import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseGpu } from '../../../../src/lab/engine/tensorflow/device.ts';
import {
  findRuntime,
  runtimesFolder,
  type RuntimeManifest,
} from '../../../../src/lab/engine/tensorflow/installed.ts';
import { bindingPath } from '../../../../src/lab/engine/tensorflow/native.ts';
import { probeRuntime, probeTensorflow } from '../../../../src/lab/engine/tensorflow/probe.ts';
import { CancelledError } from '../../../../src/shared/errors.ts';
import { tensorflowMissing, tensorflowRuntime } from '../../../helpers/tensorflowRuntime.ts';

let dataDir: string;
const named = process.env['ATTENTION_LAB_TENSORFLOW_RUNTIME'];
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'probe-'));
  delete process.env['ATTENTION_LAB_TENSORFLOW_RUNTIME'];
});
afterEach(() => {
  rmSync(dataDir, { recursive: true, force: true });
  if (named !== undefined) process.env['ATTENTION_LAB_TENSORFLOW_RUNTIME'] = named;
});

const manifest: RuntimeManifest = {
  format: 1,
  version: '2.21.0',
  variant: 'cpu',
  source: { kind: 'wheel', name: 'tensorflow_cpu-2.21.0.whl', sha256: null },
  binding: '4.22.0',
  installedAt: '2026-01-01T00:00:00.000Z',
  bytes: 1,
  libraries: [],
};

/** A runtime by its manifest alone; returns its folder. */
function pretendRuntime(name = 'tensorflow-2.21.0-cpu', changes: Partial<RuntimeManifest> = {}): string {
  const folder = join(runtimesFolder(dataDir), name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'runtime.json'), JSON.stringify({ ...manifest, ...changes }));
  return folder;
}

/** A program in Node's place: it is given the child's file, the folder and the threads, and counts its runs. */
function pretendNode(body: string): string {
  const path = join(dataDir, 'node.cjs');
  const count = `require('node:fs').appendFileSync(${JSON.stringify(join(dataDir, 'runs'))}, '.');`;
  writeFileSync(path, `#!${process.execPath}\n${count}\n${body}`);
  chmodSync(path, 0o755);
  return path;
}
const runs = (): number =>
  existsSync(join(dataDir, 'runs')) ? readFileSync(join(dataDir, 'runs')).length : 0;

const result = {
  version: '2.21.0',
  onGpu: false,
  device: 'CPU, 2 threads',
  threads: 2,
  loadSeconds: 0.3,
  difference: 1e-7,
  gigaflops: 12,
  rssBytes: 4e8,
};
const prints = (value: unknown): string =>
  `console.log('chatter'); console.log(${JSON.stringify(JSON.stringify(value))});`;
const options = { dataDir: '', threads: 0 };

describe.skipIf(tensorflowRuntime === undefined)(`a real runtime’s probe${tensorflowMissing}`, () => {
  it('trains, measures and names what it runs on', async () => {
    const found = await probeRuntime(tensorflowRuntime!.folder);
    expect(found.version).toBe(tensorflowRuntime!.manifest.version);
    expect(found.difference).toBeLessThan(1e-5);
    expect(found.gigaflops).toBeGreaterThan(1);
    expect(found.device).not.toBe('');
  });
});

describe('the report on TensorFlow', () => {
  it('says that nothing is installed, and the command that would change it', async () => {
    expect(await probeTensorflow({ ...options, dataDir })).toEqual({
      name: 'tensorflow',
      available: false,
      reason: 'no TensorFlow runtime is installed',
      remedy: 'Run "npm run tensorflow:install"',
    });
  });

  it('names device, version and measurements', async () => {
    pretendRuntime();
    const report = await probeTensorflow({ ...options, dataDir }, { node: pretendNode(prints(result)) });
    expect(report).toMatchObject({
      available: true,
      info: { name: 'tensorflow', version: '2.21.0', device: 'CPU, 2 threads', threads: 2 },
      details: { 'matrix product': '12 GFLOP/s', 'difference from the reference': '1.0e-7' },
    });
  });

  it('notes that a GPU’s runtime found none', async () => {
    pretendRuntime('tensorflow-2.21.0-gpu', { variant: 'gpu' });
    const report = await probeTensorflow({ ...options, dataDir }, { node: pretendNode(prints(result)) });
    expect(report).toMatchObject({
      available: true,
      details: { note: expect.stringMatching(/found none/) as string },
    });
  });

  it('is remembered for the same runtime, and made anew when asked for or for another', async () => {
    pretendRuntime();
    const node = pretendNode(prints(result));
    const first = await probeTensorflow({ ...options, dataDir }, { node });
    expect(await probeTensorflow({ ...options, dataDir }, { node })).toEqual(first);
    expect(runs()).toBe(1);
    await probeTensorflow({ ...options, dataDir }, { node, fresh: true });
    expect(runs()).toBe(2);
    pretendRuntime('tensorflow-2.22.0-cpu', { version: '2.22.0', installedAt: '2026-02-01T00:00:00.000Z' });
    await probeTensorflow({ ...options, dataDir }, { node });
    expect(runs()).toBe(3);
    writeFileSync(join(dataDir, 'cache', 'tensorflow-probe.json'), '{"half":');
    await probeTensorflow({ ...options, dataDir }, { node });
    expect(runs()).toBe(4);
  });

  it.each([
    ['crashes', `process.kill(process.pid, 'SIGSEGV');`, 'its probe crashed (SIGSEGV)'],
    [
      'aborts with a word',
      `console.error('std::bad_alloc'); process.abort();`,
      'crashed (SIGABRT): std::bad_alloc',
    ],
    [
      'ends with an error',
      `console.error('Error: no symbol'); process.exit(1);`,
      'its probe failed: Error: no symbol',
    ],
    ['says nothing', '', 'its probe gave no result'],
    ['computes wrongly', prints({ ...result, difference: 0.2 }), 'wrong results, off by 0.20'],
    ['computes no number', prints({ ...result, difference: Number.NaN }), 'its probe gave no result'],
  ])('is that it does not work if its probe %s', async (_what, body, reason) => {
    pretendRuntime();
    const report = await probeTensorflow({ ...options, dataDir }, { node: pretendNode(body) });
    expect(report).toMatchObject({
      available: false,
      remedy: 'Install it again: npm run tensorflow:install',
    });
    expect(report).toHaveProperty('reason', expect.stringContaining(reason));
  });

  it('is that it does not work if its probe hangs', async () => {
    pretendRuntime();
    const node = pretendNode('setInterval(() => undefined, 1000);');
    const report = await probeTensorflow({ ...options, dataDir }, { node, limitMs: 300 });
    expect(report).toHaveProperty('reason', expect.stringContaining('longer than 0.3 s'));
  });

  it('is that it does not work if its binding is none, in the real child', { timeout: 60_000 }, async () => {
    const folder = pretendRuntime();
    mkdirSync(dirname(join(folder, bindingPath)), { recursive: true });
    cpSync(import.meta.filename, join(folder, bindingPath));
    const report = await probeTensorflow({ ...options, dataDir });
    expect(report).toMatchObject({
      available: false,
      reason: expect.stringMatching(/library cannot be loaded/) as string,
    });
  });

  it('is none when it is cancelled', async () => {
    pretendRuntime();
    const stop = new AbortController();
    const node = pretendNode('setInterval(() => undefined, 1000);');
    const probing = probeTensorflow({ ...options, dataDir }, { node, signal: stop.signal });
    setTimeout(() => stop.abort(), 100);
    await expect(probing).rejects.toBeInstanceOf(CancelledError);
    expect(existsSync(join(dataDir, 'cache'))).toBe(false);
  });
});

describe('the runtime to load', () => {
  it('is the one installed last', () => {
    pretendRuntime('a', { installedAt: '2026-01-02T00:00:00.000Z' });
    pretendRuntime('b', { installedAt: '2026-01-03T00:00:00.000Z' });
    pretendRuntime('c.tmp-1', { installedAt: '2026-01-04T00:00:00.000Z' });
    expect(findRuntime(dataDir)?.folder).toBe(join(runtimesFolder(dataDir), 'b'));
  });

  it('is the one that the environment names, or none', () => {
    const folder = pretendRuntime('a');
    expect(findRuntime(tmpdir(), folder)?.folder).toBe(folder);
    expect(findRuntime(dataDir, join(dataDir, 'nowhere'))).toBeUndefined();
  });

  it('is none of another format, and none that has no manifest', () => {
    writeFileSync(join(pretendRuntime('a'), 'runtime.json'), '{"format":2}');
    mkdirSync(join(runtimesFolder(dataDir), 'b'));
    expect(findRuntime(dataDir)).toBeUndefined();
  });
});

describe('what nvidia-smi says', () => {
  it('is name, memory and driver of the first GPU', () => {
    expect(parseGpu('NVIDIA A100-SXM4-40GB, 40960 MiB, 550.54.14\nNVIDIA T4, 1, 2\n')).toEqual({
      name: 'NVIDIA A100-SXM4-40GB',
      memory: '40960 MiB',
      driver: '550.54.14',
    });
    expect(parseGpu('No devices were found\n')).toBeUndefined();
  });
});
