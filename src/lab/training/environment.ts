import { availableParallelism, cpus, totalmem } from 'node:os';
import type { Environment } from '../../shared/run.ts';
import { appVersion } from '../../shared/version.ts';

/** The machine and versions of this process; nothing that names a person or a host. */
export function environmentHere(): Environment {
  const constrained = process.constrainedMemory();
  return {
    appVersion,
    nodeVersion: process.versions.node,
    platform: `${process.platform} ${process.arch}`,
    processor: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    // Outside a container the limit is 0 or a number beyond any memory.
    memoryBytes: constrained > 0 ? Math.min(totalmem(), constrained) : totalmem(),
  };
}
