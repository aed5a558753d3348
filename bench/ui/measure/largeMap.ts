import { join } from 'node:path';
import { openLab } from '../../../src/main/lab.ts';
import { writeNpy } from '../attentionFiles.ts';
import { repeat, type Subject } from '../measurement.ts';
import { Opened } from '../opened.ts';

/** A map of 2048 × 2048 cells under the hand: zoomed by the wheel, moved by a drag. */
export const largeMap: Subject = {
  name: 'large',
  measure: async (stage) => {
    const path = join(stage.dataDir, 'large.npy');
    writeNpy(path, [1, 1, 2048, 2048]);
    const lab = await openLab({ dataDir: stage.dataDir });
    const { id } = await lab.api.importAttention({ path, rows: 'queries' });
    await lab.close();
    const { url } = await stage.serve();
    const longest: number[] = [];
    const usual: number[] = [];
    await repeat(stage, async () => {
      const opened = await Opened.at(stage.browser, url);
      await opened.show(`/attention/heads?file=${id}`, { selector: '.map', marks: 1 });
      await opened.page.locator('.head-view[aria-busy="false"]').waitFor();
      await opened.page.waitForTimeout(1000);
      const { x, y, width, height } = await opened.box('.map');
      const [middle, down] = [x + width / 2, y + height / 3];
      await opened.page.mouse.move(middle, down);
      const { frames } = await opened.record([], async () => {
        for (let turn = 0; turn < 12; turn += 1) {
          await opened.page.mouse.wheel(0, turn < 8 ? -100 : 100);
          await opened.page.waitForTimeout(50);
        }
        await opened.page.mouse.down();
        await opened.moveOver(Array.from({ length: 40 }, (_, i) => [middle - 3 * i, down - 2 * i] as const));
        await opened.page.mouse.up();
      });
      await opened.close();
      longest.push(Math.max(...frames));
      usual.push(frames.toSorted((a, b) => a - b)[frames.length >> 1] ?? Number.NaN);
    });
    return [
      { name: 'map of 2048 × 2048 zoomed and moved: longest frame', limit: 33, unit: 'ms', values: longest },
      { name: '– median frame', limit: 17, unit: 'ms', values: usual },
    ];
  },
};
