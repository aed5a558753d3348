import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunId } from '../../src/shared/ids.ts';
import { findPreset } from '../../src/shared/presets.ts';
import { accessibilityFaults, missing, neededWidth, openWindow, titled, type LabWindow } from './lab.ts';

/** Side by side, measures and class map of runs that were really trained, by mouse and by keyboard. */
describe.skipIf(missing !== undefined)(titled('the pages of many maps'), () => {
  let window: LabWindow;
  let runId: RunId;
  let other: RunId;
  let dataset: string;

  beforeAll(async () => {
    window = await openWindow();
    const { experiment } = findPreset('quick-start')!;
    const short = { ...experiment, training: { ...experiment.training, epochs: 1 } };
    other = window.lab.startRun({ ...short, seed: 1 });
    await window.lab.waitForRun(other);
    runId = window.lab.startRun(short);
    const run = await window.lab.waitForRun(runId);
    expect(run.state).toBe('finished');
    dataset = run.datasetHash!;
  }, 240_000);
  afterAll(() => window.close());

  const open = async (tab: string, rest: string): Promise<void> => {
    await window.go('/');
    await window.go(`/attention/${tab}?${rest}`);
    await window.page.mouse.move(5, 5);
    await window.page.keyboard.press('Escape');
  };
  /** The first measure starts a process, which takes its time on a busy machine. */
  const poll = <Value>(read: () => Value) => expect.poll(read, { timeout: 60_000 });
  /** The canvas drawing whose words match. */
  const drawing = (words: RegExp) => window.page.getByRole('img', { name: words }).first();
  const clean = async (): Promise<void> => {
    expect(await accessibilityFaults(window.page)).toEqual([]);
    await window.page.emulateMedia({ colorScheme: 'dark' });
    expect(await accessibilityFaults(window.page)).toEqual([]);
    await window.page.emulateMedia({ colorScheme: 'light' });
  };

  describe('side by side', () => {
    const grid = () => drawing(/^\d+ maps of one sequence/);

    it('opens on what is looked at beside what is of the same documents, with A − B last', async () => {
      await open('grid', `run=${runId}`);
      await poll(() => grid().getAttribute('aria-label')).toMatch(
        /^3 maps .*A Quick start, B Quick start, 3 dot, softmax, A − B\.$/,
      );
      const rows = window.page
        .getByRole('table', { name: 'Maps, and which two are A and B' })
        .locator('tbody tr');
      await poll(() => rows.count()).toBe(3);
      const stored = await window.lab.api.getAttention({ runId, step: null, sequence: 0 });
      expect(stored.queries).toBe(32);
      await poll(() => rows.first().innerText()).toMatch(/Quick start\s+seed 0\s+0\.\d{4}\s+0\.\d{3}/);
    });

    it('reads one cell in every map at once, by the pointer and by keys, exactly', async () => {
      await open('grid', `run=${runId}`);
      await grid().waitFor();
      await poll(() => grid().getAttribute('aria-label')).toContain('3 maps');
      await window.page.keyboard.press(']');
      await window.page.keyboard.press('}');
      const reading = window.page.locator('.side-maps .reading');
      const words = await reading.innerText();
      expect(words).toMatch(/A 0\.\d{4}\s+B 0\.\d{4}\s+3 0\.\d{4}\s+A − B [+−]?0\.\d{4}/);
      const [, a, b, less] = /A (0\.\d{4})\s+B (0\.\d{4}).*A − B (−?0\.\d{4})/s.exec(words)!;
      expect(Number(less!.replace('−', '-'))).toBeCloseTo(Number(a) - Number(b), 3);
      await window.page.keyboard.press('Escape');
      expect(await reading.innerText()).toContain('Point at a cell');
      const box = (await grid().boundingBox())!;
      await window.page.mouse.move(box.x + 80, box.y + 120);
      await poll(() => reading.innerText()).toMatch(/A 0\.\d{4}/);
    });

    it('adds and takes away maps, chooses A and B, and keeps it all in the address', async () => {
      await open('grid', `run=${runId}`);
      await window.page.getByRole('button', { name: 'Add a map' }).click();
      await window.page.keyboard.type('deviation');
      await window.page.getByRole('option', { name: /standard deviation of 2 seeds/ }).click();
      await poll(() => grid().getAttribute('aria-label')).toMatch(/^4 maps/);
      await window.page.getByRole('button', { name: 'Take dot, softmax away' }).click();
      await poll(() => grid().getAttribute('aria-label')).toMatch(/^3 maps/);
      await window.page.getByRole('button', { name: 'Quick start as B' }).nth(2).press('Enter');
      await poll(() => window.page.url()).toContain('b=2');
      await window.page.reload();
      await poll(() => grid().getAttribute('aria-label')).toMatch(
        /^3 maps .*2 Quick start, B Quick start, A − B\.$/,
      );
    });

    it('swipes two maps by dragging their divider, and by keys', async () => {
      await open('grid', `run=${runId}&as=swipe`);
      const swiped = drawing(/^Two maps in one place/);
      await swiped.waitFor();
      await poll(() => swiped.getAttribute('aria-label')).toContain('50 %');
      const box = (await swiped.boundingBox())!;
      const cells = 32 * Math.floor((480 - 60) / 32);
      const x = box.x + 10 + cells / 2;
      await window.page.mouse.move(x, box.y + 200);
      await window.page.mouse.down();
      await window.page.mouse.move(x - cells / 4, box.y + 200, { steps: 4 });
      await window.page.mouse.up();
      await poll(async () =>
        Number(/(\d+) % of/.exec((await swiped.getAttribute('aria-label'))!)![1]),
      ).toBeLessThan(35);
      expect(await window.page.locator('.side-maps .reading b').count()).toBeLessThanOrEqual(2);
      const before = await swiped.getAttribute('aria-label');
      await window.page.getByRole('slider', { name: 'Divider' }).focus();
      await window.page.keyboard.press('ArrowRight');
      await poll(() => swiped.getAttribute('aria-label')).not.toBe(before);
    });

    it('says when the scale is not shared, and is free of serious faults', async () => {
      await open('grid', `run=${runId}`);
      await poll(() => grid().getAttribute('aria-label')).toContain('3 maps');
      await window.page.keyboard.press('l');
      expect(await window.page.locator('.scale').innerText()).toContain('Own scale');
      await window.page.keyboard.press('l');
      await clean();
    });
  });

  describe('the measures', () => {
    const maps = () => drawing(/^Eight maps of 32 documents/);

    it('stand side by side with their numbers, and open in heads and map', async () => {
      await open('measures', `run=${runId}`);
      await maps().waitFor();
      await window.page.keyboard.press(']');
      const row = window.page.getByRole('row').filter({ hasText: 'cosine, standardised' });
      expect(await row.innerText()).toMatch(/cosine, standardised\s+[−\d]/);
      await window.page.getByRole('button', { name: 'RBF', exact: true }).click();
      await window.page.locator('.map').waitFor();
      expect(window.page.url()).toContain('measure=rbf-raw');
    });

    it('order alike on unit rows and part once values go below zero, as numbers of these documents', async () => {
      await open('measures', `run=${runId}`);
      const facts = window.page.locator('.facts');
      await facts.waitFor();
      const agreement = await window.lab.api.compareMeasures({ runId });
      const all = agreement.sequences * agreement.length;
      const text = await facts.innerText();
      expect(text).toMatch(/least value of a feature\s+0\.0000\s+−0\.\d{4}/);
      expect(text).toMatch(/length of a document’s row\s+1\.0000 to 1\.0000/);
      const [, raw, scaled] = /keys in one order\s+(\d+) of \d+\s+(\d+) of \d+/.exec(text)!;
      expect(Number(raw)).toBe(all);
      expect(Number(scaled)).toBeLessThan(all);
    });

    it('goes to a query on which two measures part, and shows its pairs', async () => {
      await open('measures', `run=${runId}`);
      const [second] = await window.page.locator('.parted .link').all();
      await window.page.locator('.parted .link').first().waitFor();
      const [sequence] = (await window.page.locator('.parted tbody tr').first().innerText()).split(/\s/);
      expect(second).toBeDefined();
      await window.page.locator('.parted .link').first().press('Enter');
      await poll(() => window.page.locator('.parted tr.here').count()).toBe(1);
      if (sequence !== '0') expect(window.page.url()).toContain(`sequence=${sequence}`);
      await drawing(/^31 pairs of documents/).waitFor();
      await window.page.getByText('All pairs', { exact: true }).click();
      await drawing(/^992 pairs of documents/).waitFor();
    });

    it('need no run: a dataset is enough, also in heads and map', async () => {
      await open('measures', `documents=${dataset}&run=${runId}`);
      await maps().waitFor();
      await window.page.getByRole('button', { name: 'dot', exact: true }).click();
      await window.page.locator('.map').waitFor();
      expect(window.page.url()).toContain(`data=${dataset}`);
      await window.page.keyboard.press(']');
      await window.page.locator('.reasons tfoot').waitFor({ timeout: 60_000 });
    });

    it('offer to get the notebook’s documents where the lab does not have them', async () => {
      await open('measures', `run=${runId}`);
      await window.page.getByRole('button', { name: 'The notebook’s figure' }).click();
      await window.page.getByRole('button', { name: 'Get 20 Newsgroups' }).waitFor();
      expect(await window.page.getByRole('link', { name: 'Read my copy' }).getAttribute('href')).toContain(
        'add=20newsgroups',
      );
      await window.page.keyboard.press('Escape');
      await clean();
    });
  });

  describe('the class map', () => {
    const map = () => drawing(/^Class map of 3 classes/);

    it('shows exact shares beside chance, and the sequences behind a cell, which open', async () => {
      await open('classes', `run=${runId}`);
      await map().waitFor();
      const pane = window.page.getByRole('complementary', { name: 'This cell' });
      expect(await pane.innerText()).toMatch(/share of attention\s+0\.\d{4}\s+expected by chance\s+0\.\d{4}/);
      await window.page.keyboard.press('}');
      await poll(() => window.page.url()).toContain('cell=1.0');
      await poll(() => pane.innerText()).toContain('Queries of easy-ham on keys of hard-ham');
      const box = (await map().boundingBox())!;
      await window.page.mouse.click(box.x + 140, box.y + 60);
      await poll(() => window.page.url()).not.toContain('cell=1.0');
      await pane.getByRole('link').first().click();
      await window.page.locator('.map').waitFor();
      expect(window.page.url()).toContain('/attention/heads');
    });

    it('takes a head and another quantity, works for a measure, and is free of serious faults', async () => {
      await open('classes', `run=${runId}`);
      await map().waitFor();
      await window.page.locator('.grid-side').getByText('times chance', { exact: true }).click();
      await poll(() => map().getAttribute('aria-label')).toMatch(/\d\.\d\d×\.$/);
      await clean();
      await open('classes', `run=${runId}&measure=cosine-raw`);
      await poll(() => map().getAttribute('aria-label')).toContain('Mean over all pairs');
    });
  });

  it('fits 900 px, and wrote no warning in all this', async () => {
    await window.page.setViewportSize({ width: 900, height: 800 });
    for (const tab of ['grid', 'measures', 'classes']) {
      await open(tab, `run=${runId}`);
      await drawing(/maps of|Class map/).waitFor();
      expect(await neededWidth(window.page)).toBeLessThanOrEqual(900);
    }
    expect(window.complaints).toEqual([]);
  });
});
