import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { parseExperiment } from '../../src/shared/experiment.ts';
import { findPreset } from '../../src/shared/presets.ts';
import { scriptedTrainer } from '../helpers/scriptedLab.ts';
import { accessibilityFaults, missing, neededWidth, openWindow, titled, type LabWindow } from './lab.ts';

describe.skipIf(missing !== undefined)(titled('the page Experiments'), () => {
  let window: LabWindow;
  let page: Page;
  beforeAll(async () => {
    window = await openWindow();
    ({ page } = window);
    await window.go('/experiments');
  });
  afterAll(() => window.close());
  afterEach(() => expect(window.complaints).toEqual([]));

  const field = (name: string) => page.getByRole('textbox', { name, exact: true });
  const estimate = () => page.getByRole('complementary', { name: 'Estimate' });

  it('says that sizes are unknown, counts the words when asked, and then knows them', async () => {
    await estimate().getByText('Sizes are unknown until the words of this data are counted.').waitFor();
    await estimate().getByRole('button', { name: 'Count the words' }).click();
    await estimate().getByText('7,237,632').waitFor();
    await page.getByText('4379 training, 1460 test documents.').waitFor();
    await page.getByText('Keeps 14,136 of 103,761 terms.').waitFor();
    expect(
      await estimate()
        .getByRole('row', { name: /^steps/ })
        .textContent(),
    ).toContain('544');
  });

  it('follows what is typed: parameters, memory and steps', async () => {
    await field('Head dimension d').fill('32');
    await estimate().getByText('3,618,816').waitFor();
    await field('Epochs').fill('1');
    await expect
      .poll(() =>
        estimate()
          .getByRole('row', { name: /^steps/ })
          .textContent(),
      )
      .toContain('136');
    expect(
      await estimate()
        .getByRole('row', { name: /model.headDim/ })
        .textContent(),
    ).toMatch(/64.*32/);
    await estimate().getByRole('button', { name: 'Reset all' }).click();
    await estimate().getByText('7,237,632').waitFor();
  });

  it('says at each key what is wrong, where, and what to use; nothing runs meanwhile', async () => {
    const run = page.getByRole('button', { name: /^Run once/ });
    for (const [typed, sentence] of [
      ['4096', 'Too large: 4096. Use 2 to 512.'],
      ['', 'A number is needed: 2 to 512.'],
      ['many', 'Not a number: many.'],
      ['8.5', 'Not a whole number: 8.5.'],
    ] as const) {
      await field('Sequence length n').fill(typed);
      await page.getByText(sentence).first().waitFor();
      expect(await field('Sequence length n').getAttribute('aria-invalid')).toBe('true');
      expect(await run.isDisabled()).toBe(true);
      expect(await page.getByRole('button', { name: /^Schedule/ }).textContent()).toContain('1');
    }
    await estimate().getByText('Of the last valid settings.').waitFor();
    await field('Sequence length n').fill('32');
    await expect.poll(() => run.isEnabled()).toBe(true);
  });

  it('refuses beforehand what would not fit into memory, with the number', async () => {
    await field('Head dimension d').fill('200000');
    await field('Heads H').fill('64');
    await estimate()
      .getByText(/Needs [\d,.]+ GB of memory/)
      .waitFor();
    expect(await page.getByRole('button', { name: /^Run once/ }).isDisabled()).toBe(true);
    await estimate().getByRole('button', { name: 'Reset all' }).click();
    await expect.poll(() => page.getByRole('button', { name: /^Run once/ }).isEnabled()).toBe(true);
  });

  it('says that 20 Newsgroups has to be downloaded, and offers it', async () => {
    await page.getByRole('combobox', { name: 'from preset' }).click();
    await page.getByRole('option', { name: 'Notebook', exact: true }).click();
    await estimate().getByText('Not downloaded yet: 20 Newsgroups.').waitFor();
    await estimate().getByRole('button', { name: 'Get', exact: true }).waitFor();
    await page.getByRole('combobox', { name: 'from preset' }).click();
    await page.getByRole('option', { name: 'Quick start' }).click();
  });

  it('exports the experiment as a file the command line reads, and takes one in', async () => {
    await field('Name of the experiment').fill('From the form');
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Export JSON' }).click();
    const path = join(window.filesDir, 'exported.json');
    await (await download).saveAs(path);
    const exported = parseExperiment(JSON.parse(readFileSync(path, 'utf8')));
    expect(exported).toEqual({ ...findPreset('quick-start')?.experiment, name: 'From the form' });

    const changed = { ...exported, name: 'From a file', seed: 7, model: { ...exported.model, heads: 2 } };
    writeFileSync(path, JSON.stringify(changed));
    await page.locator('input[type=file]').setInputFiles(path);
    await expect.poll(() => field('Heads H').inputValue()).toBe('2');
    expect(await field('Name of the experiment').inputValue()).toBe('From a file');
    writeFileSync(path, JSON.stringify({ ...changed, heads: 2 }));
    await page.locator('input[type=file]').setInputFiles(path);
    await page.getByText(/unknown setting: "heads"/i).waitFor();
    expect(await field('Heads H').inputValue()).toBe('2');
  });

  it.each(['light', 'dark'] as const)('has no serious accessibility fault in the %s theme', async (theme) => {
    await page.emulateMedia({ colorScheme: theme });
    await page.waitForTimeout(100);
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.emulateMedia({ colorScheme: 'light' });
  });

  it('stands in 900 pixels', async () => {
    await page.setViewportSize({ width: 900, height: 700 });
    expect(await neededWidth(page)).toBe(900);
    await page.getByRole('button', { name: 'More' }).click();
    await page.getByRole('menuitem', { name: 'Export JSON' }).waitFor();
    await page.keyboard.press('Escape');
    await page.setViewportSize({ width: 1440, height: 900 });
  });

  it('speaks Portuguese', async () => {
    const other = await openWindow({ locale: 'pt-BR' });
    await other.go('/experiments');
    await other.page.getByRole('heading', { name: 'Novo experimento' }).waitFor();
    await other.go('/datasets');
    await other.page.getByText('Ainda não há dados').waitFor();
    await other.go('/compute');
    await other.page.getByRole('heading', { name: 'Motores' }).waitFor();
    expect(other.complaints).toEqual([]);
    await other.close();
  });
});

describe.skipIf(missing !== undefined)(titled('the page Experiments, starting runs'), () => {
  let window: LabWindow;
  let page: Page;
  beforeAll(async () => {
    window = await openWindow({ lab: { trainerEntry: scriptedTrainer } });
    ({ page } = window);
  });
  afterAll(() => window.close());
  afterEach(() => expect(window.complaints).toEqual([]));

  const nameField = () => page.getByRole('textbox', { name: 'Name of the experiment' });
  /** The scripted data have four documents a split: longer sequences are refused once they are known. */
  const fill = async (name: string): Promise<void> => {
    await window.go('/experiments');
    await page.getByRole('textbox', { name: 'Sequence length n' }).fill('2');
    await nameField().fill(name);
  };

  it('runs once by the keyboard alone, and shows the run', async () => {
    await fill('steps:10');
    await page.keyboard.press('Control+Enter');
    await page.waitForURL(/#\/runs\/[a-z0-9]+$/);
    await page.getByRole('heading', { name: 'steps:10' }).waitFor();
  });

  it('queues seeds 0 to k as one group', async () => {
    await fill('steps:3');
    await page.getByRole('spinbutton', { name: 'Last seed of the queue' }).fill('2');
    await page.getByRole('button', { name: 'Queue seeds 0 to' }).click();
    await page.waitForURL(/#\/runs$/);
    const runs = await window.lab.api.listRuns({});
    const queued = runs.filter(({ name }) => name === 'steps:3');
    expect(queued.map(({ experiment }) => experiment.seed).sort()).toEqual([0, 1, 2]);
    expect(new Set(queued.map(({ group }) => group))).toEqual(new Set(['steps:3']));
  });

  it('starts from any run, and walks its groups with Ctrl J', async () => {
    for (const run of await window.lab.api.listRuns({})) {
      await window.go(`/experiments?from=${run.id}`);
      await expect.poll(() => nameField().inputValue()).toBe(run.name);
    }
    await page.keyboard.press('Control+j');
    await expect
      .poll(() => page.evaluate('document.activeElement?.closest("section")?.id'))
      .toBe('group-features');
  });
});
