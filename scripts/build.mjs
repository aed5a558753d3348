/**
 * Builds out/ (main, preload, renderer, trainer) and resources/generated, and does nothing if both are newer than their
 * sources. `--force` builds in any case.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { newest, prepareResources } from './prepareResources.mjs';
import { ensureNode24 } from './packagedNode.mjs';

const root = join(import.meta.dirname, '..');
const stamp = join(root, 'out', '.built');
const sources = ['src', 'electron.vite.config.ts', 'vite.trainer.config.ts', 'package.json', 'scripts'].map(
  (name) => join(root, name),
);

/** Brings the build up to date. Prints one line when there is work to do; throws with the tool's output if it fails. */
export async function ensureBuilt({ force = false, log = (line) => process.stderr.write(`${line}\n`) } = {}) {
  if (!existsSync(join(root, 'src'))) return;
  await prepareResources();
  const time = String(Math.max(...sources.map(newest)));
  if (!force && existsSync(stamp) && readFileSync(stamp, 'utf8') === time) return;
  log('Building Attention Lab (first start, or the sources have changed) …');
  run('electron-vite', 'electron-vite.js', ['build']);
  run('vite', 'vite.js', ['build', '--config', 'vite.trainer.config.ts']);
  (await import('./package/collectLicences.ts')).collectLicences(root);
  writeFileSync(stamp, time);
}

function run(name, file, args) {
  const tool = join(dirname(createRequire(import.meta.url).resolve(`${name}/package.json`)), 'bin', file);
  const result = spawnSync(process.execPath, [tool, ...args, '--logLevel', 'warn'], {
    cwd: root,
    encoding: 'utf8',
  });
  if (result.status !== 0) {
    throw new Error(`the build failed:\n${result.stdout}\n${result.stderr}`);
  }
}

if (process.argv[1] === import.meta.filename) {
  await ensureNode24();
  await ensureBuilt({ force: process.argv.includes('--force') });
}
