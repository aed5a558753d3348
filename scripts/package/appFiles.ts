/**
 * What a packaged app carries, and nothing else: the build's files that its entries reach, the resources, and the modules
 * with native parts for one system. `electron-builder.config.mjs` packs it; tests/packaging holds the layout to it.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { packagedNode } from '../packagedNode.mjs';

/** The app's program on Linux. */
export const executable = 'attention-lab';

export const root: string = join(import.meta.dirname, '..', '..');

/** The files of a bundle that an entry loads, itself included, at once or later; relative to the app's folder. */
export function reachable(entry: string, base = root): string[] {
  const found = new Set<string>();
  const visit = (file: string): void => {
    const name = relative(base, file).split(sep).join('/');
    if (found.has(name)) return;
    found.add(name);
    for (const imported of importsOf(readFileSync(file, 'utf8'))) {
      const path = join(dirname(file), imported);
      if (existsSync(path)) visit(path);
    }
  };
  visit(join(base, entry));
  return [...found].sort();
}

/** Imports, static and dynamic, of a built module: bundles lie flat, and what is no file stands in a comment. */
function importsOf(code: string): string[] {
  const pattern = /(?:\bfrom|\bimport)\s*\(?\s*["'](\.\/[^"'/]+\.js)["']/g;
  return [...code.matchAll(pattern)].flatMap(([, path]) => path ?? []);
}

const below = (folder: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'));

/** Read by Electron alone, from inside the archive. */
export const archived = (): string[] => [
  'package.json',
  ...reachable('out/main/electron.js'),
  'out/preload/preload.cjs',
  ...below('out/renderer'),
];

/** Read by the plain Node of the trainer and by native code: beside the archive. */
export const unpacked = (): string[] =>
  [
    ...below('out/trainer'),
    ...below('resources').filter((name) => !name.endsWith('.md') && !name.includes('/icons/')),
  ].sort();

/** Some files of a package. */
export interface ModuleFiles {
  readonly from: string;
  readonly to: string;
  readonly filter: string[];
}

/** Modules with native parts, and sources that a compiler reads, for one system: beside the archive as well. */
export function modules(platform: string = process.platform, arch: string = process.arch): ModuleFiles[] {
  const resvg = readdirSync(join(root, 'node_modules', '@resvg')).filter((name) =>
    name.startsWith(`resvg-js-${platform}-${arch}`),
  );
  if (resvg.length === 0) throw new Error(`no @resvg/resvg-js-${platform}-${arch} in node_modules`);
  return [
    moduleFiles('better-sqlite3', ['lib/**/*.js', `prebuilds/${platform}-${arch}.node`]),
    moduleFiles('@resvg/resvg-js', ['index.js', 'js-binding.js']),
    ...resvg.map((name) => moduleFiles(`@resvg/${name}`, ['*.node'])),
    moduleFiles('@tensorflow/tfjs-node-gpu', ['binding/*.{cc,h}']),
    moduleFiles('node-api-headers', ['include/*.h']),
  ];
}

function moduleFiles(name: string, files: readonly string[]): ModuleFiles {
  const folder = `node_modules/${name}`;
  return { from: folder, to: folder, filter: ['package.json', ...files] };
}

/** The plain Node that trains: a file of a folder, and where it goes in the app's resources. */
export interface TrainerNode {
  readonly from: string;
  readonly file: string;
  readonly to: string;
}

export function trainerNode(): TrainerNode {
  const packaged = packagedNode();
  // npm has no Node 24 for macOS on ARM: the one this runs on is taken, which a release installs from nodejs.org.
  const binary = packaged ?? (process.versions.node.startsWith('24.') ? process.execPath : undefined);
  if (binary === undefined || !existsSync(binary))
    throw new Error('no Node 24 to package: run this with one');
  const isWindows = process.platform === 'win32';
  return {
    from: dirname(binary),
    to: isWindows ? 'node' : 'node/bin',
    file: isWindows ? 'node.exe' : 'node',
  };
}
