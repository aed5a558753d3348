import { readFile } from 'node:fs/promises';
import { parse } from 'csv-parse/sync';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { RunId } from '../../src/shared/ids.ts';
import { findPreset } from '../../src/shared/presets.ts';
import { accessibilityFaults, missing, neededWidth, openWindow, titled, type LabWindow } from './lab.ts';

const quickStart = findPreset('quick-start')!.experiment;

describe.skipIf(missing !== undefined)(titled('a comparison as a table'), () => {
  let window: LabWindow;
  let ids: readonly RunId[] = [];
  beforeAll(async () => {
    window = await openWindow();
    await window.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    const training = { ...quickStart.training, epochs: 1 };
    ids = (
      [
        ['all_heads & more', 0, 4],
        ['all_heads & more', 1, 4],
        ['[one] head', 0, 1],
      ] as const
    ).map(([name, seed, heads]) =>
      window.lab.startRun({ ...quickStart, name, seed, training, model: { ...quickStart.model, heads } }),
    );
    await Promise.all(ids.map((id) => window.lab.waitForRun(id)));
  });
  afterAll(() => window.close());
  afterEach(() => expect(window.complaints).toEqual([]));

  /** From another page: what floats on this one is gone. */
  const open = async (query = ''): Promise<void> => {
    await window.go('/runs');
    await window.go(`/compare?runs=${ids.join(',')}${query}`);
    await window.page.getByRole('button', { name: 'Table', exact: true }).click();
    await window.page.getByRole('heading', { name: 'Table for a paper' }).waitFor();
  };
  const choose = (name: string): Promise<void> =>
    window.page.getByRole('dialog').getByText(name, { exact: true }).click();
  const preview = (): Promise<string> => window.page.getByLabel('The table as text').innerText();

  it('shows runs, config differences and metrics as they will be written, and copies them', async () => {
    const { page } = window;
    await open();
    expect(await preview()).toMatch(/^\| run \| seeds \| model\.heads \| test loss \(last, ± SD\) \|/);
    expect(await preview()).toMatch(
      /\| all\\_heads \\& more \| 2 \| 4 \| (\*\*)?-0\.\d{4} ± 0\.\d{4}(\*\*)? \|/,
    );
    await choose('Config differences');
    expect(await preview()).toMatch(/\| seed \| 0–1 \| 0 \|/);
    await choose('Metrics');
    await choose('LaTeX');
    const shown = await preview();
    expect(shown).toContain('{[}one{]} head & 1 & ');
    expect(shown).toContain('uniform, untrained');
    await page.getByRole('button', { name: 'Copy', exact: true }).click();
    await page.getByText('The table is on the clipboard').waitFor();
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe(`${shown.trimEnd()}\n`);
  });

  it('is saved with every digit, of the runs and the grouping that are shown', async () => {
    const { page, lab } = window;
    await open(`&group=none&hidden=${ids[1]}`);
    await choose('CSV');
    const saving = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save runs.csv' }).click();
    const saved = await saving;
    expect(saved.suggestedFilename()).toBe('runs.csv');
    const [head = [], ...rows] = parse(await readFile(await saved.path(), 'utf8')) as string[][];
    expect(rows.map(([name]) => name)).toEqual(['all_heads & more', '[one] head']);
    const { lastEvaluation } = await lab.api.getRun({ runId: ids[0]! });
    expect(rows[0]?.[head.indexOf('test loss (last)')]).toBe(String(lastEvaluation?.metrics.loss));
  });

  it.each([
    ['light', 1440],
    ['dark', 900],
  ] as const)('is clean to axe and fits, %s at %d px', async (theme, width) => {
    const { page } = window;
    await page.setViewportSize({ width, height: 800 });
    await page.emulateMedia({ colorScheme: theme });
    await open();
    expect(await accessibilityFaults(page)).toEqual([]);
    expect(await neededWidth(page)).toBe(width);
    const folder = process.env['TABLE_PICTURES'];
    if (folder !== undefined) await page.screenshot({ path: `${folder}/table-${theme}-${width}.png` });
  });
});
