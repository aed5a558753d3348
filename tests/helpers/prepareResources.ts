import { execFileSync } from 'node:child_process';

/** Compiles the kernels and packs the corpus once before the tests, if their sources changed. */
export default function setup(): void {
  execFileSync(process.execPath, ['scripts/prepareResources.mjs'], { stdio: 'inherit' });
}
