import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { extractFile, statFile } from '@electron/asar';
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { reachable } from '../../scripts/package/appFiles.ts';
import { shippedPackages } from '../../scripts/package/collectLicences.ts';
import { fuses } from '../../scripts/package/fuses.ts';
import { filesOf, packApp, type PackedApp } from './packedApp.ts';

const root = join(import.meta.dirname, '..', '..');

/** Bytes of a packed app without Electron's own files: the trainer's Node is most of it. */
const budget = { archive: 8e6, unpacked: 20e6, node: 140e6 };

const below = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort();
const bytesOf = (folder: string): number =>
  below(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);

describe.runIf(process.platform === 'linux')('the packed desktop app', () => {
  let app: PackedApp;
  let archive: string;
  let files: ReturnType<typeof filesOf>;
  beforeAll(() => {
    app = packApp();
    archive = join(app.resources, 'app.asar');
    files = filesOf(archive);
  }, 240_000);
  afterAll(() => app.remove());

  it('has in its archive what Electron loads: the entry and what it reaches, the preload, the window', () => {
    const window = below(join(root, 'out', 'renderer')).map((name) => `out/renderer/${name}`);
    const expected = [
      'package.json',
      'out/preload/preload.cjs',
      ...reachable('out/main/electron.js', root),
      ...window,
    ];
    expect(files.inside.toSorted()).toEqual(expected.toSorted());
    expect(files.inside).not.toContain('out/main/cli.js');
  });

  it('has beside it what plain Node and native code open, and nothing else', () => {
    const beside = below(join(app.resources, 'app.asar.unpacked'));
    expect(files.beside.toSorted()).toEqual(beside);
    const trainer = below(join(root, 'out', 'trainer'));
    const entries = ['trainer', 'crew.worker', 'normals.worker', 'probe.child'];
    const reached = entries.flatMap((name) => reachable(`out/trainer/${name}.js`, root));
    expect(new Set(reached)).toEqual(new Set(trainer.map((name) => `out/trainer/${name}`)));
    const groups = Map.groupBy(beside, (name) => groupOf(name));
    expect([...groups.keys()].toSorted()).toEqual([
      'node_modules/@resvg/resvg-js',
      `node_modules/@resvg/resvg-js-${process.platform}-${process.arch}-gnu`,
      'node_modules/@tensorflow/tfjs-node-gpu',
      'node_modules/better-sqlite3',
      'node_modules/node-api-headers',
      'out/trainer',
      'resources/generated',
      'resources/samples',
    ]);
    const natives = beside.filter((name) => name.endsWith('.node'));
    expect(natives.filter((name) => !name.includes(`${process.platform}-${process.arch}`))).toEqual([]);
    expect(natives).toHaveLength(2);
    const data = beside.filter((name) => name.startsWith('resources/') && !name.includes('/fonts/'));
    expect(data).toEqual([
      'resources/generated/kernels.wasm',
      'resources/generated/spam-assassin.bin',
      'resources/generated/viewer/viewer.css',
      'resources/generated/viewer/viewer.js',
      'resources/samples/attention.npz',
    ]);
  });

  it('says of every file in its archive which hash its contents have', () => {
    expect(files.inside.length).toBeGreaterThan(20);
    for (const name of files.inside) {
      const { integrity } = statFile(archive, name) as {
        readonly integrity?: { algorithm: string; hash: string };
      };
      const hash = createHash('sha256').update(extractFile(archive, name)).digest('hex');
      expect({ name, ...integrity }).toMatchObject({ algorithm: 'SHA256', hash });
    }
  });

  it('carries one plain Node to train with, and no development files', () => {
    expect(below(join(app.resources, 'node'))).toEqual(['bin/node']);
    expect(statSync(join(app.resources, 'node', 'bin', 'node')).mode & 0o111).not.toBe(0);
    const all = [...files.inside, ...files.beside];
    expect(
      all.filter((name) => /\.(ts|map|vue)$|\.test\.|(^|\/)(src|tests|bench|docs)\//.test(name)),
    ).toEqual([]);
    const manifest = JSON.parse(extractFile(archive, 'package.json').toString()) as Record<string, unknown>;
    expect(manifest).toMatchObject({ name: 'attention-lab', main: 'out/main/electron.js', type: 'module' });
    expect(manifest).not.toHaveProperty('devDependencies');
  });

  it('keeps to its size', () => {
    expect(statSync(archive).size).toBeLessThan(budget.archive);
    expect(bytesOf(join(app.resources, 'app.asar.unpacked'))).toBeLessThan(budget.unpacked);
    expect(bytesOf(join(app.resources, 'node'))).toBeLessThan(budget.node);
  });

  it('has every fuse set as decided', async () => {
    const wire = await getCurrentFuseWire(join(app.folder, 'attention-lab'));
    const { version, ...states } = wire as unknown as Record<string, number | string>;
    expect(version).toBe('1');
    const found = Object.entries(states).map(([index, state]) => [Number(index), state === 0x31] as const);
    expect(Object.fromEntries(found)).toEqual({ ...fuses });
    expect(fuses).toMatchObject({
      [FuseV1Options.RunAsNode]: false,
      [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: false,
      [FuseV1Options.OnlyLoadAppFromAsar]: true,
      [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: true,
    });
  });

  it('brings the licence of every package in its bundles and beside them', () => {
    const text = extractFile(archive, 'out/renderer/licences.txt').toString();
    const packages = shippedPackages(root);
    expect(packages.length).toBeGreaterThan(40);
    for (const folder of packages) {
      const { name, version } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')) as {
        name: string;
        version: string;
      };
      expect(text).toContain(`\n${name} ${version} (`);
    }
    const carried = new Set(files.beside.filter((name) => name.startsWith('node_modules/')).map(groupOf));
    for (const folder of carried) expect(packages).toContain(folder);
    for (const name of [
      'zod',
      '@vue/runtime-core',
      'echarts',
      'better-sqlite3',
      'electron',
      'assemblyscript',
    ]) {
      expect(packages).toContain(`node_modules/${name}`);
    }
  });

  it('speaks the languages it has, and carries no other of Electron’s', () => {
    expect(readdirSync(join(app.folder, 'locales')).toSorted()).toEqual(['en-US.pak', 'pt-BR.pak']);
  });
});

/** A package, or two levels of any other folder. */
function groupOf(name: string): string {
  const parts = name.split('/');
  return parts.slice(0, parts[1]?.startsWith('@') === true ? 3 : 2).join('/');
}
