import type { RuntimeReport, RuntimeVariant } from '../shared/compute.ts';
import { findRuntime } from '../lab/engine/tensorflow/installed.ts';
import type { ApiContext } from './api/context.ts';
import { nodeExecutable } from './jobs/nodeExecutable.ts';
import { installRuntime, type InstallTools } from './runtime/installRuntime.ts';
import { suggestedVariant } from './runtime/machineRuntime.ts';
import { expectedBytes } from './runtime/source.ts';
import { uninstallRuntime } from './runtime/uninstallRuntime.ts';

/** Stages that count no bytes have nothing to show but their name. */
const counted: ReadonlySet<string> = new Set(['downloading', 'unpacking']);

/** Native TensorFlow of a data folder, as the handlers use it. */
export function runtimeTools(dataDir: string, tools: Partial<InstallTools> = {}): ApiContext['runtime'] {
  return {
    report: (): RuntimeReport => {
      const manifest = findRuntime(dataDir)?.manifest;
      return {
        installed:
          manifest === undefined
            ? null
            : { version: manifest.version, variant: manifest.variant, bytes: manifest.bytes },
        suggested: process.platform === 'linux' ? suggestedVariant() : null,
        expectedBytes,
      };
    },
    install: async (variant: RuntimeVariant, { onProgress, signal }): Promise<void> => {
      await installRuntime({
        from: { kind: 'wheel', variant },
        dataDir,
        tools: { node: nodeExecutable(), ...tools },
        onProgress: ({ stage, done, total }) => {
          const isCounted = counted.has(stage);
          onProgress?.({
            type: 'progress',
            stage,
            done: isCounted ? done : 0,
            total: isCounted ? total : null,
            unit: 'bytes',
          });
        },
        ...(signal === undefined ? {} : { signal }),
      });
    },
    remove: async () => (await uninstallRuntime(dataDir)) ?? 0,
  };
}
