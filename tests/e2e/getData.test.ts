import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openMirror, type Mirror } from '../helpers/mirror.ts';
import { newsgroupsArchive } from '../helpers/newsgroups.ts';
import { missing, openWindow, titled, type LabWindow } from './lab.ts';

const mirroredTrainer = join(import.meta.dirname, '../fixtures/trainers/mirroredTrainer.ts');
const lacking = newsgroupsArchive === undefined ? 'no copy of the 20 Newsgroups archive' : missing;
const title = lacking === undefined ? '20 Newsgroups' : `20 Newsgroups (${lacking})`;

describe.skipIf(lacking !== undefined)(titled(title), { timeout: 120_000 }, () => {
  let window: LabWindow;
  let page: Page;
  let mirror: Mirror;
  beforeAll(async () => {
    const archive = readFileSync(newsgroupsArchive ?? '');
    mirror = await openMirror(archive);
    process.env['ATTENTION_LAB_TEST_MIRRORED'] = createHash('sha256').update(archive).digest('hex');
    process.env['ATTENTION_LAB_TEST_MIRROR'] = 'http://127.0.0.1:1';
    window = await openWindow({ lab: { trainerEntry: mirroredTrainer } });
    ({ page } = window);
  });
  afterAll(async () => {
    await window.close();
    await mirror.close();
    delete process.env['ATTENTION_LAB_TEST_MIRROR'];
    delete process.env['ATTENTION_LAB_TEST_MIRRORED'];
  });
  afterEach(() => expect(window.complaints).toEqual([]));

  const alert = () => page.locator('.import [role=alert]');
  const press = (name: string): Promise<void> => page.getByRole('button', { name, exact: true }).click();

  it('are not to be had without a network, which is said with what to do', async () => {
    await window.go('/datasets?add=20newsgroups');
    await press('Get');
    await alert()
      .getByText(/qwone\.com: connection refused.*Check the network and try again/)
      .waitFor();
    process.env['ATTENTION_LAB_TEST_MIRROR'] = mirror.url;
  });

  it('are refused with another checksum, and nothing of them is kept', async () => {
    mirror.mood = { wrong: true };
    await press('Try again');
    await alert()
      .getByText(/qwone\.com: wrong checksum, its file was deleted/)
      .waitFor();
  });

  it('are kept as far as they came when the server breaks off', async () => {
    mirror.mood = { upTo: 5_000_000, then: 'break' };
    await press('Try again');
    await alert()
      .getByText(/connection lost.*it goes on after [34]\.\d MB/)
      .waitFor();
  });

  it('are downloaded in sight on every page, and stopped on their own', async () => {
    mirror.mood = { upTo: 9_000_000, then: 'wait' };
    await press('Try again');
    await page.getByRole('main').getByText('of 14 MB').waitFor();
    await window.go('/');
    const bar = page.getByRole('contentinfo');
    await bar.getByText('of 14 MB').waitFor();
    await bar.getByRole('link', { name: 'Downloading' }).click();
    await press('Stop');
    await page.getByText('Stopped. What was downloaded is kept').waitFor();
  });

  it('go on from there, also by who looked elsewhere meanwhile', async () => {
    await window.go('/runs');
    await page.reload();
    await window.go('/datasets?add=20newsgroups');
    mirror.mood = {};
    await press('Go on');
    await page.getByText(/^Read 20 Newsgroups.*: 3749 documents\.$/).waitFor();
    expect(mirror.ranges.at(-1)).toBe('bytes=9000000-');
    await page.getByRole('row', { name: /sci\.space/ }).waitFor();
  });

  it('stay where they are while another is read: the page goes to no dataset but the one that was asked for', async () => {
    const path = join(window.filesDir, 'mine.csv');
    writeFileSync(path, `text,label\n${'one two,a\nthree four,b\n'.repeat(8)}`);
    const places: string[] = [];
    page.on('framenavigated', (frame) => places.push(frame.url()));
    await window.go('/datasets?add=table');
    await page.getByRole('textbox', { name: 'Path' }).fill(path);
    await page.getByRole('combobox', { name: 'Class' }).waitFor();
    await press('Import');
    await page.getByText('Read mine.csv: 16 documents.').waitFor();
    await page.waitForURL(/open=/);
    const mine = window.lab.listDatasets().find((dataset) => dataset.title === 'mine.csv');
    expect(places.filter((place) => place.includes('open='))).toEqual([page.url()]);
    expect(page.url()).toContain(mine?.hash);
  });

  it('say on any page that they could not be read', async () => {
    const path = join(window.filesDir, 'later.csv');
    writeFileSync(path, 'text,label\nonly,a\n');
    await window.go('/runs');
    await window.lab.dispatch('importDataset', {
      dataset: { source: 'table', path, textColumn: 'text', labelColumn: 'label' },
    });
    await page
      .getByRole('alert')
      .getByText(/one class/i)
      .waitFor();
  });
});
