import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { dropFile } from '../electron/labPage.ts';
import { scriptedTrainer } from '../helpers/scriptedLab.ts';
import {
  accessibilityFaults,
  focusedLabel,
  missing,
  neededWidth,
  openWindow,
  titled,
  type LabWindow,
} from './lab.ts';

describe.skipIf(missing !== undefined)(titled('the page Datasets'), () => {
  let window: LabWindow;
  let page: Page;
  beforeAll(async () => {
    window = await openWindow();
    ({ page } = window);
  });
  afterAll(() => window.close());
  afterEach(() => expect(window.complaints).toEqual([]));

  const rows = () => page.getByRole('option');
  const selectedRow = () => page.locator('[role=option][aria-selected=true]');

  it('says what it will hold when it is empty, and fills itself by one click', async () => {
    await window.go('/datasets');
    await page.getByText('No data yet').waitFor();
    await page.getByRole('button', { name: 'Read the built-in mail' }).click();
    await page.getByText('SpamAssassin').first().waitFor();
    await page.getByText('Read SpamAssassin: 5839 documents.').waitFor();
    expect(window.lab.listDatasets()).toMatchObject([{ title: 'SpamAssassin', trainDocuments: 4379 }]);
  });

  it('shows the classes with their counts in both splits', async () => {
    const cells = page.getByRole('row', { name: /easy-ham/ }).getByRole('cell');
    expect(await cells.allTextContents()).toEqual(expect.arrayContaining(['easy-ham', '2895', '965']));
  });

  it('finds documents by their words and marks them in the text', async () => {
    await page.getByLabel('Search the documents').fill('space shuttle');
    await page.getByText('4 of 5839').waitFor();
    expect(await rows().count()).toBe(4);
    expect(await page.locator('mark').first().textContent()).toMatch(/space|shuttle/i);
    await page.getByLabel('Search the documents').fill('xyzzy plugh');
    await page.getByText('No document has all these words.').waitFor();
    await page.getByRole('button', { name: 'Clear the search' }).click();
    await page.getByText('No document has all these words.').waitFor({ state: 'detached' });
    await page.getByRole('group', { name: 'Split' }).getByText('Test', { exact: true }).click();
    await page.getByText('1460 of 5839').waitFor();
  });

  it('is walked by the keyboard alone: J and K, arrows, the end of the list', async () => {
    await page.keyboard.press('Escape');
    await page.locator('body').click({ position: { x: 5, y: 500 } });
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    await expect.poll(() => selectedRow().getAttribute('aria-posinset')).toBe('3');
    await page.keyboard.press('k');
    await expect.poll(() => selectedRow().getAttribute('aria-posinset')).toBe('2');
    await page.getByRole('listbox', { name: 'Documents' }).focus();
    await page.keyboard.press('End');
    await expect.poll(() => selectedRow().getAttribute('aria-posinset')).toBe('1460');
    await page.keyboard.press('/');
    expect(await focusedLabel(page)).toBe('Search the documents');
    await page.getByRole('group', { name: 'Split' }).getByText('All', { exact: true }).click();
  });

  it('shows at every key what a bound of the vocabulary drops, as TF-IDF will', async () => {
    await page.getByRole('tab', { name: 'Vocabulary' }).click();
    const kept = page.getByRole('row', { name: /kept: D/ }).getByRole('cell');
    await expect.poll(() => kept.textContent()).toBe('14,136');
    await page.getByLabel('Smallest df').fill('50');
    await page.getByText('in fewer than 50 documents').waitFor();
    const { vocabulary } = await window.lab.features(
      { source: 'embedded', categories: null, testShare: 0.25, shuffleSeed: 42 },
      {
        sublinearTf: true,
        minDf: 50,
        maxDf: 0.5,
        maxFeatures: null,
        stopWords: 'english',
        norm: 'l2',
        standardise: 'none',
      },
    );
    const expected = vocabulary.size.toLocaleString('en');
    expect((await kept.textContent())?.replace(',', '')).toBe(expected.replace(',', ''));
    await page.getByLabel('Smallest df').fill('0.5.1');
    await page.getByText('Not a frequency: 0.5.1').waitFor();
    await page.getByLabel('Smallest df').fill('5');
  });

  it('lists terms with df and idf, found by their letters and sorted by any column', async () => {
    await page.getByLabel('Find a term').fill('unsubscribe');
    const row = page.getByRole('row', { name: /^unsubscribe / });
    await row.first().waitFor();
    const cells = await row.first().getByRole('cell').allTextContents();
    const frequency = Number(cells[1]?.replace(',', ''));
    expect(Number(cells[2])).toBeCloseTo(Math.log((1 + 4379) / (1 + frequency)) + 1, 4);
    await page.getByLabel('Find a term').fill('');
    await page.getByRole('button', { name: /^term/ }).click();
    expect(await page.locator('th[aria-sort=ascending]').textContent()).toContain('term');
  });

  it('shows a document’s heaviest terms', async () => {
    await page.getByRole('tab', { name: 'Document', exact: true }).click();
    await page.getByText(/of them are features/).waitFor();
    const weights = await page.locator('.document tbody tr td:nth-child(4)').allTextContents();
    const values = weights.map(Number);
    expect(values.length).toBeGreaterThan(3);
    expect(values).toEqual([...values].sort((a, b) => b - a));
  });

  it('reads a table by columns that are chosen from its first rows', async () => {
    const path = join(window.filesDir, 'reviews.csv');
    const lines = Array.from({ length: 24 }, (_, i) => `${i},"review ${i}, with a comma",${i % 3}`);
    writeFileSync(path, ['id,words,stars', ...lines].join('\n'));
    await page.getByRole('button', { name: 'Add data' }).click();
    await page.getByText('A table', { exact: true }).click();
    await page.getByRole('textbox', { name: 'Path' }).fill(path);
    await page.getByText('review 0, with a comma').waitFor();
    expect(await page.getByRole('combobox', { name: 'Text' }).textContent()).toContain('words');
    expect(await page.getByRole('combobox', { name: 'Class' }).textContent()).toContain('stars');
    await page.getByRole('button', { name: 'Import', exact: true }).click();
    await page.getByText('Read reviews.csv: 24 documents.').waitFor();
    expect(window.lab.listDatasets()[0]).toMatchObject({ title: 'reviews.csv', classes: ['0', '1', '2'] });
  });

  it('says what is wrong with the columns of a table before it is read, and shows those it takes first', async () => {
    const look = async (name: string, content: string): Promise<void> => {
      writeFileSync(join(window.filesDir, name), content);
      await window.go('/datasets?add=table');
      await page.getByRole('textbox', { name: 'Path' }).fill(join(window.filesDir, name));
    };
    const importButton = page.getByRole('button', { name: 'Import', exact: true });
    await look('empty.csv', '');
    await page.getByText('There is nothing in this file.').waitFor();
    await look('one.csv', 'text\na b\nc d\n');
    await page.getByText('One column only. Two are needed').waitFor();
    expect(await importButton.isDisabled()).toBe(true);
    const columns = Array.from({ length: 200 }, (_, at) => (at === 150 ? 'label' : `c${at}`));
    const row = columns.map((_, at) =>
      at === 150 ? 'a' : at === 120 ? 'quite a long text of words' : 'word',
    );
    await look('wide.csv', [columns, row, row].map((cells) => cells.join(',')).join('\n'));
    const heads = page.locator('.preview th');
    await expect.poll(async () => (await heads.allInnerTexts()).length).toBe(200);
    expect((await heads.allInnerTexts()).slice(0, 3)).toEqual(['c120 Text', 'label Class', 'c0']);
    const cell = await page.locator('.preview td').first().boundingBox();
    expect(cell?.width).toBeGreaterThan(100);
    await window.go('/datasets');
  });

  it('removes a dataset no run was trained on', async () => {
    await page.getByRole('tab', { name: 'Classes' }).click();
    await page.getByRole('button', { name: 'Remove', exact: true }).click();
    await page.getByText(/Removed “reviews.csv”/).waitFor();
    const titles = (): string[] => window.lab.listDatasets().map(({ title }) => title);
    expect(titles()).toEqual(['SpamAssassin']);
    await page.getByRole('button', { name: 'Undo' }).click();
    await page
      .locator('.facts')
      .getByText(/reviews\.csv$/)
      .waitFor();
    expect(titles()).toEqual(['reviews.csv', 'SpamAssassin']);
    await page.getByRole('button', { name: 'Remove', exact: true }).click();
    await page.getByText(/Removed “reviews.csv”/).waitFor();
    await page.keyboard.press('Control+z');
    await expect.poll(titles).toEqual(['reviews.csv', 'SpamAssassin']);
    await page.getByRole('button', { name: 'Remove', exact: true }).click();
    await page.getByText(/Removed “reviews.csv”/).waitFor();
    expect(titles()).toEqual(['SpamAssassin']);
  });

  it('says in one sentence what is wrong with a path, and shares no other folder', async () => {
    await window.go('/datasets?add=folder');
    const field = page.getByRole('textbox', { name: 'Path' });
    await field.fill(join(window.filesDir, 'nothing-here'));
    await page.getByText(/No such file or folder/i).waitFor();
    await field.fill('/etc');
    await page.getByText(/Not in a folder this server shares: \/etc/i).waitFor();
    mkdirSync(join(window.filesDir, 'one', 'only'), { recursive: true });
    await field.fill(join(window.filesDir, 'one'));
    await page.getByText('One class only: only.').waitFor();
    expect(await page.getByRole('button', { name: 'Import', exact: true }).isDisabled()).toBe(true);
  });

  it('sends a dropped table to the lab, which keeps it where runs read it again', async () => {
    await window.go('/runs');
    // No folder of this server: it is on the machine of whoever looks at the window.
    const folder = mkdtempSync(join(tmpdir(), 'dropped-'));
    const path = join(folder, 'dropped table.csv');
    writeFileSync(path, `text,label\n${'some words,a\nother words,b\n'.repeat(8)}`);
    await page.dispatchEvent('body', 'dragover', {
      dataTransfer: await page.evaluateHandle(
        `(() => { const data = new DataTransfer(); data.items.add(new File([''], 'a.csv')); return data; })()`,
      ),
    });
    await page.getByText('Drop it to read it as data').waitFor();
    await dropFile(page, path);
    await page.getByText('some words').first().waitFor();
    expect(await page.getByRole('combobox', { name: 'Class' }).textContent()).toContain('label');
    rmSync(folder, { recursive: true });
    await page.getByRole('button', { name: 'Import', exact: true }).click();
    await page.getByText('Read dropped table.csv: 16 documents.').waitFor();
    const config = window.lab.listDatasets()[0]?.config;
    const kept = config?.source === 'table' ? config.path : '';
    expect(kept.startsWith(join(window.dataDir, 'datasets', 'sent'))).toBe(true);
    expect(readFileSync(kept, 'utf8')).toMatch(/^text,label\nsome words,a\n/);
  });

  it('sends a chosen file likewise, and asks for the path of a dropped folder, which a browser does not tell', async () => {
    await window.go('/datasets?add=table');
    const chooser = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: 'Choose', exact: true }).click();
    await (
      await chooser
    ).setFiles({ name: 'chosen.tsv', mimeType: 'text/plain', buffer: Buffer.from('text\tlabel\nx y\tz\n') });
    await page.getByText('x y').waitFor();

    const folder = mkdtempSync(join(tmpdir(), 'dropped-'));
    await dropFile(page, folder);
    await page.getByText(/A browser does not tell where the folder “dropped-/).waitFor();
    expect(await page.getByRole('radio', { name: /A folder/ }).isChecked()).toBe(true);
    rmSync(folder, { recursive: true });
  });

  it.each(['light', 'dark'] as const)('has no serious accessibility fault in the %s theme', async (theme) => {
    await page.emulateMedia({ colorScheme: theme });
    await window.go('/datasets');
    await page.getByRole('listbox', { name: 'Documents' }).waitFor();
    for (const tab of ['Classes', 'Vocabulary', 'Document']) {
      await page.getByRole('tab', { name: tab, exact: true }).click();
      await page.waitForTimeout(100);
      expect(await accessibilityFaults(page)).toEqual([]);
    }
    await window.go('/datasets?add=20newsgroups');
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.emulateMedia({ colorScheme: 'light' });
  });

  it('stands in 900 pixels: one part at a time, nothing wider than the window', async () => {
    await page.setViewportSize({ width: 900, height: 700 });
    await window.go('/datasets');
    await page.getByRole('group', { name: 'Part of the page' }).getByText('Inspector').click();
    await page.getByRole('tab', { name: 'Vocabulary' }).click();
    await page.getByLabel('Smallest df').waitFor();
    expect(await neededWidth(page)).toBe(900);
    await page.setViewportSize({ width: 1440, height: 900 });
  });
});

describe.skipIf(missing !== undefined)(titled('an import that takes its time'), () => {
  let window: LabWindow;
  let page: Page;
  beforeAll(async () => {
    // The scripted trainer reads a table until it is told to stop.
    window = await openWindow({ lab: { trainerEntry: scriptedTrainer } });
    ({ page } = window);
  });
  afterAll(() => window.close());
  afterEach(() => expect(window.complaints).toEqual([]));

  const start = async (): Promise<void> => {
    const path = join(window.filesDir, 'rows.csv');
    writeFileSync(path, 'text,label\na,1\nb,2\n');
    await window.go('/datasets?add=table');
    await page.getByRole('textbox', { name: 'Path' }).fill(path);
    await page.getByRole('combobox', { name: 'Text' }).waitFor();
    await page.getByRole('button', { name: 'Import', exact: true }).click();
    await page.getByRole('main').getByText('1 of 8 documents').waitFor();
  };

  it('goes on while one looks elsewhere, and is found again', async () => {
    await start();
    await window.go('/runs');
    await page.reload();
    await window.go('/datasets?add=folder');
    await page.getByRole('main').getByText('1 of 8 documents').waitFor();
  });

  it('stops when it is asked to, and keeps nothing half read', async () => {
    await page.getByRole('button', { name: 'Stop', exact: true }).click();
    await page.getByRole('button', { name: 'Import', exact: true }).waitFor();
    expect(window.lab.listDatasets()).toEqual([]);
    await start();
    await page.getByRole('button', { name: 'Stop', exact: true }).click();
    await page.getByText('Stopped.').waitFor();
    expect(window.lab.listDatasets()).toEqual([]);
  });
});
