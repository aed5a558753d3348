import { readFile } from 'node:fs/promises';
import type { Locator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { readComparison } from '../../src/shared/comparison.ts';
import type { Experiment } from '../../src/shared/experiment.ts';
import type { RunId } from '../../src/shared/ids.ts';
import { findPreset } from '../../src/shared/presets.ts';
import { accessibilityFaults, missing, neededWidth, openWindow, titled, type LabWindow } from './lab.ts';

const quickStart = findPreset('quick-start')!.experiment;
const short = (name: string, seed: number, heads: number, learningRate: number): Experiment => ({
  ...quickStart,
  name,
  seed,
  model: { ...quickStart.model, heads },
  training: { ...quickStart.training, epochs: 1, learningRate },
});

describe.skipIf(missing !== undefined)(titled('runs beside one another'), () => {
  let window: LabWindow;
  let ids: readonly RunId[] = [];
  beforeAll(async () => {
    window = await openWindow();
    const experiments = [
      short('base', 0, 4, 1e-4),
      short('base', 1, 4, 1e-4),
      short('few heads', 0, 1, 1e-3),
      short('fast', 0, 4, 1e-2),
    ];
    ids = experiments.map((experiment) => window.lab.startRun(experiment));
    await Promise.all(ids.map((id) => window.lab.waitForRun(id)));
  });
  afterAll(() => window.close());
  afterEach(() => expect(window.complaints).toEqual([]));

  const compare = (query = ''): Promise<void> => window.go(`/compare?runs=${ids.join(',')}${query}`);
  const plotButton = (name: string): Locator =>
    window.page.getByRole('group', { name: 'Plot' }).getByText(name, { exact: true });

  it('stand as curves, bars, parallel axes or points, and the address says which', async () => {
    const { page } = window;
    await compare();
    await page.getByRole('img', { name: /^Loss against step/ }).waitFor();
    await plotButton('Bars').click();
    await page.getByRole('img', { name: /^Bars of test loss/ }).waitFor();
    await plotButton('Parallel').click();
    await page.getByRole('img', { name: /^Parallel coordinates of 4 runs over seed, H, lr/ }).waitFor();
    await plotButton('Scatter').click();
    await page.getByRole('img', { name: /^4 of 4 runs as points: H against test loss/ }).waitFor();
    expect(page.url()).toContain('plot=scatter');
    await page.reload();
    await page.getByRole('img', { name: /^4 of 4 runs as points/ }).waitFor();
  });

  it('stand on an axis of time as soon as it is asked for, and are read there', async () => {
    const { page } = window;
    await compare();
    await page.getByRole('img', { name: /^Loss against step/ }).waitFor();
    await page.getByText('Time', { exact: true }).click();
    const plot = page.locator('.loss-pane[aria-busy="false"] .loss-plot[aria-busy="false"]');
    await plot.waitFor();
    expect(page.url()).toContain('axis=time');
    const { x, y, width, height } = (await plot.boundingBox())!;
    await page.mouse.move(x + width / 2, y + height / 2);
    await plot.getByText(/^step [1-9]\d*$/).waitFor();
    await page.reload();
    await plot.waitFor();
    await page.mouse.move(x + width / 2 + 9, y + height / 2);
    await plot.getByText(/^step [1-9]\d*$/).waitFor();
  });

  it('stand out of the others while the list is pointed at, by pointer or by focus', async () => {
    const { page } = window;
    await compare();
    await page.getByRole('img', { name: /^Loss against step/ }).waitFor();
    const standing = page.locator('.loss-plot .standing-name');
    const link = page.getByRole('link', { name: 'fast', exact: true });
    await link.hover();
    await expect.poll(() => standing.textContent()).toMatch(/^fast[−-]0\.\d{4}$/);
    await page.mouse.move(900, 400);
    await standing.waitFor({ state: 'detached' });
    await page.getByRole('link', { name: 'few heads', exact: true }).focus();
    await expect.poll(() => standing.textContent()).toMatch(/^few heads/);
    await page.keyboard.press('Escape');
    await page.locator('main h1').click();
  });

  it('are picked by an interval on an axis, by keyboard, in every plot and the list', async () => {
    const { page } = window;
    await compare('&plot=parallel');
    const upper = page.getByRole('slider', { name: 'lr, log, to' });
    await upper.focus();
    // From the open end to the largest rate, to the next, to the smallest.
    for (let press = 0; press < 3; press += 1) await page.keyboard.press('ArrowDown');
    await page.getByText('2 of 4 runs picked').waitFor();
    expect(await upper.getAttribute('aria-valuetext')).toBe('1e-4');
    await plotButton('Curves').click();
    await expect
      .poll(() => page.getByRole('img', { name: /^Loss against/ }).getAttribute('aria-label'))
      .not.toContain('fast');
    await plotButton('Parallel').click();
    await page.getByRole('button', { name: 'Keep only these 2 runs' }).click();
    await page.getByText('2 of 2 runs picked').waitFor();
    expect(new URL(page.url()).hash).not.toContain(ids[3]!);
  });

  it('are picked by a rectangle drawn with the mouse, and all again at a press', async () => {
    const { page } = window;
    await compare('&plot=scatter&x=model.heads&y=testLoss');
    const plot = page.getByRole('img', { name: /runs as points/ });
    const box = (await plot.boundingBox())!;
    await page.mouse.move(box.x + box.width * 0.6, box.y + 4);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width - 20, box.y + box.height - 60, { steps: 4 });
    await page.mouse.up();
    await page.getByText('3 of 4 runs picked').waitFor();
    await page.getByRole('button', { name: 'Pick all' }).click();
    await page.getByText('4 of 4 runs picked').waitFor();
  });

  it('are grouped by any setting they differ in', async () => {
    const { page } = window;
    await compare('&group=model.heads&plot=bars');
    const bars = page.getByRole('img', { name: /^Bars of/ });
    await bars.waitFor();
    const said = (await bars.getAttribute('aria-label'))!;
    expect(said).toContain('model.heads 4: test loss');
    expect(said).toMatch(/model\.heads 4: test loss −0\.\d{4} ± 0\.\d{4}/);
    await page.locator('aside').getByText('model.heads 4').waitFor();
  });

  it('are saved as a file that opens the same comparison', async () => {
    const { page } = window;
    await compare('&plot=bars&group=none&step=10');
    const before = page.url();
    const saving = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save' }).click();
    const path = await (await saving).path();
    const saved = readComparison(await readFile(path, 'utf8'), 'saved');
    expect(saved).toMatchObject({ runs: ids, plot: 'bars', groupBy: 'none', step: 10 });
    await window.go('/compare');
    await page
      .getByLabel('Open a comparison file')
      .last()
      .setInputFiles({
        name: 'mine.json',
        mimeType: 'application/json',
        buffer: await readFile(path),
      });
    await page.getByRole('img', { name: /^Bars of/ }).waitFor();
    expect(page.url()).toBe(before);
    await page
      .getByLabel('Open a comparison file')
      .last()
      .setInputFiles({
        name: 'other.json',
        mimeType: 'application/json',
        buffer: Buffer.from('{"runs": 3}'),
      });
    await page.getByText('other.json, format').waitFor();
  });

  it('stand beside an untrained measure, chosen in the table of runs', async () => {
    const { page } = window;
    await window.go('/runs');
    await page.getByText('Measures, untrained').waitFor();
    await page.getByRole('checkbox', { name: 'Select fast' }).click();
    await page.getByRole('checkbox', { name: 'Select dot, softmax', exact: true }).click();
    await page.getByRole('button', { name: /^Compare/ }).click();
    await page.getByText('Config differences').waitFor();
    expect(page.url()).toContain('b=measure');
    await expect.poll(() => page.locator('.panels').textContent()).toContain('dot, softmax');
    await page.locator('.panels [role=img]').nth(2).waitFor();
  });

  it('say what to do when none are left, and work with one', async () => {
    const { page } = window;
    await window.go('/compare?runs=nobody00');
    await page.getByText('These runs are not here').waitFor();
    for (const plot of ['curves', 'bars', 'parallel', 'scatter']) {
      await window.go(`/compare?runs=${ids[0]}&plot=${plot}`);
      await page.getByText('1 run', { exact: true }).first().waitFor();
      await page.locator('.plot-pane [role=img]').first().waitFor();
    }
  });

  it('fork into a run that begins with the weights it left', async () => {
    const { page, lab } = window;
    const parent = (await lab.api.getRun({ runId: ids[0]! })) as Awaited<ReturnType<typeof lab.api.getRun>>;
    await window.go(`/runs/${ids[0]}`);
    await page.getByRole('button', { name: 'Fork from here' }).click();
    await page.getByText('Forked from').waitFor();
    // The last snapshot has no checkpoint of its own unless it is the last step: the nearest is offered.
    const offered = page.getByRole('button', { name: /^Its weights at step/ });
    const chosen = page.getByRole('radio', { name: /^Its weights at step/ });
    await offered.or(chosen).first().waitFor();
    if ((await chosen.count()) === 0) await offered.click();
    await page
      .getByLabel('Name of the experiment')
      .or(page.locator('header.head input').first())
      .first()
      .fill('child');
    await page.getByRole('button', { name: /^Run once/ }).click();
    await page.waitForURL(/#\/runs\/[a-z0-9]+$/);
    const childId = page.url().split('/').at(-1)! as RunId;
    await lab.waitForRun(childId);
    const child = await lab.api.getRun({ runId: childId });
    expect(child.parent).toEqual({ runId: ids[0], step: parent.step });
    const start = child.evaluations.find(({ epoch }) => epoch === 0);
    expect(start!.metrics.loss).toBeCloseTo(parent.lastEvaluation!.metrics.loss, 6);
    await page.getByText(`forked from base, step ${parent.step}`).waitFor();
  });

  it('change theme and language by a menu in sight, to the last word of a chart', async () => {
    const { page } = window;
    await compare();
    await page.getByRole('button', { name: 'Look' }).click();
    await page.getByRole('menuitemradio', { name: 'Português do Brasil' }).click();
    await page.getByRole('img', { name: /^Perda por passo/ }).waitFor();
    await page.getByRole('button', { name: 'Aparência' }).click();
    await page.getByRole('menuitemradio', { name: 'Escuro' }).click();
    await expect.poll(() => page.evaluate('document.documentElement.dataset.theme')).toBe('dark');
    await page.getByRole('button', { name: 'Aparência' }).click();
    await page.getByRole('menuitemradio', { name: 'English' }).click();
    await page.getByRole('button', { name: 'Look' }).click();
    await page.getByRole('menuitemradio', { name: 'As the system' }).click();
  });

  it.each(['light', 'dark'] as const)('are clean to axe and fit 900 px, %s', async (theme) => {
    const { page } = window;
    await page.emulateMedia({ colorScheme: theme });
    for (const plot of ['bars', 'parallel', 'scatter']) {
      await compare(`&plot=${plot}`);
      await page.locator('.plot-pane [role=img]').first().waitFor();
      expect([plot, await accessibilityFaults(page)]).toEqual([plot, []]);
    }
    await page.setViewportSize({ width: 900, height: 800 });
    await expect.poll(() => neededWidth(page)).toBe(900);
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.setViewportSize({ width: 1440, height: 900 });
  });
});
