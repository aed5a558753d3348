/**
 * `npm run screenshots`: every page of the window in both themes, wide and 900 px, into docs/screenshots. A real lab in a
 * temporary folder trains small runs first, so that the pictures show what a user would see.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Page } from 'playwright-core';
import { openLab } from '../src/main/lab.ts';
import { startWebShell } from '../src/main/shells/web/index.ts';
import type { Experiment } from '../src/shared/experiment.ts';
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

async function shoot(page: Page, name: string, hash: string): Promise<void> {
  for (const theme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: theme });
    for (const width of [1440, 900]) {
      await page.setViewportSize({ width, height: 900 });
      await page.evaluate((route) => {
        location.hash = route;
      }, hash);
      await page.waitForTimeout(1200);
      const suffix = width === 1440 ? '' : `-${width}`;
      await page.screenshot({ path: join(out, `${name}-${theme}${suffix}.png`) });
    }
  }
  process.stdout.write(`${name}\n`);
}

try {
  const page = await browser.newPage();
  await page.goto(shell.url);
  await page.waitForSelector('nav');
  await shoot(page, 'home-empty', '#/');
  const runIds: string[] = [];
  for (const experiment of variants) {
    const id = lab.startRun(experiment);
    runIds.push(id);
    await lab.waitForRun(id);
  }
  const [first = '', second = '', , unscaled = ''] = runIds;
  await shoot(page, 'home', '#/');
  await shoot(page, 'datasets', '#/datasets');
  await shoot(page, 'experiments', '#/experiments');
  await shoot(page, 'runs', '#/runs');
  await shoot(page, 'run', `#/runs/${first}`);
  await shoot(page, 'compare', `#/compare?runs=${[first, second, unscaled].join(',')}`);
  await shoot(page, 'attention', `#/attention?run=${first}`);
  await shoot(page, 'compute', '#/compute');
} finally {
  await browser.close();
  await shell.close();
  await lab.close({ mode: 'kill' });
  rmSync(dataDir, { recursive: true, force: true });
}
