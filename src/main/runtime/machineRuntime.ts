import { existsSync } from 'node:fs';
import { firstGpu } from '../../lab/engine/tensorflow/device.ts';
import { findRuntime, type InstalledRuntime } from '../../lab/engine/tensorflow/installed.ts';
import { probeTensorflow } from '../../lab/engine/tensorflow/probe.ts';
import type { EngineReport } from '../../shared/trainerMessages.ts';
import type { RuntimeVariant } from './source.ts';

/** Whether this machine has the driver that TensorFlow's GPU variant needs. */
export function suggestedVariant(): RuntimeVariant {
  return existsSync('/proc/driver/nvidia/version') || firstGpu() !== undefined ? 'gpu' : 'cpu';
}

export interface RuntimeStatus {
  /** Null if none is installed. */
  readonly runtime: InstalledRuntime | null;
  readonly report: EngineReport;
}

/** What is installed in a data folder, tried anew. */
export async function runtimeStatus(dataDir: string): Promise<RuntimeStatus> {
  const runtime = findRuntime(dataDir) ?? null;
  return { runtime, report: await probeTensorflow({ dataDir, threads: 0 }, { fresh: true }) };
}
