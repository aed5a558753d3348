import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { sideCode } from '../../src/shared/sideItem.ts';
import type { RunId } from '../../src/shared/ids.ts';
import { findPreset } from '../../src/shared/presets.ts';
import { accessibilityFaults, missing, neededWidth, openWindow, titled, type LabWindow } from './lab.ts';

/** Numbers with a point that does not part thousands; versions, addresses, files and prices in a title are none. */
const pointed = (text: string): readonly string[] =>
  [...text.matchAll(/(?<![\w./$-])[−+-]?\d+\.\d+(?:,\d+)?(?![\w/-]|\.\d)/g)]
    .map(([number]) => number)
    .filter((number) => !/^[−+-]?[1-9]\d{0,2}(\.\d{3})+(,\d+)?$/.test(number));

describe.skipIf(missing !== undefined)(titled('the window in Portuguese'), () => {
  let window: LabWindow;
  let ids: readonly RunId[] = [];
  beforeAll(async () => {
    window = await openWindow({ locale: 'pt-BR', width: 900, height: 700 });
    const { experiment } = findPreset('quick-start')!;
    const short = { ...experiment, training: { ...experiment.training, epochs: 1 } };
    ids = [0, 1].map((seed) => window.lab.startRun({ ...short, seed }));
    for (const id of ids) await window.lab.waitForRun(id);
  });
  afterAll(() => window.close());
  afterEach(() => expect(window.complaints).toEqual([]));

  const pages = (): readonly (readonly [string, string])[] => {
    const [first = '', second = ''] = ids;
    const runs = `runs=${first},${second}`;
    const sides = ids.map((runId) =>
      sideCode({ kind: 'one', source: { kind: 'run', runId, sequence: 0, step: null } }),
    );
    return [
      ['home', '/'],
      ['datasets', '/datasets'],
      ['the wizard', '/datasets?add=20newsgroups'],
      ['the experiment form', '/experiments'],
      ['a fork', `/experiments?from=${first}&step=3`],
      ['runs', '/runs'],
      ['a run', `/runs/${first}`],
      ['a comparison', `/compare?${runs}`],
      ['bars', `/compare?plot=bars&${runs}`],
      ['parallel axes', `/compare?plot=parallel&${runs}`],
      ['points', `/compare?plot=scatter&${runs}`],
      ['compute', '/compute'],
      ...['heads', 'model', 'film', 'classes', 'measures'].map(
        (tab) => [`attention: ${tab}`, `/attention/${tab}?run=${first}`] as const,
      ),
      ['attention: grid', `/attention/grid?run=${first}&items=${sides.join(',')}`],
      ['files', '/attention/files'],
      ['about', '/about'],
    ];
  };

  it('writes its numbers with a comma, fits 900 px and is clean to axe on every page', async () => {
    const { page, go } = window;
    for (const [name, route] of pages()) {
      // From a page without documents: those of the last one are not read for this one's.
      await go('/about');
      await go(route);
      await page.locator('main [aria-busy=true]').first().waitFor({ state: 'detached' });
      await page.waitForLoadState('networkidle');
      // The words of a document, of Python and of a licence are others' and stay as they are.
      const text = (await page.locator('main, footer').allInnerTexts()).join('\n');
      const isOthers = ['datasets', 'about', 'compute', 'attention: heads'].includes(name);
      expect([name, isOthers ? [] : pointed(text)]).toEqual([name, []]);
      expect([name, await neededWidth(page)]).toEqual([name, 900]);
      expect([name, await accessibilityFaults(page)]).toEqual([name, []]);
    }
  });

  it('takes a comma where a decimal is typed', async () => {
    const { page, go } = window;
    await go('/experiments');
    const share = page.getByRole('textbox', { name: 'Parte de teste', exact: true });
    expect(await share.inputValue()).toBe('0,25');
    await share.fill('0,3');
    await page.getByText('dataset.testShare').waitFor();
    await share.fill('0.25');
    await page.getByText('dataset.testShare').waitFor({ state: 'detached' });
  });

  it('says in Portuguese why a file is refused', async () => {
    const { page, go } = window;
    await go('/datasets?add=table');
    await page.getByRole('textbox').first().fill(join(window.filesDir, 'nada.csv'));
    await page.getByText('Não existe este arquivo ou pasta').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    writeFileSync(join(window.filesDir, 'x.npy'), 'nada');
    await go(`/attention/files?path=${encodeURIComponent(join(window.filesDir, 'x.npy'))}`);
    await page.locator('main [role=alert]').waitFor();
    expect(await page.locator('main [role=alert]').innerText()).not.toMatch(/\b(the|not|ends|too)\b/);
    expect(await accessibilityFaults(page)).toEqual([]);
  });
});
