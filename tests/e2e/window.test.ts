import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { findPreset } from '../../src/shared/presets.ts';
import { accessibilityFaults, missing, neededWidth, openWindow, titled, type LabWindow } from './lab.ts';

const quickStart = findPreset('quick-start')!.experiment;

describe.skipIf(missing !== undefined)(titled('the window'), () => {
  let window: LabWindow;
  let first = '';
  beforeAll(async () => {
    window = await openWindow();
  });
  afterAll(() => window.close());
  afterEach(() => expect(window.complaints).toEqual([]));

  it('goes from nothing to a trained model and its heatmap with one click', async () => {
    const { page, lab } = window;
    await page.getByRole('button', { name: 'Train quick start' }).click();
    await page.waitForURL(/#\/runs\/[a-z0-9]+$/);
    first = page.url().split('/').at(-1)!;
    await page.locator('main').getByText('finished').first().waitFor({ timeout: 90_000 });
    const [run] = await lab.api.listRuns({});
    expect(run).toMatchObject({ id: first, state: 'finished', step: 544 });
    // What the window shows is what the store holds.
    const shown = run!.lastEvaluation!.metrics.loss.toFixed(4).replace('-', '');
    await expect.poll(() => page.locator('main').textContent()).toContain(shown);
    await page
      .getByRole('img', { name: /attention|keys/i })
      .first()
      .waitFor();
  });

  it('shows the same run after a reload, read from the store', async () => {
    const { page } = window;
    const before = await page.locator('main h1').first().textContent();
    await page.reload();
    await page.locator('main').getByText('finished').first().waitFor();
    expect(await page.locator('main h1').first().textContent()).toBe(before);
  });

  it('lists runs as they are queued, and filters them by an expression', async () => {
    const { page, lab } = window;
    await window.go('/runs');
    const second = lab.startRun({ ...quickStart, seed: 1, name: 'Another seed' });
    await page.getByText('Another seed').first().waitFor();
    await lab.waitForRun(second);
    const filter = page.getByRole('textbox').first();
    await filter.fill('seed = 1');
    await expect.poll(() => page.getByText('1 of 2').count()).toBe(1);
    await filter.fill('testLoss < -2');
    await expect.poll(() => page.getByText('0 of 2').count()).toBe(1);
    await filter.fill('');
  });

  it('follows the attention of the run in progress on the home page to its end', async () => {
    const { page, lab } = window;
    await window.go('/');
    const followed = lab.startRun({ ...quickStart, seed: 2, name: 'Followed from home' });
    const caption = page.locator('aside figcaption');
    await caption.getByText('Followed from home').waitFor();
    await lab.waitForRun(followed);
    await expect.poll(() => caption.textContent(), { timeout: 20_000 }).toContain('step 544');
    await lab.api.deleteRuns({ runIds: [followed] });
  });

  it('deletes with undo, and hears of a run that was deleted elsewhere', async () => {
    const { page, lab } = window;
    const runs = await lab.api.listRuns({});
    const doomed = runs.find((run) => run.name === 'Another seed')!;
    await lab.api.deleteRuns({ runIds: [doomed.id] });
    await expect.poll(() => page.getByText('Another seed').count()).toBe(0);
    await lab.api.restoreRuns({ runIds: [doomed.id] });
    await page.getByText('Another seed').first().waitFor();
  });

  it('compares two runs at an address that reopens the comparison', async () => {
    const { page, lab } = window;
    const ids = (await lab.api.listRuns({})).map((run) => run.id);
    await window.go(`/compare?runs=${ids.join(',')}`);
    await page.getByText('Config differences').waitFor();
    await page.getByText('Another seed').first().waitFor();
    const address = page.url();
    await page.reload();
    await page.getByText('Config differences').waitFor();
    expect(page.url()).toBe(address);
  });

  it('is reached by keyboard alone: pages by letters, commands by name, the list of keys', async () => {
    const { page } = window;
    await window.go('/runs');
    await page.locator('main h1').first().click();
    await page.keyboard.press('g');
    await page.keyboard.press('h');
    await page.waitForURL(/#\/$/);
    await page.keyboard.press('Control+k');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.type('runs');
    await page.keyboard.press('Enter');
    await page.waitForURL(/#\/runs/);
    for (const [words, address] of [
      ['data spamassassin', /#\/datasets\?open=[0-9a-f]{64}$/],
      ['notebook, scaled', /#\/experiments\?preset=notebook-scaled$/],
      ['attention model', /#\/attention\/model/],
    ] as const) {
      await page.keyboard.press('Control+k');
      await page.getByRole('dialog').waitFor();
      await page.keyboard.type(words);
      await page.keyboard.press('Enter');
      await page.waitForURL(address);
    }
  });

  it('keeps two windows on one lab in step', async () => {
    const { page, lab } = window;
    const other = await page.context().newPage();
    await other.goto(page.url());
    await other.getByText('Another seed').first().waitFor();
    const run = (await lab.api.listRuns({})).find(({ name }) => name === 'Another seed')!;
    await lab.dispatch('updateRun', { runId: run.id, name: 'Renamed elsewhere' });
    await other.getByText('Renamed elsewhere').first().waitFor();
    await page.getByText('Renamed elsewhere').first().waitFor();
    await other.close();
  });

  const routes = (): readonly string[] => [
    '/',
    '/experiments',
    '/runs',
    `/runs/${first}`,
    `/compare?runs=${first}`,
    '/about',
  ];

  it.each(['light', 'dark'] as const)('has no serious accessibility fault on any page, %s', async (theme) => {
    const { page } = window;
    await page.emulateMedia({ colorScheme: theme });
    for (const route of routes()) {
      await window.go(route);
      await page.waitForTimeout(300);
      expect({ route, faults: await accessibilityFaults(page) }).toEqual({ route, faults: [] });
    }
  });

  it('fits into 900 pixels on every page', async () => {
    const { page } = window;
    for (const route of routes()) {
      await page.setViewportSize({ width: 1440, height: 900 });
      await window.go(route);
      await page.setViewportSize({ width: 900, height: 700 });
      await page.waitForTimeout(200);
      expect({ route, width: await neededWidth(page) }).toEqual({ route, width: 900 });
    }
  });

  it('refuses an invalid form in words, and starts nothing', async () => {
    const { page, lab } = window;
    await page.setViewportSize({ width: 1440, height: 900 });
    await window.go('/experiments');
    const before = (await lab.api.listRuns({})).length;
    const rate = page.getByLabel(/Learning rate/);
    await rate.fill('-1');
    await rate.blur();
    await expect.poll(() => page.getByRole('button', { name: /Run once/ }).isDisabled()).toBe(true);
    expect((await lab.api.listRuns({})).length).toBe(before);
  });
});
