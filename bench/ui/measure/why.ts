import { findPreset } from '../../../src/shared/presets.ts';
import { newsgroupsArchive } from '../../../tests/helpers/newsgroups.ts';
import { train } from '../folders.ts';
import { repeat, type Subject } from '../measurement.ts';
import { Opened } from '../opened.ts';

/** Why a cell has its score, of the notebook's model with its two D × D matrices; nothing where its data is not. */
export const why: Subject = {
  name: 'why',
  measure: async (stage) => {
    const { experiment } = findPreset('notebook-scaled') ?? {};
    if (experiment?.dataset.source !== '20newsgroups' || newsgroupsArchive === undefined) return [];
    const [id] = await train(stage.dataDir, [
      {
        ...experiment,
        dataset: { ...experiment.dataset, path: newsgroupsArchive },
        training: { ...experiment.training, epochs: 1 },
      },
    ]);
    const first: number[] = [];
    const after: number[] = [];
    await repeat(stage, async () => {
      // A process of its own each time: nothing is cached at first.
      const served = await stage.serve();
      const opened = await Opened.at(stage.browser, served.url);
      await opened.show(`/attention/heads?run=${id}`, { selector: '.map', marks: 1 });
      await opened.page.waitForTimeout(1000);
      first.push(await explained(opened, 'clear'));
      after.push(await explained(opened, 'next'));
      await opened.close();
      await served.close();
    });
    const common = { unit: 's' as const };
    return [
      { name: 'why view of a model of D × D: the first cell', limit: 3, values: first, ...common },
      { name: '– another cell', limit: 1, values: after, ...common },
    ];
  },
};

/** Seconds from the key that pins a cell until its reasons are there. */
async function explained(opened: Opened, from: 'clear' | 'next'): Promise<number> {
  const total = opened.page.locator('.reasons tfoot td').last();
  const before = from === 'clear' ? '' : await total.innerText();
  const start = performance.now();
  await opened.page.keyboard.press(']');
  for (;;) {
    if ((await total.count()) > 0 && (await total.innerText()) !== before) break;
    await opened.page.waitForTimeout(5);
  }
  return (performance.now() - start) / 1000;
}
