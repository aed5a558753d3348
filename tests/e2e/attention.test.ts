import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findPreset } from '../../src/shared/presets.ts';
import type { RunId } from '../../src/shared/ids.ts';
import { accessibilityFaults, missing, openWindow, titled, type LabWindow } from './lab.ts';

/** Heads, map and reasons of a run that was really trained, by mouse and by keyboard. */
describe.skipIf(missing !== undefined)(titled('the attention page'), () => {
  let window: LabWindow;
  let runId: RunId;

  beforeAll(async () => {
    window = await openWindow();
    const { experiment } = findPreset('quick-start')!;
    runId = window.lab.startRun({ ...experiment, training: { ...experiment.training, epochs: 1 } });
    const run = await window.lab.waitForRun(runId);
    expect(run.state).toBe('finished');
  }, 180_000);
  afterAll(() => window.close());

  const open = async (rest = ''): Promise<void> => {
    await window.go('/');
    await window.go(`/attention?run=${runId}${rest}`);
    await window.page.locator('.map').waitFor();
    await window.page.locator('.square').first().waitFor();
    // The selection outlives the page: each test begins without one.
    await window.page.mouse.move(5, 5);
    await window.page.keyboard.press('Escape');
  };
  const reading = (): Promise<string> => window.page.locator('.reading').innerText();
  const square = (n: number) => window.page.getByRole('button', { name: `Head ${n}`, exact: true });
  const pressed = async (): Promise<(string | null)[]> => {
    const squares = await window.page.locator('.square').all();
    return Promise.all(squares.map((one) => one.getAttribute('aria-pressed')));
  };
  const on = (...heads: number[]): string[] => [1, 2, 3, 4].map((head) => String(heads.includes(head)));
  /** A point inside the map's cells, as shares of the pane. */
  const pointAt = async (across: number, down: number): Promise<{ x: number; y: number }> => {
    const box = (await window.page.locator('.map').boundingBox())!;
    return { x: box.x + 40 + across * 280, y: box.y + 40 + down * 280 };
  };

  it('toggles a head by a click, isolates it by a double click and restores all by another', async () => {
    await open();
    await square(2).click();
    expect(await pressed()).toEqual(on(1, 3, 4));
    await window.page.waitForTimeout(600);
    await square(2).click();
    expect(await pressed()).toEqual(on(1, 2, 3, 4));
    await window.page.waitForTimeout(600);
    await square(3).dblclick();
    expect(await pressed()).toEqual(on(3));
    await window.page.waitForTimeout(600);
    await square(3).click();
    expect(await pressed()).toEqual(on(3));
    await window.page.waitForTimeout(600);
    await square(3).dblclick();
    expect(await pressed()).toEqual(on(1, 2, 3, 4));
  });

  it('does the same by number keys, and shows all by 0', async () => {
    await open();
    await window.page.keyboard.press('2');
    expect(await pressed()).toEqual(on(1, 3, 4));
    await window.page.keyboard.press('0');
    expect(await pressed()).toEqual(on(1, 2, 3, 4));
    await window.page.waitForTimeout(500);
    await window.page.keyboard.press('4');
    await window.page.keyboard.press('4');
    expect(await pressed()).toEqual(on(4));
  });

  it('reads the cell under the pointer, pins it by a click and frees it by another', async () => {
    await open();
    await window.page.keyboard.press('0');
    const at = await pointAt(0.3, 0.6);
    await window.page.mouse.move(at.x, at.y);
    await expect.poll(reading).toMatch(/query\s+\S+.*\n+key\s+\S+/s);
    await window.page.mouse.click(at.x, at.y);
    await window.page.mouse.move(5, 5);
    await expect.poll(reading).toContain('attention by head');
    const pinned = await reading();
    const values = await window.lab.api.getAttention({ runId, step: null, sequence: 0 });
    const [, query, key] = /query\s+(.+? \d+)\s.*\n+key\s+(.+? \d+)\s/s.exec(pinned)!;
    const q = values.queryTokens.findIndex(({ label }) => query!.endsWith(label));
    const k = values.keyTokens.findIndex(({ label }) => key!.endsWith(label));
    expect(pinned).toContain(values.values[k * values.queries + q]!.toFixed(4));
    await window.page.mouse.click(at.x, at.y);
    await window.page.mouse.move(5, 5);
    await expect.poll(reading).toContain('Point at a cell');
  });

  it('moves the pinned cell by keys and frees it by Escape', async () => {
    await open();
    await window.page.keyboard.press(']');
    const first = await reading();
    await window.page.keyboard.press(']');
    const second = await reading();
    expect(second).not.toBe(first);
    await window.page.keyboard.press('}');
    expect(await reading()).not.toBe(second);
    await window.page.keyboard.press('{');
    await window.page.keyboard.press('[');
    expect(await reading()).toBe(first);
    await window.page.keyboard.press('Escape');
    expect(await reading()).toContain('Point at a cell');
  });

  it('says the cell at hand in words', async () => {
    await open();
    const spoken = window.page.locator('.spoken');
    expect(await spoken.textContent()).toBe('');
    await window.page.keyboard.press(']');
    expect(await spoken.textContent()).toMatch(/^Query \S+ \d+, key \S+ \d+: \d\.\d{4}\.$/);
    const pinned = await spoken.textContent();
    const at = await pointAt(0.6, 0.3);
    await window.page.mouse.move(at.x, at.y);
    await expect.poll(() => spoken.textContent()).not.toBe(pinned);
  });

  it('shows sums and copies the cells from the menu of the map', async () => {
    await open();
    await window.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    const choose = async (name: string): Promise<void> => {
      await window.page.getByRole('button', { name: 'More for this map' }).click();
      await window.page.getByRole('menuitem', { name }).click();
    };
    await choose('Show row and column sums');
    await choose('Hide row and column sums');
    await choose('Copy cells as CSV');
    await window.page.getByText('Copied 1024 cells').waitFor();
    const csv = await window.page.evaluate<string>('navigator.clipboard.readText()');
    expect(csv.trim().split('\n')).toHaveLength(33);
    await choose('Go to the worst query');
    await expect.poll(reading).toContain('cosine of this query');
  });

  it('changes order, target and scale by keys, and says when a scale is not shared', async () => {
    await open();
    const chosen = (): Promise<string> =>
      window.page.locator('[aria-label="Order"] [data-state="on"]').innerText();
    expect(await chosen()).toBe('By class');
    await window.page.keyboard.press('o');
    expect(await chosen()).toBe('By similarity');
    await window.page.keyboard.press('o');
    await window.page.keyboard.press('o');
    expect(await chosen()).toBe('By class');
    const target = window.page.getByRole('checkbox', { name: 'Target' });
    expect(await target.isChecked()).toBe(true);
    await window.page.keyboard.press('t');
    expect(await target.isChecked()).toBe(false);
    await window.page.keyboard.press('t');
    await window.page.keyboard.press('l');
    expect(await window.page.locator('.scale').innerText()).toContain('Own scale');
    await window.page.keyboard.press('l');
    expect(await window.page.locator('.scale').innerText()).not.toContain('Own scale');
  });

  it('scrubs the snapshots by keys and keeps the step in the address', async () => {
    await open();
    await window.page.keyboard.press('ArrowLeft');
    await expect.poll(() => window.page.url()).toContain('step=');
    await window.page.keyboard.press('ArrowRight');
    await expect.poll(() => window.page.url()).not.toContain('step=');
  });

  it('zooms by wheel, button and key, and moves by a drag without pinning', async () => {
    await open();
    const out = window.page.getByRole('button', { name: 'Zoom out' });
    expect(await out.isDisabled()).toBe(true);
    const at = await pointAt(0.5, 0.5);
    await window.page.mouse.move(at.x, at.y);
    await window.page.mouse.wheel(0, -100);
    await expect.poll(() => out.isDisabled()).toBe(false);
    await window.page.mouse.down();
    await window.page.mouse.move(at.x - 60, at.y - 40, { steps: 4 });
    await window.page.mouse.up();
    await window.page.mouse.move(5, 5);
    expect(await reading()).toContain('Point at a cell');
    await out.click();
    await expect.poll(() => out.isDisabled()).toBe(true);
    await window.page.keyboard.press('+');
    await expect.poll(() => out.isDisabled()).toBe(false);
    await window.page.keyboard.press('-');
    await expect.poll(() => out.isDisabled()).toBe(true);
  });

  it('draws the lines of every document, faint behind those of the one pointed at', async () => {
    await open();
    const view = window.page.locator('.head-view[aria-busy="false"]');
    await view.waitFor();
    /** How much ink lies on one layer of the view, mean opacity from 0 to 255. */
    const ink = (layer: number): Promise<number> =>
      window.page.evaluate<number>(`(() => {
        const canvas = document.querySelectorAll('.head-view canvas')[${layer}];
        const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext('2d', { willReadFrequently: true });
        copy.drawImage(canvas, 0, 0);
        const { data } = copy.getImageData(0, 0, canvas.width, canvas.height);
        let sum = 0;
        for (let i = 3; i < data.length; i += 4) sum += data[i];
        return sum / (data.length / 4);
      })()`);
    const [all, words] = [await ink(0), await ink(1)];
    expect(all).toBeGreaterThan(10);
    const box = (await view.boundingBox())!;
    await window.page.mouse.move(box.x + 40, box.y + 120);
    await expect.poll(() => ink(1)).toBeGreaterThan(words + 2);
    await view.waitFor();
    expect(await ink(0)).toBeLessThan(all - 2);
    await window.page.mouse.move(5, 5);
    await expect.poll(() => ink(0)).toBeCloseTo(all, 3);
    expect(await ink(1)).toBeCloseTo(words, 3);
  });

  it('finds a document and pins it', async () => {
    await open();
    await window.page.keyboard.press('/');
    const name = (await window.lab.api.getSequence({ runId, sequence: 0 })).tokens[5]!.label;
    await window.page.keyboard.type(name);
    await window.page.getByRole('option').first().waitFor();
    await window.page.keyboard.press('Enter');
    await expect.poll(reading).toContain(name);
  });

  it('says why the pinned cell has its score, strikes a term out and puts it back', async () => {
    await open();
    await window.page.keyboard.press(']');
    const total = window.page.locator('.reasons tfoot td').last();
    await total.waitFor();
    const before = await total.innerText();
    for (let press = 0; press < 12; press += 1) {
      await window.page.keyboard.press('j');
      if ((await window.page.locator('.term.chosen').count()) > 0) break;
    }
    await window.page.keyboard.press('x');
    await window.page.locator('.what-if .link').waitFor();
    await expect.poll(() => total.innerText()).not.toBe(before);
    await window.page.locator('.struck .tag').first().click();
    await expect.poll(() => total.innerText()).toBe(before);
    expect(await window.page.locator('.documents mark').count()).toBeGreaterThan(0);
  });

  it('offers to train to a step whose weights are not kept, and explains it then', async () => {
    await open('&step=10');
    await window.page.getByRole('button', { name: /^Train to step 10/ }).click();
    await window.page.getByRole('button', { name: /^Train to step 10/ }).waitFor({ state: 'detached' });
    await window.page.keyboard.press(']');
    await window.page.locator('.reasons tfoot').waitFor({ timeout: 60_000 });
  });

  it('has no serious fault of accessibility, in either theme', async () => {
    await open();
    await window.page.keyboard.press(']');
    await window.page.locator('.reasons tfoot').waitFor();
    expect(await accessibilityFaults(window.page)).toEqual([]);
    await window.page.emulateMedia({ colorScheme: 'dark' });
    expect(await accessibilityFaults(window.page)).toEqual([]);
    await window.page.emulateMedia({ colorScheme: 'light' });
  });

  it('wrote no warning to the console in all this', () => {
    expect(window.complaints).toEqual([]);
  });
});
