import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { extractFile, listPackage, statFile } from '@electron/asar';
import { ensureBuilt } from '../helpers/ensureBuilt.ts';

const root = join(import.meta.dirname, '..', '..');

/** Electron 45's switches as they come: nine, each on ("1") or off ("0"), after a text that tools look for. */
const fuseWire = `dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX\u0001\u0009101100011`;

export interface PackedApp {
  readonly folder: string;
  /** The folder beside the program: the archive, what is unpacked, the trainer's Node. */
  readonly resources: string;
  readonly remove: () => void;
}

/**
 * The app as electron-builder packs it for this system (`--dir`), around a stand-in for Electron's own files: what
 * `npm run package` makes, but for the program itself, whose download a test does not make.
 */
export function packApp(): PackedApp {
  ensureBuilt();
  const folder = mkdtempSync(join(tmpdir(), 'lab-packed-'));
  const runtime = join(folder, 'runtime');
  mkdirSync(join(runtime, 'resources'), { recursive: true });
  mkdirSync(join(runtime, 'locales'));
  writeFileSync(join(runtime, 'electron'), `#!/bin/sh\n# ${fuseWire}\n`, 'latin1');
  chmodSync(join(runtime, 'electron'), 0o755);
  for (const name of ['LICENSE', 'LICENSES.chromium.html', 'resources.pak', 'version', 'chrome-sandbox']) {
    writeFileSync(join(runtime, name), '45.4.1');
  }
  for (const name of ['en-US', 'pt-BR', 'fr']) writeFileSync(join(runtime, 'locales', `${name}.pak`), '');
  const output = join(folder, 'dist');
  const builder = dirname(createRequire(import.meta.url).resolve('electron-builder/package.json'));
  execFileSync(
    process.execPath,
    [
      join(builder, 'cli.js'),
      ...['--config', 'electron-builder.config.ts', '--publish', 'never', '--linux', '--dir'],
      ...[`-c.electronDist=${runtime}`, `-c.directories.output=${output}`],
    ],
    { cwd: root, stdio: 'pipe' },
  );
  const unpacked = join(output, process.arch === 'x64' ? 'linux-unpacked' : `linux-${process.arch}-unpacked`);
  return {
    folder: unpacked,
    resources: join(unpacked, 'resources'),
    remove: () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }),
  };
}

/** Files of an archive: inside it, and beside it. */
export function filesOf(archive: string): { readonly inside: string[]; readonly beside: string[] } {
  const entryOf = (name: string): object => statFile(archive, name);
  const files = listPackage(archive, { isPack: false })
    .map((name) => name.slice(1))
    .filter((name) => !('files' in entryOf(name)));
  const isBeside = (name: string): boolean => 'unpacked' in entryOf(name);
  return { inside: files.filter((name) => !isBeside(name)), beside: files.filter(isBeside) };
}

/**
 * Lets Node read the archive as Electron does: a folder of its name holds what was inside, and links to what is beside.
 */
export function openArchive({ resources }: PackedApp): void {
  const archive = join(resources, 'app.asar');
  const { inside, beside } = filesOf(archive);
  const contents = inside.map((name) => [name, extractFile(archive, name)] as const);
  rmSync(archive);
  for (const [name, bytes] of contents) {
    mkdirSync(dirname(join(archive, name)), { recursive: true });
    writeFileSync(join(archive, name), bytes);
  }
  for (const name of beside) {
    mkdirSync(dirname(join(archive, name)), { recursive: true });
    symlinkSync(join(resources, 'app.asar.unpacked', name), join(archive, name));
  }
}
