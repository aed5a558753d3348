import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunId } from '../../src/shared/ids.ts';
import { findPreset } from '../../src/shared/presets.ts';
import { newsgroupsArchive } from '../helpers/newsgroups.ts';
import { accessibilityFaults, missing, openWindow, titled, type LabWindow } from './lab.ts';

/** The gestures of docs/views.md that no other file makes, by mouse and by keyboard. */
describe.skipIf(missing !== undefined)(titled('the gestures of the attention views'), () => {
  let window: LabWindow;
  let runId: RunId;

  beforeAll(async () => {
    window = await openWindow();
    const { experiment } = findPreset('quick-start')!;
    runId = window.lab.startRun({ ...experiment, training: { ...experiment.training, epochs: 1 } });
    expect((await window.lab.waitForRun(runId)).state).toBe('finished');
  }, 180_000);
  afterAll(() => window.close());

  const open = async (rest = ''): Promise<void> => {
    await window.go('/');
    await window.go(`/attention/heads?run=${runId}${rest}`);
    await window.page.locator('.map').waitFor();
    await window.page.locator('.head-view').waitFor();
    await window.page.mouse.move(5, 5);
    // The selection outlives the page: each test begins with one cell pinned.
    await window.page.keyboard.press(']');
  };
  const page = () => window.page;
  const poll = <Value>(read: () => Value) => expect.poll(read, { timeout: 60_000 });
  const blockWords = (): Promise<string> => page().locator('.block span').innerText();
  const clipboard = (): Promise<string> => page().evaluate<string>('navigator.clipboard.readText()');
  const button = (name: string | RegExp) =>
    page().getByRole('button', { name, exact: typeof name === 'string' });
  const total = () => page().locator('.reasons tfoot td').last();

  it('selects cells by a drag, says what they come to and copies them by the keyboard', async () => {
    await page().context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await open();
    const box = (await page().locator('.map').boundingBox())!;
    const at = (across: number, down: number): [number, number] => [box.x + across, box.y + down];
    await page().mouse.move(...at(60, 80));
    await page().mouse.down();
    await page().mouse.move(...at(110, 200), { steps: 5 });
    await page().mouse.up();
    const words = await blockWords();
    const [, keys, queries] = /^(\d+) keys × (\d+) queries: sum \d/.exec(words)!;
    expect(Number(keys)).toBeGreaterThan(Number(queries));
    // The drag gave the map the focus: its keys go on from there.
    await page().keyboard.press('Shift+ArrowRight');
    await poll(blockWords).toContain(`${keys} keys × ${Number(queries) + 1} queries`);
    await page().keyboard.press('Control+c');
    await page()
      .getByText(`Copied ${Number(keys) * (Number(queries) + 1)} cells`)
      .waitFor();
    const lines = (await clipboard()).trim().split('\n');
    expect(lines).toHaveLength(Number(keys) + 1);
    expect(lines[0]!.split(',')).toHaveLength(Number(queries) + 2);
    await page().keyboard.press('Escape');
    expect(await page().locator('.block').count()).toBe(0);
  });

  it('selects cells by Shift and arrows alone, and all of them by Ctrl A', async () => {
    await open();
    await page().locator('.map').focus();
    await page().keyboard.press('Home');
    await page().keyboard.press('PageUp');
    await page().keyboard.press('Shift+ArrowRight');
    await page().keyboard.press('Shift+ArrowDown');
    await page().keyboard.press('Shift+ArrowDown');
    expect(await blockWords()).toMatch(/^3 keys × 2 queries/);
    await button('Copy selected cells as CSV').click();
    const [head, first] = (await clipboard()).split('\n');
    const bundle = await window.lab.api.getAttention({ runId, step: null, sequence: 0 });
    const labels = bundle.keyTokens.map(({ label }) => label);
    const [key, query] = [labels.indexOf(first!.split(',')[0]!), labels.indexOf(head!.split(',')[1]!)];
    const shown = Number(await page().locator('.map-pane .swatch').innerText()) - 1;
    expect(Math.fround(Number(first!.split(',')[1]))).toBe(bundle.values[(shown * 32 + key) * 32 + query]);
    expect(await accessibilityFaults(page())).toEqual([]);
    await page().locator('.map').focus();
    await page().keyboard.press('Control+a');
    expect(await blockWords()).toMatch(/^32 keys × 32 queries/);
    await button('Select nothing').press('Enter');
    expect(await page().locator('.block').count()).toBe(0);
  });

  it('filters the lines by a token of either side, pins it by a click and frees it by another', async () => {
    await open();
    await page().keyboard.press('Escape');
    const view = page().locator('.head-view');
    const label = (): Promise<string | null> => view.getAttribute('aria-label');
    const box = (await view.boundingBox())!;
    const y = box.y + 60;
    await page().mouse.move(box.x + 30, y);
    await poll(label).toMatch(/Query \S+ \d+: most attended key \S+ \d+, \d\.\d{4}\.$/);
    const reading = page().locator('.map-pane .reading');
    expect(await reading.innerText()).toMatch(/most to\s+\S+ \d+ \d\.\d{4}/);
    await page().mouse.move(box.x + box.width - 30, y);
    await poll(label).toMatch(/Key \S+ \d+: attended to most by query \S+ \d+, \d\.\d{4}\.$/);
    expect(await reading.innerText()).toMatch(/most from\s+\S+ \d+ \d\.\d{4}/);
    await page().mouse.click(box.x + 30, y);
    await page().mouse.move(5, 5);
    await poll(() => reading.innerText()).toContain('attention by head');
    await page().mouse.click(box.x + 30, y);
    await page().mouse.move(5, 5);
    await poll(() => reading.innerText()).toContain('Point at a cell');
  });

  it('draws documents further apart and closer by buttons, keys and Ctrl with the wheel', async () => {
    await open();
    const height = async (): Promise<number> => (await page().locator('.head-view').boundingBox())!.height;
    const usual = await height();
    await button('Documents further apart').click();
    await poll(height).toBeGreaterThan(usual);
    await page().locator('.head-pane .room').focus();
    await page().keyboard.press('-');
    await poll(height).toBe(usual);
    const box = (await page().locator('.head-view').boundingBox())!;
    await page().mouse.move(box.x + 100, box.y + 100);
    await page().keyboard.down('Control');
    await page().mouse.wheel(0, -100);
    await page().keyboard.up('Control');
    await poll(height).toBeGreaterThan(usual);
  });

  it('draws fewer lines by a share of mass, a count or a least weight', async () => {
    await open();
    const lines = async (): Promise<number> =>
      Number.parseInt((await page().locator('.head-pane .over .num').innerText()).replace(',', ''), 10);
    const slider = () => page().getByRole('slider', { name: 'Limit' });
    const choose = async (name: string): Promise<void> => {
      await page().getByRole('combobox', { name: 'Which weights are drawn as lines' }).click();
      await page().getByRole('option', { name }).click();
    };
    const usual = await lines();
    await slider().focus();
    await page().keyboard.press('ArrowLeft');
    await poll(lines).toBeLessThan(usual);
    await choose('Largest of each query');
    await poll(lines).toBe(4 * 32 * 3);
    await choose('Weights from');
    const before = await lines();
    await slider().focus();
    await page().keyboard.press('End');
    await poll(lines).toBeLessThan(before);
    await choose('Largest weights up to');
  });

  it('changes how values become colours and where the scale ends', async () => {
    await open();
    const scale = page().locator('button.scale');
    await scale.press('Enter');
    await page().locator('.scale-menu').getByText('log', { exact: true }).click();
    await poll(() => scale.innerText()).toContain('log');
    await page().getByLabel('Largest value').fill('0.25');
    await page().keyboard.press('Enter');
    await poll(() => scale.innerText()).toContain('0 to 0.25');
    await button('Fit to what is shown').click();
    await poll(() => scale.innerText()).not.toContain('0.25');
    await page().locator('.scale-menu').getByText('sqrt', { exact: true }).click();
    await page().keyboard.press('Escape');
  });

  it('takes the target away, and goes to the worst test sequence', async () => {
    await open();
    await page().getByRole('combobox', { name: 'What the map shows' }).click();
    await page().getByRole('option', { name: 'Attention − target' }).click();
    await poll(() => page().locator('button.scale').innerText()).toContain('−');
    expect(await page().locator('.map-pane .reading').innerText()).toContain('less target');
    await page().getByRole('combobox', { name: 'What the map shows' }).click();
    await page().getByRole('option', { name: 'Attention', exact: true }).click();
    const { losses } = (await window.lab.api.getTestSequences({ runId }))!;
    const worst = losses.indexOf(Math.max(...losses));
    await button('More for this map').press('Enter');
    await page().getByRole('menuitem', { name: 'Go to the worst test sequence' }).click();
    if (worst > 0) await poll(() => page().url()).toContain(`sequence=${worst}`);
  });

  it('says what would be at another temperature and with another document, and goes back', async () => {
    await open();
    await total().waitFor({ timeout: 60_000 });
    const warning = page().locator('p.what-if');
    await page().getByRole('slider', { name: 'Temperature' }).focus();
    await page().keyboard.press('End');
    await warning.waitFor();
    await warning.getByRole('button').click();
    await warning.waitFor({ state: 'detached' });
    const before = await total().innerText();
    await button('Swap query').click();
    await page().keyboard.type('free');
    await page().getByRole('option').first().waitFor();
    await page().keyboard.press('Enter');
    await warning.waitFor();
    await poll(() => total().innerText()).not.toBe(before);
    await warning.getByRole('button').press('Enter');
    await poll(() => total().innerText()).toBe(before);
  });

  it('says it as a change since initialisation, of two classes, by terms and as a grid', async () => {
    await open();
    await total().waitFor({ timeout: 60_000 });
    const segment = (name: string) =>
      page().locator('.why .segments button', { hasText: new RegExp(`^${name}$`) });
    await segment('Since start').click();
    await poll(() => page().locator('.reasons tfoot').innerText()).toContain('change of this score');
    await segment('As it stands').click();
    await segment('Terms').press('Enter');
    await page().locator('.reasons').getByRole('row').nth(2).waitFor();
    await segment('Grid').click();
    await page().locator('.reasons').getByRole('img').waitFor();
    await segment('Pairs').click();
    await segment('Two classes').click();
    await poll(() => page().locator('.reasons tfoot').innerText()).toContain('mean score, exact');
    await segment('This cell').click();
  });

  it('keeps order and scale of side by side in its address, and a file’s layer', async () => {
    const { id } = await window.lab.api.importSample({});
    await window.go(
      `/attention/grid?run=${runId}&items=file.${id}.0,file.${id}.0.1&scale=log&order=given&max=0.5`,
    );
    const grid = page().getByRole('img', { name: /^2 maps of one sequence/ });
    await grid.waitFor();
    const scale = page().locator('button.scale');
    await poll(() => scale.innerText()).toContain('0 to 0.5, log');
    await page().keyboard.press('o');
    await poll(() => page().url()).not.toContain('order=given');
    expect(page().url()).toContain('scale=log');
    await page()
      .getByRole('combobox', { name: /^Layer of/ })
      .last()
      .press('Enter');
    await page().getByRole('option', { name: 'layer 1' }).press('Enter');
    await poll(() => page().url()).not.toContain(`file.${id}.0.1`);
  });

  it('chooses a file’s layer, its example and which of two texts attends to which', async () => {
    const fixture = (name: string): string =>
      join(import.meta.dirname, '..', 'fixtures', 'bundles', 'files', name);
    const pair = await window.lab.api.importAttention({ path: fixture('stored.npz'), rows: null });
    await window.go(`/attention/heads?file=${pair.id}`);
    const choose = async (name: string, option: string): Promise<void> => {
      await page().getByRole('combobox', { name, exact: true }).press('Enter');
      await page().getByRole('option', { name: option }).first().press('Enter');
    };
    const label = (): Promise<string | null> => page().locator('.head-view').getAttribute('aria-label');
    await poll(label).toContain('4 queries on the left, 4 keys on the right, 3 of 3 heads');
    await choose('Layer', 'layer 2');
    await poll(() => page().url()).toContain('layer=1');
    await choose('Which of the two texts attends to which', 'A → B');
    await poll(label).toContain('2 queries on the left, 2 keys on the right');
    await choose('Which of the two texts attends to which', 'both texts');
    const model = await window.lab.api.importAttention({ path: fixture('translation.npz'), rows: null });
    await window.go(`/attention/heads?file=${model.id}`);
    await page().locator('.head-view').waitFor();
    await choose('Example of the file', 'decoder');
    await poll(() => page().url()).toContain('example=1');
  });

  it('plays the snapshots and stops', async () => {
    await open('&step=0');
    await page().keyboard.press('Space');
    await poll(() => page().url()).not.toContain('step=0');
    const stop = page().getByRole('button', { name: 'Stop' });
    if ((await stop.count()) > 0) await page().keyboard.press('Space');
    await page().getByRole('button', { name: 'Play' }).waitFor();
  });

  it.skipIf(newsgroupsArchive === undefined)(
    'draws the notebook’s figure in one click (shared data/20news-bydate.tar.gz)',
    async () => {
      const dataset = findPreset('notebook')!.experiment.dataset;
      await window.lab.importDataset({ ...dataset, path: newsgroupsArchive! } as typeof dataset);
      await window.go('/attention/measures');
      await button('The notebook’s figure').click();
      await page().locator('.head-view').waitFor();
      await poll(() => page().locator('.head-pane .over .num').innerText()).toBe('856 lines');
      expect(await page().locator('.head-view').getAttribute('aria-label')).toMatch(
        /^32 queries on the left, 32 keys on the right, 1 of 1 heads, 856 lines\.$/,
      );
    },
  );

  it('wrote no warning to the console in all this', () => {
    expect(window.complaints).toEqual([]);
  });
});
