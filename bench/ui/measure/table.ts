import { writeRuns } from '../../../tests/helpers/writtenRuns.ts';
import { repeat, type Subject } from '../measurement.ts';
import { Opened } from '../opened.ts';

/** The table of ten thousand runs: its first picture, and scrolling through it. */
export const table: Subject = {
  name: 'table',
  measure: async (stage) => {
    await writeRuns(stage.dataDir, { runs: 10_000, steps: 256, experiments: 100 });
    const { url } = await stage.serve();
    const paints: number[] = [];
    const longest: number[] = [];
    const usual: number[] = [];
    await repeat(stage, async () => {
      const opened = await Opened.at(stage.browser, url);
      // The list has arrived: Home names how many are kept.
      await opened.page
        .locator('footer')
        .getByText(/10.?000/)
        .waitFor();
      paints.push(await opened.show('/runs', { selector: '.runs-table tbody tr.run', count: 20 }));
      await opened.page.waitForTimeout(1000);
      const box = await opened.box('.runs-table');
      const middle = [box.x + box.width / 2, box.y + box.height / 2] as const;
      const { frames } = await opened.record([], () => opened.scroll(middle, 8000, 4000));
      longest.push(Math.max(...frames));
      usual.push(frames.toSorted((a, b) => a - b)[frames.length >> 1] ?? Number.NaN);
      await opened.close();
    });
    return [
      { name: 'table of 10,000 runs: first paint', limit: 300, unit: 'ms', values: paints },
      { name: '– scrolled at 4000 px a second: longest frame', limit: 50, unit: 'ms', values: longest },
      { name: '– – median frame', limit: 17, unit: 'ms', values: usual },
    ];
  },
};
