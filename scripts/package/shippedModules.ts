/** Which packages a packaged app carries as they are, and which are in its bundles. */
import manifest from '../../package.json' with { type: 'json' };

/** Parts that are native, or that a compiler reads: found at run time, beside the archive. */
export const shippedModules: readonly string[] = [
  'better-sqlite3',
  '@resvg/resvg-js',
  '@tensorflow/tfjs-node-gpu',
  'node-api-headers',
];

export const bundledModules: string[] = Object.keys(manifest.dependencies).filter(
  (name) => !shippedModules.includes(name),
);
