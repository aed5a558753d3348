import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunId } from '../../src/shared/ids.ts';
import { findPreset } from '../../src/shared/presets.ts';
import { accessibilityFaults, missing, neededWidth, openWindow, titled, type LabWindow } from './lab.ts';

/** Model view, film strip and differences of runs that were really trained, by mouse and by keyboard. */
describe.skipIf(missing !== undefined)(titled('the tabs of the attention page'), () => {
  let window: LabWindow;
  const runIds: RunId[] = [];

  beforeAll(async () => {
    window = await openWindow();
    const { experiment } = findPreset('quick-start')!;
    const training = { ...experiment.training, epochs: 1 };
    for (const seed of [0, 1]) {
      const id = window.lab.startRun({ ...experiment, seed, training });
      runIds.push(id);
      expect((await window.lab.waitForRun(id)).state).toBe('finished');
    }
  }, 180_000);
  afterAll(() => window.close());

  const open = async (tab: string, rest = ''): Promise<void> => {
    await window.go('/');
    await window.go(`/attention/${tab}?run=${runIds[0]}${rest}`);
    await window.page.locator('.grid, .map').first().waitFor();
    await window.page.mouse.move(5, 5);
  };
  const reading = (): Promise<string> => window.page.locator('.reading').first().innerText();
  const tab = (name: string) => window.page.locator('.segments button', { hasText: new RegExp(`^${name}$`) });
  const grid = () => window.page.locator('.grid').first();

  it('opens on heads and map with a cell pinned and its reasons and texts beside', async () => {
    await window.go(`/attention?run=${runIds[0]}`);
    expect(window.page.url()).toContain('/attention/heads');
    await window.page.locator('.reasons tfoot').waitFor();
    await window.page.locator('.documents mark').first().waitFor();
    expect(await reading()).toMatch(/query\s+\S+/);
  });

  it('goes from tab to tab and keeps what is looked at and what is pinned', async () => {
    await open('heads');
    const before = await window.page.locator('.map-pane .reading').innerText();
    await tab('Model').click();
    await grid().waitFor();
    expect(window.page.url()).toContain(`/attention/model?run=${runIds[0]}`);
    expect(await window.page.locator('.map-pane .reading').innerText()).toBe(before);
    await tab('Film strip').click();
    await window.page.locator('.scrubber').waitFor();
    await tab('Heads and map').click();
    await window.page.locator('.square').first().waitFor();
    expect(await window.page.locator('.map-pane .reading').innerText()).toBe(before);
  });

  it('reads a thumbnail under the pointer, chooses it by a click and opens it by a double click', async () => {
    await open('model');
    await expect.poll(reading).toContain('head');
    const box = (await grid().boundingBox())!;
    const at = { x: box.x + 150, y: box.y + 60 };
    await window.page.mouse.move(at.x, at.y);
    // The page opens where the chosen one is in sight; the first are further up.
    await window.page.mouse.wheel(0, -5000);
    await window.page.mouse.move(at.x + 1, at.y);
    await expect.poll(reading).toMatch(/^step 0, head 1: query \S+ \d+, key \S+ \d+, \d\.\d{4}$/);
    await window.page.mouse.click(at.x, at.y);
    await expect.poll(() => window.page.url()).toContain('step=0');
    await expect.poll(() => window.page.locator('.detail-head .medium').innerText()).toBe('step 0, head 1');
    await window.page.mouse.dblclick(at.x, at.y);
    await window.page.locator('.square').first().waitFor();
    expect(window.page.url()).toContain('/attention/heads');
  });

  it('does the same by arrows and Enter, and puts runs in rows', async () => {
    await open('model', '&rows=runs');
    await window.page.locator('.run-chips .tag').nth(1).waitFor();
    await grid().focus();
    const chosen = (): Promise<string> => window.page.locator('.detail-head .medium').innerText();
    await window.page.keyboard.press('Home');
    await expect.poll(chosen).toContain('head 1');
    await window.page.keyboard.press('ArrowRight');
    await expect.poll(chosen).toContain('head 2');
    await window.page.keyboard.press('ArrowDown');
    await expect.poll(() => window.page.url()).toContain(`run=${runIds[1]}`);
    await window.page.locator('.grid').waitFor();
    await grid().focus();
    await window.page.keyboard.press('Enter');
    await window.page.locator('.square').first().waitFor();
    expect(window.page.url()).toContain('/attention/heads');
  });

  it('draws the chosen head as lines', async () => {
    await open('model');
    await tab('Lines').click();
    await window.page.locator('.head-view').waitFor();
    expect(await window.page.locator('.head-view').getAttribute('aria-label')).toContain('1 of 4 heads');
  });

  it('scrubs every run by the cursor, by keys and by a press of the film, and finds the biggest change', async () => {
    await open('film');
    const described = (): Promise<string | null> => grid().getAttribute('aria-label');
    await expect.poll(described).toContain('Maps of 2 runs at step');
    await expect
      .poll(() => window.page.getByRole('button', { name: /Biggest change/ }).isEnabled())
      .toBe(true);
    const last = await described();
    await window.page.keyboard.press('ArrowLeft');
    await expect.poll(described).not.toBe(last);
    await expect.poll(() => window.page.url()).toContain('step=');
    await window.page.keyboard.press('b');
    await window.page.locator('.change.marked').waitFor({ state: 'attached' });
    const biggest = await described();
    const slider = (await window.page.locator('.scrubber svg.bar').boundingBox())!;
    await window.page.mouse.move(slider.x + 70, slider.y + 17);
    await window.page.mouse.down();
    await window.page.mouse.move(slider.x + 64, slider.y + 17);
    await window.page.mouse.up();
    await expect.poll(described).not.toBe(biggest);
    await window.page.locator('.grid.strip').focus();
    await window.page.keyboard.press('End');
    await expect.poll(described).toBe(last);
  });

  it('reads one cell in every run at once', async () => {
    await open('film');
    const box = (await grid().boundingBox())!;
    await window.page.mouse.move(box.x + 60, box.y + 60);
    await expect.poll(reading).toMatch(/query \S+ \d+, key \S+ \d+ · .+: \d\.\d{4} · .+: \d\.\d{4}/);
  });

  it('looks at a measure and takes another away', async () => {
    await open('heads');
    const choose = async (trigger: RegExp, words: string): Promise<void> => {
      await window.page.getByRole('button', { name: trigger }).click();
      await window.page.keyboard.type(words);
      await window.page.getByRole('option').first().waitFor();
      await window.page.keyboard.press('Enter');
    };
    await choose(/^Take another away/, 'before training');
    await expect.poll(() => window.page.url()).toContain(`less=run.${runIds[0]}.0.0`);
    await window.page.locator('.reasons tfoot').waitFor({ timeout: 60_000 });
    expect(await window.page.locator('.reasons tfoot').innerText()).toContain('difference of the two scores');
    await window.page.getByRole('button', { name: 'Take nothing away' }).click();
    await expect.poll(() => window.page.url()).not.toContain('less=');
    await choose(/Choose what to look at$/, 'cosine, softmax');
    await expect.poll(() => window.page.url()).toContain('measure=cosine-raw-softmax');
    await window.page.locator('.reasons tfoot').waitFor();
  });

  it('says why two runs differ in a cell, to the last digit shown', async () => {
    const [a, b] = runIds as [RunId, RunId];
    await window.go('/');
    await window.go(`/attention/heads?run=${a}&less=run.${b}.0.last`);
    const foot = window.page.locator('.reasons tfoot td').last();
    await foot.waitFor({ timeout: 60_000 });
    await window.page.keyboard.press('Escape');
    await window.page.keyboard.press(']');
    await window.page.keyboard.press('}');
    const { rows, tokens } = await window.lab.api.getSequence({ runId: a, sequence: 0 });
    const place = async (side: string): Promise<number> => {
      const words = await window.page.locator('.map-pane .reading').innerText();
      const [, label] = new RegExp(`${side}\\s+(\\S+ \\d+)`).exec(words)!;
      return tokens.findIndex((token) => token.label === label);
    };
    const [key, query] = [await place('key'), await place('query')];
    const head = Number(await window.page.locator('.map-pane .swatch').innerText()) - 1;
    const scoreOf = async (runId: RunId): Promise<number> => {
      const { step } = await window.lab.api.getRun({ runId });
      const found = await window.lab.api.explainCell({
        runId,
        by: { kind: 'weights', step },
        rows: Array.from(rows),
        key,
        query,
        withoutKeyTerms: [],
        withoutQueryTerms: [],
      });
      return found.scores[(head * rows.length + key) * rows.length + query]!;
    };
    const expected = (await scoreOf(a)) - (await scoreOf(b));
    await expect
      .poll(async () => Number((await foot.innerText()).replace('−', '-')), { timeout: 60_000 })
      .toBeCloseTo(expected, 3);
    // A struck term leaves both scores.
    const total = await foot.innerText();
    for (let press = 0; press < 12; press += 1) {
      await window.page.keyboard.press('j');
      if ((await window.page.locator('.term.chosen').count()) > 0) break;
    }
    await window.page.keyboard.press('x');
    await expect.poll(() => foot.innerText()).not.toBe(total);
  });

  it('has no serious fault of accessibility on either tab, in either theme, and nothing sticks out at 900 px', async () => {
    for (const name of ['model', 'film']) {
      await open(name);
      for (const theme of ['dark', 'light'] as const) {
        await window.page.emulateMedia({ colorScheme: theme });
        expect(await accessibilityFaults(window.page)).toEqual([]);
      }
      await window.page.setViewportSize({ width: 900, height: 900 });
      await grid().waitFor();
      expect(await neededWidth(window.page)).toBeLessThanOrEqual(900);
      await window.page.setViewportSize({ width: 1440, height: 900 });
    }
  });

  it('wrote no warning to the console in all this', () => {
    expect(window.complaints).toEqual([]);
  });
});
