import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { RunId } from '../../src/shared/ids.ts';
import { findPreset } from '../../src/shared/presets.ts';
import { accessibilityFaults, missing, neededWidth, openWindow, titled, type LabWindow } from './lab.ts';

/** A name that nobody hopes for: long, with what markup, a table and a formula would take for their own. */
const hostile = `=A1 "é" <b>&amp;</b> | % 🧪👩‍🔬 ${'sem espaço_'.repeat(10)} نهاية`;

interface Opened {
  readonly name: string;
  readonly route: string;
  readonly open: (page: Page) => Promise<unknown>;
  /** What floats, to be gone after Escape; null for what stands in the page. */
  readonly floats: string | null;
}

const press = (name: RegExp | string) => (page: Page) =>
  page.locator('main, nav').getByRole('button', { name }).first().click();

describe.skipIf(missing !== undefined)(titled('what opens over a page, with runs of hostile names'), () => {
  let window: LabWindow;
  let ids: readonly RunId[] = [];
  beforeAll(async () => {
    window = await openWindow({ width: 900, height: 700 });
    const { experiment } = findPreset('quick-start')!;
    const short = { ...experiment, name: hostile, training: { ...experiment.training, epochs: 1 } };
    ids = [0, 1].map((seed) => window.lab.startRun({ ...short, seed }));
    for (const id of ids) await window.lab.waitForRun(id);
  });
  afterAll(() => window.close());
  afterEach(() => expect(window.complaints).toEqual([]));

  const states = (): readonly Opened[] => {
    const [first = '', second = ''] = ids;
    const compare = `/compare?runs=${first},${second}`;
    const heads = `/attention/heads?run=${first}`;
    return [
      {
        name: 'commands',
        route: '/',
        open: (page) => page.keyboard.press('Control+k'),
        floats: '[role=dialog]',
      },
      { name: 'keys', route: '/', open: (page) => page.keyboard.press('?'), floats: '[role=dialog]' },
      { name: 'look', route: '/', open: press('Look'), floats: '.float' },
      { name: 'columns', route: '/runs', open: press('Columns'), floats: '.float' },
      { name: 'copy', route: '/runs', open: press(/^Copy table/), floats: '.float' },
      { name: 'table', route: compare, open: press('Table'), floats: '[role=dialog]' },
      { name: 'more of a run', route: `/runs/${first}`, open: press('More'), floats: '.float' },
      { name: 'share', route: `/runs/${first}`, open: press(/^Export…/), floats: '.float' },
      { name: 'source', route: heads, open: press(/another/i), floats: '.float' },
      { name: 'page to share', route: heads, open: press(/page|HTML/), floats: '.float' },
      { name: 'no such run', route: '/runs/nobody', open: () => Promise.resolve(), floats: null },
      {
        name: 'a bad form',
        route: '/experiments',
        open: (page) => page.getByRole('textbox', { name: 'Test share' }).fill('7'),
        floats: null,
      },
      {
        name: 'a fork from a step without weights',
        route: `/experiments?from=${first}&step=3`,
        open: (page) => page.getByText('There is no checkpoint at step 3.').waitFor(),
        floats: null,
      },
    ];
  };

  it.each(['light', 'dark'] as const)(
    'is clean to axe, fits 900 px and closes by Escape, %s',
    async (theme) => {
      const { page, go } = window;
      await page.emulateMedia({ colorScheme: theme });
      const found: string[] = [];
      for (const { name, route, open, floats } of states()) {
        await go('/about');
        await go(route);
        await page.locator('main [aria-busy=true]').first().waitFor({ state: 'detached' });
        await open(page);
        if (floats !== null) await page.locator(floats).first().waitFor();
        found.push(...(await accessibilityFaults(page)).map((fault) => `${name}: ${fault}`));
        const width = Number(await neededWidth(page));
        if (width > 900) found.push(`${name}: needs ${width} px`);
        if (floats === null) continue;
        const box = (await page.locator(floats).first().boundingBox())!;
        const isInside = box.x >= 0 && box.y >= 0 && box.x + box.width <= 900 && box.y + box.height <= 700;
        if (!isInside) found.push(`${name}: lies beyond the window, ${JSON.stringify(box)}`);
        await page.keyboard.press('Escape');
        await page.locator(floats).first().waitFor({ state: 'detached' });
      }
      expect(found).toEqual([]);
    },
  );
});
