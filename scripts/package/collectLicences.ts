/**
 * The licences of everything the app carries that others wrote, as one text: packages in its bundles and beside them, the
 * standard library inside the compiled kernels, the data and fonts that come with it. `npm run build` writes it to
 * out/renderer/licences.txt, which the window shows.
 */
import { existsSync, globSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { shippedModules } from './shippedModules.ts';

/** Compiled or drawn into files of the app, though they are tools; and the programs that run it. */
const others = ['assemblyscript', '@fontsource/inter', '@fontsource/jetbrains-mono', 'electron'];
/** Compiled into better-sqlite3's prebuilt part. */
const inside = ['node-addon-api'];

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly license?: unknown;
  readonly author?: string | { readonly name: string };
  readonly repository?: string | { readonly url: string };
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const readJson = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'));

/** Folders of all packages whose code or files the built app carries, sorted. */
export function shippedPackages(root: string): string[] {
  const listed = globSync('out/packages/*.json', { cwd: root }).flatMap(
    (file) => readJson(join(root, file)) as string[],
  );
  if (listed.length === 0) throw new Error('nothing is built: out/packages');
  const { optionalDependencies = {} } = readJson(join(root, 'package.json')) as Manifest;
  const named = [...shippedModules, ...others, ...inside, ...Object.keys(optionalDependencies)];
  const natives = globSync('node_modules/@resvg/resvg-js-*', { cwd: root }).map((path) =>
    path.split('\\').join('/'),
  );
  const folders = [...listed, ...named.map((name) => `node_modules/${name}`), ...natives];
  return [...new Set(folders)].filter((folder) => existsSync(join(root, folder))).sort();
}

export function collectLicences(root: string): void {
  const own = readFileSync(join(root, 'LICENSE'), 'utf8').trim();
  const data = readFileSync(join(root, 'resources', 'NOTICE-datasets.md'), 'utf8').trim();
  const folders = shippedPackages(root);
  const head = [
    `Attention Lab\n\n${own}`,
    `${'='.repeat(80)}\nData that comes with the app\n\n${data}`,
    `${'='.repeat(80)}\n${folders.length} packages by others, in the app or beside it. The desktop app also carries Chromium, whose licences lie beside it in LICENSES.chromium.html.`,
  ];
  const parts = folders.map((folder) => `${'-'.repeat(80)}\n${licenceOf(join(root, folder))}`);
  writeFileSync(join(root, 'out', 'renderer', 'licences.txt'), `${[...head, ...parts].join('\n\n')}\n`);
}

/** Name, version and the package's own text; without one, its authors and the name of the licence. */
function licenceOf(folder: string): string {
  const { name, version, license, author, repository } = readJson(join(folder, 'package.json')) as Manifest;
  const texts = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && /^(licen[cs]e|copying|notice|ofl)/i.test(entry.name))
    .map((entry) => readFileSync(join(folder, entry.name), 'utf8').trim())
    .sort();
  // A package may carry its licence without naming it (png-js); one that does neither must not be shipped.
  if (typeof license !== 'string' && texts.length === 0) throw new Error(`no licence is named: ${name}`);
  const named = typeof license === 'string' ? license : 'the text below';
  const who = typeof author === 'string' ? author : (author?.name ?? 'its authors');
  const where = typeof repository === 'string' ? repository : (repository?.url ?? '');
  const text = texts.length > 0 ? texts.join('\n\n') : `Copyright ${who}, under ${named}. ${where}`.trim();
  return `${name} ${version} (${named})\n\n${text}`;
}
