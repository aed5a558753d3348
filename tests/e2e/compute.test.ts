import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { RunId } from '../../src/shared/ids.ts';
import { scripted, scriptedTrainer } from '../helpers/scriptedLab.ts';
import { compiler, endlessCompiler, goodProbe, pip } from '../main/runtime/fakeTools.ts';
import { wheelFiles, zip } from '../main/runtime/madeUpPackages.ts';
import { accessibilityFaults, missing, neededWidth, openWindow, titled, type LabWindow } from './lab.ts';

describe.skipIf(missing !== undefined)(titled('the page Compute'), () => {
  let window: LabWindow;
  let page: Page;
  beforeAll(async () => {
    window = await openWindow();
    ({ page } = window);
    await window.go('/compute');
  });
  afterAll(() => window.close());
  afterEach(() => expect(window.complaints).toEqual([]));

  const rowOf = (name: string) => page.getByRole('row', { name: new RegExp(`^${name}`) });

  it('lists every engine: found, or why not and what changes it', async () => {
    await rowOf('wasm').waitFor();
    expect(await rowOf('wasm').textContent()).toContain('works');
    expect(await rowOf('reference').textContent()).toContain('works');
    const tensorflow = rowOf('TensorFlow');
    expect(await tensorflow.textContent()).toContain('missing');
    if (process.platform !== 'linux') return;
    await tensorflow.getByRole('button', { name: 'Install' }).click();
    const choices = await page.getByRole('menuitem').allTextContents();
    expect(choices).toContain('For this processor, 1.20 GB');
    await page.keyboard.press('Escape');
  });

  it('measures this machine, in sight, and keeps what it found', async () => {
    await page.getByRole('button', { name: 'Measure this machine' }).click();
    await page.getByRole('progressbar', { name: 'Measuring' }).waitFor();
    await page.getByRole('button', { name: 'Measure again' }).waitFor({ timeout: 90_000 });
    await expect.poll(() => rowOf('wasm').textContent()).toMatch(/[\d.]+ (ms|s).*a second/);
    await page.reload();
    await page.getByText(/^measured today/).waitFor();
    const measured = await window.lab.api.getMeasurements({});
    expect(measured?.measurements.map(({ engine, model }) => `${engine} ${model}`)).toEqual(
      expect.arrayContaining(['wasm small', 'wasm medium', 'reference small']),
    );
  });

  it('says what the data folder takes, and empties its cache', async () => {
    const cache = join(window.dataDir, 'cache');
    writeFileSync(join(cache, 'features-0.bin'), Buffer.alloc(3_000_000));
    await window.go('/runs');
    await window.go('/compute');
    await expect.poll(() => rowOf('Cache').textContent()).toContain('3 MB');
    await rowOf('Cache').getByRole('button', { name: 'Empty' }).click();
    await page.getByText('3 MB freed.').waitFor();
    expect(await rowOf('Cache').count()).toBe(0);
    expect(await rowOf('Database').textContent()).toMatch(/\d+ (kB|MB)/);
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
    await page.setViewportSize({ width: 1440, height: 900 });
  });
});

describe.skipIf(missing !== undefined)(titled('the page Compute, beside runs'), () => {
  let window: LabWindow;
  let page: Page;
  beforeAll(async () => {
    window = await openWindow({ lab: { trainerEntry: scriptedTrainer } });
    ({ page } = window);
  });
  afterAll(() => window.close());
  afterEach(() => expect(window.complaints).toEqual([]));

  it('does not measure while a run is in progress, and says so', async () => {
    const runId = window.lab.startRun(scripted('steps:100000 pace:20'));
    await window.go('/compute');
    await page.getByText('A run is in progress: measure when it has ended.').waitFor();
    expect(await page.getByRole('button', { name: 'Measure this machine' }).isDisabled()).toBe(true);
    window.lab.api.stopRun({ runId });
    await window.lab.waitForRun(runId);
    await expect
      .poll(() => page.getByRole('button', { name: 'Measure this machine' }).isEnabled())
      .toBe(true);
  });

  it('removes deleted runs for good once that was confirmed', async () => {
    const runId: RunId = window.lab.startRun(scripted('steps:5'));
    await window.lab.waitForRun(runId);
    const folder = join(window.dataDir, 'checkpoints', runId);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'weights.bin'), Buffer.alloc(2_000_000));
    await window.lab.api.deleteRuns({ runIds: [runId] });
    await window.go('/runs');
    await window.go('/compute');
    const row = page.getByRole('row', { name: /^Deleted runs/ });
    await expect.poll(() => row.textContent()).toContain('2 MB');
    await row.getByRole('button', { name: 'Remove for good' }).click();
    await row.getByText('No undo. Remove 1 run for good?').waitFor();
    await row.getByRole('button', { name: 'Keep' }).click();
    await row.getByRole('button', { name: 'Remove for good' }).click();
    await row.getByRole('button', { name: 'Remove', exact: true }).click();
    await page.getByText('2 MB freed.').waitFor();
    expect(await row.count()).toBe(0);
    await expect(Promise.resolve().then(() => window.lab.api.getRun({ runId }))).rejects.toThrow();
  });
});

describe.skipIf(missing !== undefined)(titled('TensorFlow on the page Compute'), () => {
  let window: LabWindow;
  let page: Page;
  let tools: string;
  /** Stands in for g++; a test that stops the installation puts one in its place that never ends. */
  const compilers: string[] = [];
  beforeAll(async () => {
    tools = mkdtempSync(join(tmpdir(), 'lab-install-'));
    const wheel = join(tools, 'tensorflow_cpu-2.21.0-cp311-cp311-manylinux_2_27_x86_64.whl');
    writeFileSync(wheel, zip(wheelFiles));
    window = await openWindow({
      lab: {
        installTools: {
          platform: 'linux',
          python: pip(tools, { 'tensorflow-cpu': wheel }),
          compilers,
          probe: () => Promise.resolve(goodProbe),
        },
      },
    });
    ({ page } = window);
    await window.go('/compute');
  });
  afterAll(async () => {
    await window.close();
    rmSync(tools, { recursive: true, force: true });
  });
  afterEach(() => expect(window.complaints).toEqual([]));

  const row = () => page.getByRole('row', { name: /^TensorFlow/ });
  const install = async (): Promise<void> => {
    await row().getByRole('button', { name: 'Install' }).click();
    await page.getByRole('menuitem', { name: /^For this processor/ }).click();
  };

  it('is stopped while it is being installed, and leaves nothing', async () => {
    compilers.splice(0, 1, endlessCompiler(tools));
    await install();
    await row().getByRole('progressbar').waitFor();
    await row().getByText('Compiling', { exact: false }).waitFor();
    await row().getByRole('button', { name: 'Stop' }).click();
    await row().getByRole('button', { name: 'Install' }).waitFor();
    expect((await window.lab.api.getRuntime({})).installed).toBeNull();
  });

  it('says in words what is missing', async () => {
    compilers.splice(0, 1, join(tools, 'no-such-compiler'));
    await install();
    const alert = row().getByRole('alert');
    await alert.waitFor();
    expect(await alert.textContent()).toMatch(/compiler/);
  });

  it('is installed with its progress in sight, and removed by a button', async () => {
    compilers.splice(0, 1, compiler(tools));
    await install();
    await row()
      .getByText(/2\.21\.0 for the processor/)
      .waitFor();
    expect((await window.lab.api.getRuntime({})).installed).toMatchObject({
      version: '2.21.0',
      variant: 'cpu',
    });
    await row().getByRole('button', { name: 'Remove' }).click();
    await page.getByText(/^TensorFlow removed:/).waitFor();
    expect((await window.lab.api.getRuntime({})).installed).toBeNull();
  });
});
