import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunId } from '../../src/shared/ids.ts';
import { findPreset } from '../../src/shared/presets.ts';
import { missing, openWindow, titled, type LabWindow } from './lab.ts';

/** Gestures of docs/views.md whose other form is tested elsewhere: by the keyboard alone, and the glass by the mouse. */
describe.skipIf(missing !== undefined)(titled('the attention views by the keyboard'), () => {
  let window: LabWindow;
  let runId: RunId;
  let steps: readonly number[];
  /** What is read of the worst query, by whichever way it is gone to. */
  let worstQuery: string;

  beforeAll(async () => {
    window = await openWindow();
    const { experiment } = findPreset('quick-start')!;
    const training = { ...experiment.training, epochs: 1 };
    runId = window.lab.startRun({ ...experiment, training, probes: { sequences: 2, everySteps: 1 } });
    expect((await window.lab.waitForRun(runId)).state).toBe('finished');
    steps = (await window.lab.api.getRun({ runId })).snapshotSteps;
    expect(steps.length).toBeGreaterThan(12);
  }, 180_000);
  afterAll(() => window.close());

  const page = () => window.page;
  const poll = <Value>(read: () => Value) => expect.poll(read, { timeout: 60_000 });
  const reading = (): Promise<string> => page().locator('.map-pane .reading').innerText();
  const open = async (): Promise<void> => {
    await window.go('/');
    await window.go(`/attention/heads?run=${runId}`);
    await page().locator('.map').waitFor();
    await page().locator('.head-view[aria-busy="false"]').waitFor();
    await page().mouse.move(5, 5);
  };
  /** As a person does it: Ctrl K, some letters of its name, Enter. */
  const command = async (words: string): Promise<void> => {
    await page().keyboard.press('Control+k');
    await page().getByRole('dialog').waitFor();
    await page().keyboard.type(words);
    await page().getByRole('option', { name: words }).first().waitFor();
    await page().keyboard.press('Enter');
    await page().getByRole('dialog').waitFor({ state: 'detached' });
  };

  it('takes another away by Enter on A − B and typing, and by Tab and Enter nothing', async () => {
    await open();
    const less = page().getByRole('button', { name: /^Take another away/ });
    await less.focus();
    await page().keyboard.press('Enter');
    await page().getByRole('option').first().waitFor();
    await page().keyboard.type('before training');
    await poll(() => page().getByRole('option').count()).toBe(1);
    await page().keyboard.press('Enter');
    await poll(() => page().url()).toContain(`less=run.${runId}.0.0`);
    const nothing = page().getByRole('button', { name: 'Take nothing away' });
    await nothing.press('Enter');
    await poll(() => page().url()).not.toContain('less=');
  });

  it('finds a document by the glass', async () => {
    await open();
    const { tokens } = await window.lab.api.getSequence({ runId, sequence: 0 });
    const name = tokens[7]!.label;
    await page().getByRole('button', { name: 'Find a document' }).click();
    await page().keyboard.type(name);
    await page().getByRole('option').first().click();
    await poll(reading).toContain(name);
  });

  it('goes to the worst query and the worst test sequence by Ctrl K', async () => {
    await open();
    await page().keyboard.press('Escape');
    await poll(reading).not.toMatch(/query\s+\S+/);
    await command('Go to the worst query');
    await poll(reading).toMatch(/query\s+\S+/);
    worstQuery = await reading();
    const { losses } = (await window.lab.api.getTestSequences({ runId }))!;
    const worst = losses.indexOf(Math.max(...losses));
    const best = losses.indexOf(Math.min(...losses));
    await command('Go to the worst test sequence');
    await poll(() => /sequence=(\d+)/.exec(page().url())?.[1] ?? '0').toBe(String(worst));
    expect(worst).not.toBe(best);
  });

  it('takes the target away by Ctrl K, and gives it back', async () => {
    await open();
    await command('Attention − target');
    await poll(reading).toContain('less target');
    await command('Attention − target');
    await poll(reading).not.toContain('less target');
  });

  it('goes ten snapshots back and forth by Shift and the arrows', async () => {
    await open();
    const step = (): string => /step=(\d+)/.exec(page().url())?.[1] ?? 'last';
    await page().keyboard.press('Shift+ArrowLeft');
    await poll(step).toBe(String(steps.at(-11)));
    await page().keyboard.press('ArrowLeft');
    await poll(step).toBe(String(steps.at(-12)));
    await page().keyboard.press('ArrowRight');
    await page().keyboard.press('Shift+ArrowRight');
    await poll(step).toBe('last');
  });

  it('opens the menu over the map and chooses in it by the keyboard', async () => {
    await open();
    await page().keyboard.press('Escape');
    await page().getByRole('button', { name: 'More for this map' }).focus();
    await page().keyboard.press('Enter');
    await page().getByRole('menuitem', { name: 'Go to the worst query' }).waitFor();
    const focused = page().locator('[role="menuitem"]:focus');
    await focused.waitFor();
    for (let press = 0; press < 10; press += 1) {
      if ((await focused.innerText()).includes('Go to the worst query')) break;
      await page().keyboard.press('ArrowDown');
    }
    await page().keyboard.press('Enter');
    await page().getByRole('menuitem').first().waitFor({ state: 'detached' });
    await poll(reading).toBe(worstQuery);
  });

  it('trains to a step whose weights are gone by Enter', async () => {
    await window.go('/');
    await window.go(`/attention/heads?run=${runId}&step=${steps[2]}`);
    const train = page().getByRole('button', { name: new RegExp(`^Train to step ${steps[2]}`) });
    await train.waitFor();
    await train.focus();
    await page().keyboard.press('Enter');
    await train.waitFor({ state: 'detached' });
    await page().locator('.reasons tfoot').waitFor({ timeout: 60_000 });
  });

  it('opens as it was seen when the window is loaded again, on whichever tab', async () => {
    await open();
    const order = (): Promise<string> => page().locator('[aria-label="Order"] [data-state="on"]').innerText();
    await page().keyboard.press('o');
    await poll(() => page().url()).toContain('order=similarity');
    await page().keyboard.press('t');
    await command('Attention − target');
    await poll(() => page().url()).toMatch(/target=off.*values=less-target|values=less-target.*target=off/);
    await page().reload();
    await page().locator('.head-view[aria-busy="false"]').waitFor();
    expect(await reading()).toContain('less target');
    expect(await order()).toBe('By similarity');
    expect(await page().getByRole('checkbox', { name: 'Target' }).isChecked()).toBe(false);
    await page()
      .locator('.segments button', { hasText: /^Model$/ })
      .click();
    await page().locator('.grid').first().waitFor();
    expect(page().url()).toContain('order=similarity');
    await command('Attention − target');
    await page().keyboard.press('t');
    await page().keyboard.press('o');
    await page().keyboard.press('o');
    await poll(() => page().url()).not.toMatch(/order=|target=|values=/);
  });

  it('wrote no warning to the console in all this', () => {
    expect(window.complaints).toEqual([]);
  });
});
