/**
 * `npm run screenshots`: every page of the window in both themes, wide and 900 px, into docs/screenshots, and the pages that
 * say most also in Portuguese. A real lab in a temporary folder trains small runs first, so that the pictures show what a
 * user would see.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Page } from 'playwright-core';
import { openLab } from '../src/main/lab.ts';
import { startWebShell } from '../src/main/shells/web/index.ts';
import { asRunId } from '../src/shared/ids.ts';
import type { Experiment } from '../src/shared/experiment.ts';
import { sideCode } from '../src/shared/sideItem.ts';
import { findPreset } from '../src/shared/presets.ts';
import { browserMissing, findBrowser } from '../tests/helpers/browser.ts';

const root = join(import.meta.dirname, '..');
const out = join(root, 'docs', 'screenshots');
const dataDir = mkdtempSync(join(tmpdir(), 'lab-screenshots-'));
mkdirSync(out, { recursive: true });

const quickStart = findPreset('quick-start')?.experiment;
if (quickStart === undefined) throw new Error('there is no quick-start preset');
const variants: readonly Experiment[] = [
  quickStart,
  { ...quickStart, seed: 1 },
  { ...quickStart, seed: 2 },
  { ...quickStart, name: 'Quick start, randn', model: { ...quickStart.model, init: 'normal' } },
  { ...quickStart, name: 'Quick start, one head', model: { ...quickStart.model, heads: 1 } },
];

const found = await findBrowser();
if (found === undefined) throw new Error(browserMissing);
const lab = await openLab({ dataDir });
const shell = await startWebShell({ lab, dataDir, rendererDir: join(root, 'out', 'renderer'), port: 0 });
const browser = await chromium.launch({ executablePath: found.executablePath, args: [...found.args] });

/** What stands at `hash`, once nothing in it is on its way. */
async function shoot(page: Page, name: string, hash: string, prepare?: () => Promise<void>): Promise<void> {
  for (const theme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: theme });
    for (const width of [1440, 900]) {
      await page.setViewportSize({ width, height: 900 });
      await page.evaluate((route) => {
        location.hash = route;
      }, hash);
      await page.waitForTimeout(800);
      await prepare?.();
      for (const text of ['Working it out', 'Adding up', 'Calculando']) {
        await page.getByText(text).first().waitFor({ state: 'hidden', timeout: 60_000 });
      }
      await page.locator('main [aria-busy=true]').first().waitFor({ state: 'detached' });
      // What is measured, then drawn, takes a frame or two more.
      await page.waitForTimeout(700);
      const suffix = width === 1440 ? '' : `-${width}`;
      await page.screenshot({ path: join(out, `${name}-${theme}${suffix}.png`) });
    }
  }
  process.stdout.write(`${name}\n`);
}

try {
  const context = await browser.newContext({ locale: 'en-GB' });
  const page = await context.newPage();
  await page.goto(shell.url);
  await page.waitForSelector('nav');
  await shoot(page, 'home-empty', '#/');
  const runIds: string[] = [];
  for (const experiment of variants) {
    const id = lab.startRun(experiment);
    runIds.push(id);
    await lab.waitForRun(id);
  }
  const [first = '', second = '', third = '', unscaled = ''] = runIds;
  await lab.api.updateRun({ runId: asRunId(first), starred: true, tags: ['reference'] });
  const compared = `runs=${[first, second, third, unscaled].join(',')}`;
  await shoot(page, 'home', '#/');
  await shoot(page, 'datasets', '#/datasets');
  await shoot(page, 'datasets-add', '#/datasets?add=20newsgroups');
  await shoot(page, 'experiments', '#/experiments');
  await shoot(page, 'runs', '#/runs');
  await shoot(page, 'run', `#/runs/${first}`);
  await shoot(page, 'compare', `#/compare?${compared}`);
  await shoot(page, 'compare-parallel', `#/compare?plot=parallel&${compared}`);
  for (const tab of ['heads', 'model', 'film', 'classes', 'measures']) {
    await shoot(page, `attention-${tab}`, `#/attention/${tab}?run=${first}`);
  }
  const beside = [first, second, unscaled].map((id) =>
    sideCode({ kind: 'one', source: { kind: 'run', runId: asRunId(id), sequence: 0, step: null } }),
  );
  await shoot(page, 'attention-grid', `#/attention/grid?run=${first}&items=${beside.join(',')}`);
  await lab.api.importSample({});
  await shoot(page, 'attention-files', '#/attention/files');
  await shoot(page, 'compute', '#/compute');
  await shoot(page, 'about', '#/about');
  const portuguese = await browser.newContext({ locale: 'pt-BR' });
  const ptPage = await portuguese.newPage();
  await ptPage.goto(shell.url);
  await ptPage.waitForSelector('nav');
  for (const [name, hash] of [
    ['experiments', '#/experiments'],
    ['runs', '#/runs'],
    ['run', `#/runs/${first}`],
    ['compare', `#/compare?${compared}`],
    ['attention-heads', `#/attention/heads?run=${first}`],
  ] as const) {
    await shoot(ptPage, `${name}-pt-BR`, hash);
  }
  await portuguese.close();
  const live = lab.startRun({
    ...quickStart,
    name: 'A longer run',
    training: { ...quickStart.training, epochs: 24 },
  });
  // Far enough that there is a curve to see, and checkpoints of its attention.
  while (((await lab.api.getRun({ runId: live })).step ?? 0) < 600) await page.waitForTimeout(200);
  await shoot(page, 'run-live', `#/runs/${live}`);
  await lab.api.stopRun({ runId: asRunId(live) });
} finally {
  await browser.close();
  await shell.close();
  await lab.close({ mode: 'kill' });
  rmSync(dataDir, { recursive: true, force: true });
}
