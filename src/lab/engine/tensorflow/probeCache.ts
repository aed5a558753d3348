import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import type { EngineReport } from '../../../shared/trainerMessages.ts';
import { appVersion } from '../../../shared/version.ts';
import { firstGpu } from './device.ts';
import type { InstalledRuntime } from './installed.ts';

/** The last probe's report, so that a run need not wait for one: kept in the data folder's `cache/`. */

const engineInfo = z.object({
  name: z.literal('tensorflow'),
  version: z.string(),
  device: z.string(),
  threads: z.number(),
});
const kept = z.object({
  key: z.string(),
  report: z.discriminatedUnion('available', [
    z.object({
      name: z.literal('tensorflow'),
      available: z.literal(true),
      info: engineInfo,
      details: z.record(z.string(), z.string()),
    }),
    z.object({
      name: z.literal('tensorflow'),
      available: z.literal(false),
      reason: z.string(),
      remedy: z.string().nullable(),
    }),
  ]),
});

const fileIn = (dataDir: string): string => join(dataDir, 'cache', 'tensorflow-probe.json');

/** Changes with whatever may change a probe's outcome. */
export function probeKey({ folder, manifest }: InstalledRuntime, threads: number): string {
  const driver = manifest.variant === 'gpu' ? (firstGpu() ?? null) : null;
  const { CUDA_VISIBLE_DEVICES, LD_LIBRARY_PATH } = process.env;
  const parts = [folder, manifest, driver, threads, process.version, appVersion];
  return createHash('sha256')
    .update(JSON.stringify([...parts, CUDA_VISIBLE_DEVICES, LD_LIBRARY_PATH]))
    .digest('hex');
}

export function readProbe(dataDir: string, key: string): EngineReport | undefined {
  try {
    const found = kept.parse(JSON.parse(readFileSync(fileIn(dataDir), 'utf8')));
    return found.key === key ? found.report : undefined;
  } catch {
    // None yet, or not readable: it is made again.
    return undefined;
  }
}

/** Best effort: a folder that cannot be written costs the next run a second. */
export function writeProbe(dataDir: string, key: string, report: EngineReport): void {
  try {
    const file = fileIn(dataDir);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, JSON.stringify({ key, report }));
  } catch {
    return;
  }
}
