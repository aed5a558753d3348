import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { RunId } from '../../src/shared/ids.ts';
import { findPreset } from '../../src/shared/presets.ts';
import { formatNumber } from '../../src/shared/scales.ts';
import { accessibilityFaults, missing, neededWidth, openWindow, titled, type LabWindow } from './lab.ts';

const quickStart = findPreset('quick-start')!.experiment;

/** A run's page with all its kept steps, in a browser that has no network. */
describe.skipIf(missing !== undefined)(titled('an exported page of a run'), () => {
  const folder = mkdtempSync(join(tmpdir(), 'attention-steps-'));
  const path = join(folder, 'run.html');
  const address = pathToFileURL(path).href;
  const requests: string[] = [];
  const complaints: string[] = [];
  let window: LabWindow;
  let context: BrowserContext;
  let page: Page;
  let runId: RunId;
  let steps: readonly number[] = [];
  beforeAll(async () => {
    window = await openWindow();
    runId = window.lab.startRun({
      ...quickStart,
      training: { ...quickStart.training, epochs: 1 },
      probes: { sequences: 1, everySteps: 20 },
    });
    await window.lab.waitForRun(runId);
    ({ snapshotSteps: steps } = await window.lab.api.getRun({ runId }));
    const source = { kind: 'run', runId, step: null, sequence: 0 } as const;
    const written = await window.lab.api.saveAttentionPage({
      ...{ source, path, documents: 'texts', steps: 'all', theme: null, locale: 'en' },
    });
    expect(written).toMatchObject({ steps: steps.length, keptSteps: steps.length });
    const browser = window.page.context().browser()!;
    context = await browser.newContext({ offline: true, viewport: { width: 1440, height: 900 } });
    page = await context.newPage();
    page.on('request', (request) => requests.push(request.url()));
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('console', (message) => complaints.push(message.text()));
    await page.goto(address);
  });
  afterAll(async () => {
    await context.close();
    await window.close();
    rmSync(folder, { recursive: true });
  });
  afterEach(() => {
    expect(complaints).toEqual([]);
    expect(requests).toEqual([address]);
  });

  /** A slow machine takes its time. */
  const eventually = <Value>(look: () => Value) => expect.poll(look, { timeout: 20_000 });
  const slider = () => page.getByRole('slider', { name: 'Step of training' });
  const reading = () => page.locator('.reading').textContent();
  const said = () => page.locator('.said').textContent();
  /** The value of the first cell at a step, as the lab has it. */
  const valueAt = async (step: number): Promise<number> =>
    (await window.lab.api.getAttention({ runId, step, sequence: 0 })).values[0]!;

  it('opens at the last step, and says step, loss and how many are kept', async () => {
    const last = steps.at(-1)!;
    expect(await slider().getAttribute('aria-valuetext')).toBe(`step ${last} of ${last}`);
    const { losses } = await window.lab.api.getLosses({ runId, fromStep: 1 });
    expect(await said()).toContain(`training loss ${formatNumber(losses[last - 1]!, 4)}`);
    expect(await said()).toContain(`${steps.length} kept steps`);
  });

  it('goes through every step by keys, with the exact value of the cell that is pinned', async () => {
    await page.getByLabel('Order').selectOption({ label: 'As given' });
    await page.locator('.reading').click();
    await page.keyboard.press('ArrowRight');
    for (const step of steps.toReversed()) {
      await eventually(() => slider().getAttribute('aria-valuetext')).toContain(`step ${step} of`);
      await eventually(reading).toContain(`(${await valueAt(step)})`);
      await page.keyboard.press(',');
    }
    await page.keyboard.press('.');
    await eventually(() => slider().getAttribute('aria-valuetext')).toContain(`step ${steps[1]} of`);
    await slider().focus();
    await page.keyboard.press('Home');
    await eventually(reading).toContain(`(${await valueAt(0)})`);
  });

  it('plays to the last step and stops there', async () => {
    await page.getByRole('button', { name: 'Play the steps' }).click();
    await eventually(() => slider().inputValue()).toBe(String(steps.length - 1));
    await eventually(() => page.getByRole('button', { name: 'Play the steps' }).textContent()).toBe('▶');
  });

  it('draws the step that is chosen', async () => {
    const drawing = () =>
      page
        .locator('.map canvas')
        .first()
        .evaluate((canvas) => (canvas as { toDataURL?: () => string }).toDataURL?.());
    const last = await drawing();
    await slider().focus();
    await page.keyboard.press('Home');
    await eventually(drawing).not.toBe(last);
    await page.keyboard.press('End');
    await eventually(drawing).toBe(last);
  });

  it('shows the documents’ texts of the pinned cell', async () => {
    await page.keyboard.press('ArrowRight');
    await eventually(() => page.locator('.texts pre').count()).toBe(2);
  });

  it.each([
    ['light', 1440],
    ['dark', 900],
    ['dark', 480],
  ] as const)('is clean to axe and fits, %s at %d px', async (theme, width) => {
    await page.setViewportSize({ width, height: 900 });
    if ((await page.locator('html').getAttribute('data-theme')) !== theme) {
      await page.locator('.reading').click();
      await page.keyboard.press('t');
    }
    await eventually(() => page.locator('html').getAttribute('data-theme')).toBe(theme);
    expect(await accessibilityFaults(page)).toEqual([]);
    expect(await neededWidth(page)).toBe(width);
    const pictures = process.env['PAGE_PICTURES'];
    if (pictures !== undefined) await page.screenshot({ path: `${pictures}/page-${theme}-${width}.png` });
  });

  it('is written from the window with a word on its size', async () => {
    await window.go(`/attention/heads?run=${runId}`);
    await window.page.locator('.map').first().waitFor();
    await window.page.getByRole('button', { name: 'Share as a page' }).click();
    await window.page.getByText(`All ${steps.length} kept steps, with a slider`).waitFor();
    await window.page.getByText(/^About \d+ kB\.$/).waitFor();
    expect(await accessibilityFaults(window.page)).toEqual([]);
    const pictures = process.env['PAGE_PICTURES'];
    if (pictures !== undefined) await window.page.screenshot({ path: `${pictures}/page-button.png` });
    const download = window.page.waitForEvent('download');
    await window.page.getByRole('button', { name: 'Export .html' }).click();
    expect((await download).suggestedFilename()).toMatch(/\.html$/);
    await window.page.getByText(new RegExp(`^Exported the page .*, ${steps.length} steps\\.$`)).waitFor();
    expect(window.complaints).toEqual([]);
  });
});
