import { readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { sweepTemporary } from '../../lab/checkpoint/folders.ts';
import { findRuntime, runtimesFolder } from '../../lab/engine/tensorflow/installed.ts';

/**
 * Removes every native TensorFlow from a data folder and returns the bytes of the one in use; null if there was none.
 * A training that has it loaded goes on. Killed half-way it leaves what the next installation sweeps.
 */
export async function uninstallRuntime(dataDir: string): Promise<number | null> {
  const runtimes = runtimesFolder(dataDir);
  const installed = findRuntime(dataDir, '');
  const names = await readdir(runtimes).catch((): string[] => []);
  for (const name of names.filter((candidate) => !candidate.includes('.tmp-'))) {
    const doomed = join(runtimes, `${name}.tmp-${process.pid}`);
    await rename(join(runtimes, name), doomed);
    await rm(doomed, { recursive: true, force: true });
  }
  await sweepTemporary(runtimes);
  await rm(join(dataDir, 'cache', 'tensorflow-probe.json'), { force: true });
  return installed?.manifest.bytes ?? null;
}
