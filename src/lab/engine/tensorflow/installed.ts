import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/** What an installed runtime says of itself, in `runtime.json`; written last, so where it is, all is. */
export const runtimeManifest = z.object({
  format: z.literal(1),
  /** TensorFlow's own, as the loaded library gives it. */
  version: z.string().min(1),
  variant: z.enum(['cpu', 'gpu']),
  /** What it was made from: a wheel's or archive's name, or a folder's. */
  source: z.object({
    kind: z.enum(['wheel', 'official', 'path']),
    name: z.string(),
    /** Of the wheel or archive; null for a folder. */
    sha256: z.string().nullable(),
  }),
  /** Of tfjs-node, whose binding was compiled. */
  binding: z.string(),
  installedAt: z.string(),
  /** Of all files. */
  bytes: z.number(),
  libraries: z.array(z.object({ path: z.string(), bytes: z.number(), sha256: z.string() })),
});
export type RuntimeManifest = z.output<typeof runtimeManifest>;

export interface InstalledRuntime {
  readonly folder: string;
  readonly manifest: RuntimeManifest;
}

/** Where runtimes lie in a data folder. */
export const runtimesFolder = (dataDir: string): string => join(dataDir, 'runtimes');

/**
 * The runtime to load: that of $ATTENTION_LAB_TENSORFLOW_RUNTIME (a runtime's folder), else the one installed last in
 * the data folder. Undefined if there is none; one half made or of another format is none.
 */
export function findRuntime(
  dataDir: string,
  named = process.env['ATTENTION_LAB_TENSORFLOW_RUNTIME'],
): InstalledRuntime | undefined {
  if (named !== undefined && named !== '') return runtimeAt(named);
  const folder = runtimesFolder(dataDir);
  if (!existsSync(folder)) return undefined;
  const found = readdirSync(folder)
    .filter((name) => !name.includes('.tmp-'))
    .map((name) => runtimeAt(join(folder, name)))
    .filter((runtime) => runtime !== undefined);
  return found.sort((a, b) => compare(b.manifest.installedAt, a.manifest.installedAt))[0];
}

/** The runtime whose folder this is, if it is one. */
export function runtimeAt(folder: string): InstalledRuntime | undefined {
  try {
    const text = readFileSync(join(folder, 'runtime.json'), 'utf8');
    return { folder, manifest: runtimeManifest.parse(JSON.parse(text)) };
  } catch {
    return undefined;
  }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
