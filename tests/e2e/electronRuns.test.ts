import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { en } from '../../src/renderer/i18n/en.ts';
import type { DesktopApp } from '../electron/desktopApp.ts';
import { inside, launchIn, makeFolder, onEachDesktop, quit, removeFolder } from '../electron/eachDesktop.ts';
import { callLab, newestRun, startLongRun, type LabWindow } from '../electron/labPage.ts';
import { clickNote, recordDesktop, recordedBy } from '../electron/recordDesktop.ts';

const loss = /Loss against step/;

await onEachDesktop((desktop) => {
  const isKeptAwake = (app: DesktopApp): Promise<boolean> =>
    app.evaluate(({ powerSaveBlocker }) => [0, 1, 2].some((id) => powerSaveBlocker.isStarted(id)));

  let folder: string;
  let apps: DesktopApp[];
  beforeEach(() => {
    folder = makeFolder();
    apps = [];
  });
  afterEach(async () => {
    await Promise.all(apps.map((app) => app.kill()));
    removeFolder(folder);
  });
  const open = async (): Promise<DesktopApp> => {
    const app = await launchIn(desktop, folder);
    apps.push(app);
    return app;
  };

  it('trains quick start from the first button to its heatmap, and tells of its end', async () => {
    const app = await open();
    const { page } = app;
    await recordDesktop(app);
    await page.getByRole('button', { name: en.home.steps.quick.action }).click();
    await page.waitForURL(/#\/runs\//);

    // The curve grows while the run trains, and the machine is kept awake.
    const curve = page.getByRole('img', { name: loss });
    await newestRun(page, ({ state, step }) => state === 'running' && step > 0);
    const drawn = await curve.getAttribute('aria-label');
    await expect.poll(() => curve.getAttribute('aria-label')).not.toBe(drawn);
    expect(await isKeptAwake(app)).toBe(true);

    await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.blur());
    const run = await newestRun(page, ({ state }) => state === 'finished');
    expect(run.step).toBe(run.shape?.totalSteps);
    await page.getByText(en.state.finished, { exact: true }).first().waitFor();
    await page.getByRole('img', { name: /Attention map: 32 keys .* 32 queries/ }).waitFor();
    await expect.poll(() => isKeptAwake(app)).toBe(false);
    const { notes, progress } = await recordedBy(app);
    const canNotify = await app.evaluate(({ Notification }) => Notification.isSupported());
    expect(notes).toEqual(canNotify ? ['Quick start: finished'] : []);
    expect(progress.filter((share) => share > 0 && share <= 1).length).toBeGreaterThan(1);
    expect(progress.at(-1)).toBe(-1);

    // Elsewhere meanwhile: the note leads back to the run, the window to the front.
    await page.getByRole('link', { name: en.nav.compute }).click();
    const before = (await recordedBy(app)).focused;
    if (canNotify) {
      await clickNote(app);
      await page.waitForURL(new RegExp(`#/runs/${run.id}$`));
      expect((await recordedBy(app)).focused).toBe(before + 1);
    }

    // A file lands where the system's dialog says.
    const place = join(folder, 'shared.attlab');
    await recordDesktop(app, { place });
    const { path } = await callLab(page, 'pickSavePath', { name: 'run.attlab' });
    await callLab(page, 'exportRuns', { runIds: [run.id], path: path ?? '' });
    expect(readFileSync(place).length).toBeGreaterThan(1000);

    // Every page of the window, with a run to show.
    for (const link of await page.getByRole('navigation').first().getByRole('link').all()) {
      await link.click();
      await expect.poll(() => link.getAttribute('aria-current')).toBe('page');
      await page.getByRole('heading', { level: 1 }).waitFor();
    }
    await quit(app);
  });

  it('pauses, resumes and stops a run, whose numbers reach the page as typed arrays', async () => {
    const app = await open();
    const { page } = app;
    const { id } = await startLongRun(app, folder);
    const kinds = await page.evaluate(async (runId) => {
      const { call, onEvent } = (globalThis as unknown as LabWindow).attentionLab;
      const valueOf = async (reply: Promise<unknown>): Promise<Record<string, unknown>> =>
        ((await reply) as { readonly value: Record<string, unknown> }).value;
      const pushed = await new Promise<unknown>((resolve) => {
        const stop = onEvent((event) => {
          if (event.type !== 'steps') return;
          stop();
          resolve(event.losses);
        });
      });
      const { losses } = await valueOf(call.getLosses({ runId }));
      const { values } = await valueOf(call.getAttention({ runId }));
      return [pushed, losses, values].map((array) => Object.prototype.toString.call(array));
    }, id);
    expect(kinds).toEqual(['[object Float64Array]', '[object Float64Array]', '[object Float32Array]']);

    await page.getByRole('button', { name: en.run.pause }).click();
    const paused = await newestRun(page, ({ state }) => state === 'paused');
    await page.getByRole('button', { name: en.run.resume }).click();
    await newestRun(page, ({ state, step }) => state === 'running' && step > paused.step);
    await page.getByRole('button', { name: en.run.stop }).click();
    await newestRun(page, ({ state, step }) => state === 'cancelled' && step > paused.step);
    await page.getByRole('button', { name: en.run.resume }).waitFor();
    await quit(app);
  });

  it('asks before it quits while a run trains, and comes back as it was, with the run to resume', async () => {
    const app = await open();
    const bounds = { x: 60, y: 40, width: 1100, height: 720 };
    await app.evaluate(
      ({ BrowserWindow }, wanted) => BrowserWindow.getAllWindows()[0]?.setBounds(wanted),
      bounds,
    );
    await startLongRun(app, folder);

    await recordDesktop(app, { button: 0 });
    await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
    await expect
      .poll(async () => (await recordedBy(app)).questions)
      .toEqual([expect.stringMatching(/^Long is training \(step \d+\)/)]);
    const kept = await newestRun(app.page, ({ state }) => state === 'running');
    await newestRun(app.page, ({ step }) => step > kept.step + 100);

    await recordDesktop(app, { button: 1 });
    await quit(app);
    expect(JSON.parse(readFileSync(join(inside(folder).dataDir, 'window.json'), 'utf8'))).toEqual({
      ...bounds,
      maximised: false,
    });

    const again = await open();
    const { page } = again;
    const found = again.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getNormalBounds());
    expect(await found).toEqual(bounds);
    const run = await newestRun(page, ({ state }) => state === 'interrupted');
    expect(run.step).toBeGreaterThan(kept.step + 100);
    const { losses } = await callLab(page, 'getLosses', { runId: run.id });
    expect(losses).toHaveLength(run.step);
    await page.getByRole('link', { name: /Long/ }).first().click();
    await page.getByRole('img', { name: loss }).waitFor();
    await page.getByRole('button', { name: en.run.resume }).click();
    await newestRun(page, ({ state, step }) => state === 'running' && step > run.step);
    await page.getByRole('button', { name: en.run.stop }).click();
    await newestRun(page, ({ state }) => state === 'cancelled');
    await quit(again);
  });
});
