import { shortRun, train } from '../folders.ts';
import { repeat, type Subject } from '../measurement.ts';
import { Opened } from '../opened.ts';

const panels = 8;

/** The film of eight runs, their maps of 32 × 32 moved through by a hand on the snapshots below the losses. */
export const scrub: Subject = {
  name: 'scrub',
  measure: async (stage) => {
    const [id] = await train(
      stage.dataDir,
      Array.from({ length: panels }, (_, seed) =>
        shortRun({ name: `seed ${seed}`, seed, heads: 1, snapshotEvery: 1 }),
      ),
    );
    const { url } = await stage.serve();
    const frameRates: number[] = [];
    const longest: number[] = [];
    const answered: number[] = [];
    await repeat(stage, async () => {
      const opened = await Opened.at(stage.browser, url);
      await opened.show('/runs', { selector: '.runs-table tbody tr.run', count: panels });
      await opened.page.locator('.runs-table thead input').first().check();
      await opened.show(
        `/attention/film?run=${id}`,
        { selector: '.film-page .panels', marks: panels },
        { selector: '.scrubber' },
      );
      await opened.page.waitForTimeout(1500);
      const { x, y, width, height } = await opened.box('.scrubber .bar');
      const at = (share: number): readonly [number, number] => [x + share * width, y + height / 2];
      await opened.page.mouse.move(...at(0.5));
      await opened.page.mouse.down();
      const { frames, answers } = await opened.record(['pointermove'], () =>
        opened.moveOver(
          Array.from({ length: 90 }, (_, i) => at(0.5 + 0.38 * Math.sin((i / 90) * 2 * Math.PI))),
        ),
      );
      await opened.page.mouse.up();
      // A hand that held nothing would be fast.
      await opened.page.waitForURL(/[?&]step=\d+/);
      await opened.close();
      frameRates.push(1000 / (frames.reduce((sum, each) => sum + each, 0) / frames.length));
      longest.push(Math.max(...frames));
      answered.push(...answers);
    });
    return [
      {
        name: `${panels} maps of 32 × 32 scrubbed through: mean rate`,
        limit: 58,
        unit: 'fps',
        values: frameRates,
        peer: 'drawn as SVG 20 fps',
      },
      { name: '– longest frame', limit: 33, unit: 'ms', values: longest },
      { name: '– work for one move of the hand', limit: 16, unit: 'ms', values: answered },
    ];
  },
};
