import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { RunId } from '../../src/shared/ids.ts';
import { findPreset } from '../../src/shared/presets.ts';
import { accessibilityFaults, missing, openWindow, titled, type LabWindow } from './lab.ts';

const quickStart = findPreset('quick-start')!.experiment;

/** Runs exported in one window and dropped on the window of another lab. */
describe.skipIf(missing !== undefined)(titled('runs as one .attlab file'), () => {
  let home: LabWindow;
  let away: LabWindow;
  let ids: readonly RunId[] = [];
  let file: Buffer;
  beforeAll(async () => {
    home = await openWindow();
    away = await openWindow();
    const training = { ...quickStart.training, epochs: 1 };
    ids = [0, 1].map((seed) => home.lab.startRun({ ...quickStart, seed, training }));
    await Promise.all(ids.map((id) => home.lab.waitForRun(id)));
  });
  afterAll(async () => {
    await home.close();
    await away.close();
  });
  afterEach(() => expect([...home.complaints, ...away.complaints]).toEqual([]));

  /** As a person drops it: the page sees a file whose place the browser does not tell. */
  const drop = async ({ page }: LabWindow, bytes: Buffer, name: string): Promise<void> => {
    const script = `(() => {
      const bytes = Uint8Array.from(atob(${JSON.stringify(bytes.toString('base64'))}), (letter) => letter.charCodeAt(0));
      const data = new DataTransfer();
      data.items.add(new File([bytes], ${JSON.stringify(name)}));
      globalThis.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));
    })()`;
    await page.evaluate(script);
  };
  const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

  it('are exported with the comparison they are shown in', async () => {
    const { page } = home;
    await home.go(`/compare?runs=${ids.join(',')}&plot=bars&group=none`);
    await page.getByRole('img', { name: /^Bars of/ }).waitFor();
    await page.getByRole('button', { name: 'Export…' }).click();
    expect(await accessibilityFaults(page)).toEqual([]);
    // A browser drags by itself: the chip is the desktop's.
    expect(await page.locator('.chip').count()).toBe(0);
    const saving = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Export .attlab' }).click();
    const saved = await saving;
    expect(saved.suggestedFilename()).toMatch(/\.attlab$/);
    file = readFileSync(await saved.path());
    expect(file.subarray(0, 15).toString()).toBe('SQLite format 3');
  });

  it('are imported by a drop on any page of another lab, where their comparison opens as it was', async () => {
    const { page } = away;
    await away.go('/compute');
    await drop(away, file, 'two runs.attlab');
    await page.getByRole('img', { name: /^Bars of/ }).waitFor();
    expect(page.url()).toContain('plot=bars');
    await page
      .getByText(/2 runs/)
      .first()
      .waitFor();
    for (const runId of ids) {
      const [there, here] = [await home.lab.api.getRun({ runId }), await away.lab.api.getRun({ runId })];
      expect(plain({ ...here, checkpoints: [] })).toEqual(plain({ ...there, checkpoints: [] }));
      expect(await away.lab.api.getLosses({ runId, fromStep: 1 })).toEqual(
        await home.lab.api.getLosses({ runId, fromStep: 1 }),
      );
      for (const step of there.snapshotSteps) {
        const asked = { runId, step, sequence: 0 };
        expect(await away.lab.api.getAttention(asked)).toEqual(await home.lab.api.getAttention(asked));
      }
    }
  });

  it('are not added twice, and a file that is none is refused in a sentence', async () => {
    const { page } = away;
    await away.go('/runs');
    await drop(away, file, 'again.attlab');
    await page.getByRole('img', { name: /^Bars of/ }).waitFor();
    expect(await away.lab.api.listRuns({})).toHaveLength(2);
    await away.go('/runs');
    await drop(away, file.subarray(0, 5000), 'cut.attlab');
    await page.getByText(/the shared file is damaged|not a shared Attention Lab file/i).waitFor();
    await drop(away, Buffer.from('no runs'), 'text.attlab');
    await page.getByText(/not a shared Attention Lab file/i).waitFor();
    expect(await away.lab.api.listRuns({})).toHaveLength(2);
  });

  it('are chosen by a button, too, and stay away without their documents where that was asked', async () => {
    const { page } = home;
    await home.go(`/runs/${ids[0]}`);
    await page.getByRole('button', { name: 'Export…' }).click();
    await page.getByText('With the documents’ texts and titles').click();
    const saving = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Export .attlab' }).click();
    const path = await (await saving).path();
    expect(readFileSync(path).length).toBeLessThan(file.length);
    await away.go('/runs');
    const chooser = away.page.waitForEvent('filechooser');
    await away.page.getByRole('button', { name: 'Import .attlab' }).click();
    await (await chooser).setFiles(path);
    await away.page
      .getByText(/here already/)
      .first()
      .waitFor();
    expect(await away.lab.api.listRuns({})).toHaveLength(2);
  });
});
