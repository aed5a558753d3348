import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Store } from '../../src/main/store/store.ts';
import type { RunId } from '../../src/shared/ids.ts';
import { findPreset } from '../../src/shared/presets.ts';
import { serveBuilt, type Served } from '../helpers/servedLab.ts';
import { writeRuns } from '../helpers/writtenRuns.ts';
import {
  accessibilityFaults,
  missing,
  neededWidth,
  openPage,
  openWindow,
  titled,
  type LabPage,
  type LabWindow,
} from './lab.ts';

const quickStart = findPreset('quick-start')!.experiment;

describe.skipIf(missing !== undefined)(titled('a window whose server is killed'), () => {
  let dataDir = '';
  let served: Served;
  let window: LabPage;
  beforeAll(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'lab-killed-'));
    served = await serveBuilt(dataDir);
    window = await openPage(served.url);
  });
  afterAll(async () => {
    await window.close();
    await served.close();
    rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 });
  });

  const lost = 'Not connected to the lab.';
  /** Steps of the run that the store on the disk holds. */
  const stored = async (runId: RunId): Promise<number> => {
    const store = new Store({
      file: join(dataDir, 'lab.sqlite'),
      backupsDir: join(dataDir, 'backups'),
      checkpointsDir: join(dataDir, 'checkpoints'),
      readOnly: true,
    });
    const { losses } = store.metrics.series(runId, 1);
    await store.close();
    return losses.filter(Number.isFinite).length;
  };
  const shownStep = async (): Promise<number> => {
    const text = await window.page.locator('footer').innerText();
    return Number(/(\d+) \/ \d+/.exec(text)?.[1] ?? 0);
  };

  it('says so, comes back by itself, and has lost no step that it had shown', async () => {
    const { page } = window;
    await page.goto(`${served.url.replace(/#.*/, '')}#/experiments`);
    await page.getByRole('textbox', { name: 'Epochs', exact: true }).fill('1000');
    await page.getByRole('button', { name: /^Run once/ }).click();
    await page.waitForURL(/#\/runs\/[a-z0-9]+$/);
    const runId = page.url().split('/').at(-1)! as RunId;
    await expect.poll(shownStep, { timeout: 90_000 }).toBeGreaterThan(50);
    const seen = await shownStep();

    await served.kill();
    await page.getByText(lost).waitFor();
    expect(await stored(runId)).toBeGreaterThanOrEqual(seen);
    const { port } = new URL(served.url);
    served = await serveBuilt(dataDir, { port: Number(port) });
    await page.getByText(lost).waitFor({ state: 'detached', timeout: 60_000 });
    await page.locator('main .head').getByText('interrupted').waitFor();
    expect(page.url()).toContain(runId);
    expect(await page.locator('main').innerText()).toContain(String(await stored(runId)));

    // Another process, yet the window goes on: what is asked of it now is done.
    await page.keyboard.press('s');
    await page.locator('main .head h1 + .app-icon').waitFor();
    // A browser itself writes that a socket could not be opened; the page writes nothing.
    const ours = window.complaints.filter((text) => !/WebSocket connection|net::ERR_CONNECTION/.test(text));
    expect(ours).toEqual([]);
  });
});

describe.skipIf(missing !== undefined)(titled('a window on a thousand runs'), () => {
  let window: LabWindow;
  let page: Page;
  let ids: readonly RunId[] = [];
  beforeAll(async () => {
    window = await openWindow({
      prepare: async (dataDir) => {
        ids = await writeRuns(dataDir, { runs: 1000, steps: 40, experiments: 25 });
      },
    });
    ({ page } = window);
    await window.go('/runs');
  });
  afterAll(() => window.close());
  afterEach(() => expect(window.complaints).toEqual([]));

  const filter = () => page.getByRole('textbox').first();
  const rows = () => page.locator('.runs-table tbody tr.run');

  it('has them all in its table, and only those in sight in the page', async () => {
    await page.getByText('1000 of 1000').waitFor();
    expect(await page.locator('.runs-table table').getAttribute('aria-rowcount')).toBe(String(1000 + 25 + 1));
    expect(await rows().count()).toBeLessThan(80);
    await page.locator('.runs-table').hover();
    const oldest = page.locator(`.runs-table a[href="#/runs/${ids[0]}"]`);
    await page.mouse.wheel(0, 1_000_000);
    await oldest.waitFor();
    // After a scroll the rows stand in the page as they stand on screen.
    const order = async (): Promise<number[]> => {
      const all = await page.locator('.runs-table tbody tr').all();
      return Promise.all(all.map(async (row) => Number(await row.getAttribute('aria-rowindex'))));
    };
    await expect
      .poll(async () => (await order()).every((row, i, all) => i === 0 || row > all[i - 1]!))
      .toBe(true);
    await oldest.click();
    await page.waitForURL(new RegExp(`#/runs/${ids[0]}$`));
    await page.goBack();
  });

  it('finds three by an expression and sorts by a click on a column', async () => {
    await filter().fill('seed = 7 and lr < 4e-4');
    await page.getByText('3 of 1000').waitFor();
    await page.locator('th button', { hasText: 'test loss' }).click();
    const losses = async (): Promise<string[]> => page.locator('.runs-table td.strong').allInnerTexts();
    await expect.poll(async () => (await losses()).length).toBe(3);
    const numbers = (await losses()).map((text) => Number(text.replace('−', '-')));
    expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
    await filter().fill('');
  });

  it('has test metrics at their best and at a step as columns, and filters by them', async () => {
    await page.getByRole('button', { name: 'Columns' }).click();
    await page.getByRole('checkbox', { name: /^test loss, best/ }).check();
    await page.getByRole('textbox', { name: 'A metric at a step' }).fill('20');
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    await page.getByRole('checkbox', { name: /^test loss at 20/ }).waitFor();
    await page.keyboard.press('Escape');
    await filter().fill('seed = 7 and lr < 2e-4');
    await page.getByText('1 of 1000').waitFor();
    const run = (await window.lab.api.listRuns({})).find(
      ({ experiment }) => experiment.seed === 7 && experiment.training.learningRate < 2e-4,
    )!;
    const { evaluations } = await window.lab.api.getRun({ runId: run.id });
    const written = (loss: number): string => loss.toFixed(4).replace('-', '−');
    const best = Math.min(...evaluations.map(({ metrics }) => metrics.loss));
    const at20 = evaluations.findLast(({ step }) => step <= 20)!.metrics.loss;
    expect(at20).not.toBe(best);
    const cells = async (): Promise<string[]> => rows().first().locator('td.number').allInnerTexts();
    await expect.poll(cells).toEqual(expect.arrayContaining([written(best), written(at20)]));

    await page.getByRole('button', { name: 'How to filter' }).click();
    await page.getByRole('button', { name: /testLoss@best < -0.5/ }).click();
    await filter().fill(
      `testLoss@best <= ${best} and testLoss@20 > ${at20 - 1e-9} and seed = 7 and lr < 2e-4`,
    );
    await page.getByText('1 of 1000').waitFor();
    await filter().fill(`testLoss@best < ${best} and seed = 7 and lr < 2e-4`);
    await page.getByText('No run matches.').waitFor();
    await filter().fill('');
    await page.evaluate(() => localStorage.clear());
  });

  it('keeps how it is laid out over a new start of the window', async () => {
    await page.locator('th button', { hasText: 'seed' }).click();
    await page.getByRole('combobox', { name: 'Group by' }).click();
    await page.getByRole('option', { name: 'state' }).click();
    await page.reload();
    await page.getByText('1000 of 1000').waitFor();
    expect(await page.getByRole('combobox', { name: 'Group by' }).textContent()).toContain('state');
    const sorted = page.locator('th[aria-sort=ascending], th[aria-sort=descending]');
    expect(await sorted.allInnerTexts()).toEqual([expect.stringContaining('seed')]);
    await page.evaluate(() => localStorage.clear());
    await page.reload();
    await page.getByText('1000 of 1000').waitFor();
  });

  it('deletes nine hundred at once and brings them back', async () => {
    await filter().fill('seed < 36');
    await page.getByText('900 of 1000').waitFor();
    await page.getByRole('checkbox', { name: 'Select all' }).check();
    await page.locator('main h1').click();
    await page.keyboard.press('Delete');
    await expect.poll(async () => (await window.lab.api.listRuns({})).length).toBe(100);
    await page.getByRole('button', { name: /Undo/ }).click();
    await expect.poll(async () => (await window.lab.api.listRuns({})).length).toBe(1000);
    await filter().fill('');
    await page.getByText('1000 of 1000').waitFor();
  });

  it('tags two hundred at once, and takes it back', async () => {
    const tagged = async (): Promise<number> =>
      (await window.lab.api.listRuns({})).filter(({ tags }) => tags.includes('bulk')).length;
    await filter().fill('seed < 8');
    await page.getByText('200 of 1000').waitFor();
    await page.getByRole('checkbox', { name: 'Select all' }).check();
    await page.getByRole('button', { name: 'Tag', exact: true }).click();
    await page.getByRole('textbox', { name: 'New tag' }).fill('bulk');
    await page.keyboard.press('Enter');
    await expect.poll(tagged).toBe(200);
    await page.keyboard.press('Escape');
    await page.getByText('Changed 200 runs.').waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(tagged).toBe(0);
    await page.keyboard.press('Escape');
    await filter().fill('');
  });

  it('groups them, renames one and hides it, by hand, and takes each back', async () => {
    const named = async (): Promise<unknown> => {
      const run = (await window.lab.api.listRuns({})).find(({ id }) => id === ids[3]);
      return [run?.name, run?.group, run?.hidden];
    };
    const [name] = (await named()) as [string];
    await filter().fill(`id = ${ids[3]}`);
    await page.getByText('1 of 1000').waitFor();
    await page.getByRole('checkbox', { name: 'Select all' }).check();
    for (const [button, field, typed] of [
      ['Group', 'Name of the group', 'my group'],
      ['Rename', 'Name of the run', 'my run'],
    ] as const) {
      await page.getByRole('button', { name: button, exact: true }).click();
      await page.getByRole('textbox', { name: field }).fill(typed);
      // Once by the key, once by the button.
      if (button === 'Group') await page.keyboard.press('Enter');
      else await page.getByRole('button', { name: 'Save', exact: true }).click();
      await page.getByRole('textbox', { name: field }).waitFor({ state: 'detached' });
    }
    await expect.poll(named).toEqual(['my run', 'my group', false]);
    await page.getByRole('button', { name: 'Hide', exact: true }).click();
    await expect.poll(named).toEqual(['my run', 'my group', true]);
    await page.locator('main h1').click();
    await page.keyboard.press('Control+z');
    await expect.poll(named).toEqual(['my run', 'my group', false]);
    await page.getByRole('button', { name: 'Rename', exact: true }).click();
    await page.getByRole('textbox', { name: 'Name of the run' }).fill(name);
    await page.keyboard.press('Enter');
    await expect.poll(named).toEqual([name, 'my group', false]);
    await page.keyboard.press('Escape');
    await filter().fill('');
  });

  it('lets a hundred be compared, the best of them by name', async () => {
    await window.go(`/compare?runs=${ids.slice(0, 100).join(',')}&band=none`);
    await page.locator('.loss-plot canvas').waitFor();
    await expect.poll(() => page.locator('.loss-plot').getAttribute('aria-label')).toContain('sweep');
  });
});

describe.skipIf(missing !== undefined)(titled('a window in two hands'), () => {
  let window: LabWindow;
  let page: Page;
  beforeAll(async () => {
    window = await openWindow();
    ({ page } = window);
  });
  afterAll(() => window.close());
  afterEach(() => expect(window.complaints).toEqual([]));

  it('goes its main way by keyboard alone: train, watch, list, choose, compare', async () => {
    const focusedText = (): Promise<unknown> =>
      page.evaluate('document.activeElement?.textContent?.trim() ?? ""');
    const tabTo = async (words: RegExp): Promise<void> => {
      for (let press = 0; press < 60; press += 1) {
        await page.keyboard.press('Tab');
        if (words.test(String(await focusedText()))) return;
      }
      throw new Error(`not reached by Tab: ${String(words)}`);
    };
    await tabTo(/^Train quick start/);
    await page.keyboard.press('Enter');
    await page.waitForURL(/#\/runs\/[a-z0-9]+$/);
    await page.locator('main').getByText('finished').first().waitFor({ timeout: 90_000 });
    const step = (): Promise<string | null> =>
      page
        .locator('.scrubber [role=slider], [role=slider][aria-valuenow]')
        .last()
        .getAttribute('aria-valuenow');
    const before = await step();
    await page.keyboard.press('ArrowLeft');
    await expect.poll(step).not.toBe(before);

    const second = window.lab.startRun({ ...quickStart, seed: 1 });
    await window.lab.waitForRun(second);
    await page.keyboard.press('g');
    await page.keyboard.press('r');
    await page.waitForURL(/#\/runs$/);
    await expect.poll(() => page.locator('.runs-table tr.run').count()).toBe(2);
    for (const key of ['j', 'x', 'j', 'x', 'c']) await page.keyboard.press(key);
    await page.waitForURL(/#\/compare\?runs=[a-z0-9]+(,|%2C)[a-z0-9]+/);
    await page.getByText('Config differences').waitFor();
  });

  it('says on its page that a run was deleted elsewhere, and goes on when it is back', async () => {
    const [run] = await window.lab.api.listRuns({});
    await window.go(`/runs/${run!.id}`);
    await window.lab.api.deleteRuns({ runIds: [run!.id] });
    await page.getByText('This run is gone.').waitFor();
    await window.lab.api.restoreRuns({ runIds: [run!.id] });
    await page.locator('main').getByText('finished').first().waitFor();
  });

  it('shows in one tab what the other starts, pauses and stops', async () => {
    const other = await page.context().newPage();
    await other.goto(page.url());
    await window.go('/experiments');
    await page.getByRole('textbox', { name: 'Epochs', exact: true }).fill('1000');
    await page.getByRole('button', { name: /^Run once/ }).click();
    await page.waitForURL(/#\/runs\/[a-z0-9]+$/);
    await other.goto(page.url());
    await other.getByRole('button', { name: 'Pause' }).click({ timeout: 60_000 });
    await page.locator('main .head').getByText('paused').waitFor();
    await page.getByRole('button', { name: 'Stop' }).click();
    await other.locator('main .head').getByText('stopped').waitFor();
    await other.close();
  });

  it.each([
    ['attention', '/attention', '.map'],
    ['its classes', '/attention/classes', 'main h1'],
  ])('shows %s without a serious fault at 900 pixels, in either theme', async (_, route, ready) => {
    await page.setViewportSize({ width: 900, height: 700 });
    for (const theme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme: theme });
      await window.go(route);
      await page.locator(ready).first().waitFor();
      expect(await neededWidth(page)).toBe(900);
      expect(await accessibilityFaults(page)).toEqual([]);
    }
  });
});
