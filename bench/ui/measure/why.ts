import { findPreset } from '../../../src/shared/presets.ts';
import { newsgroupsArchive } from '../../../tests/helpers/newsgroups.ts';
import { train } from '../folders.ts';
import { repeat, type Subject } from '../measurement.ts';
import { Opened } from '../opened.ts';

/** Why a cell has its score, of the notebook's model with its two D × D matrices. */
export const why: Subject = {
  name: 'why',
  measure: async (stage) => {
    const { experiment } = findPreset('notebook-scaled') ?? {};
    if (experiment?.dataset.source !== '20newsgroups') throw new Error('the notebook is of other data');
    const [first, another] = [
      { name: 'why view of a model of D × D: the first cell', limit: 3, unit: 's' },
      { name: '– another cell', limit: 1, unit: 's' },
    ] as const;
    if (newsgroupsArchive === undefined) {
      const missing =
        'needs 20news-bydate.tar.gz in ../shared/data, or ATTENTION_LAB_SHARED naming that shared folder';
      return [first, another].map((line) => ({ ...line, values: [], missing }));
    }
    const [id] = await train(stage.dataDir, [
      {
        ...experiment,
        dataset: { ...experiment.dataset, path: newsgroupsArchive },
        training: { ...experiment.training, epochs: 1 },
      },
    ]);
    const firsts: number[] = [];
    const others: number[] = [];
    await repeat(stage, async () => {
      // A process of its own each time: nothing is cached at first.
      const served = await stage.serve();
      const opened = await Opened.at(stage.browser, served.url);
      await opened.show(`/attention/heads?run=${id}`, { selector: '.map', marks: 1 });
      await opened.page.waitForTimeout(1000);
      firsts.push(await explained(opened, 'clear'));
      others.push(await explained(opened, 'next'));
      await opened.close();
      await served.close();
    });
    return [
      { ...first, values: firsts },
      { ...another, values: others },
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
