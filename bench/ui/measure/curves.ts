import { writeRuns } from '../../../tests/helpers/writtenRuns.ts';
import { repeat, type Subject } from '../measurement.ts';
import { Opened } from '../opened.ts';

const runs = 200;
const steps = 10_000;

/** Two hundred runs of ten thousand steps over one another, every run by itself. */
export const curves: Subject = {
  name: 'curves',
  measure: async (stage) => {
    const ids = await writeRuns(stage.dataDir, { runs, steps, experiments: 20 });
    const { url } = await stage.serve();
    const shown: number[] = [];
    const moves: number[] = [];
    await repeat(stage, async () => {
      const opened = await Opened.at(stage.browser, url);
      await opened.page.locator('footer').getByText(String(runs)).waitFor();
      // A line a run, in groups of none: all of them, and not those that came first.
      shown.push(
        await opened.show(`/compare?runs=${ids.join(',')}&group=none`, {
          selector: '.loss-pane[aria-busy="false"] .loss-plot[aria-busy="false"]',
          marks: runs,
        }),
      );
      await opened.page.waitForTimeout(1500);
      const { x, y, width, height } = await opened.box('.loss-plot');
      const places = Array.from(
        { length: 60 },
        (_, i) => [x + 80 + (i / 60) * width * 0.6, y + height * 0.4] as const,
      );
      const { answers } = await opened.record(['pointermove'], () => opened.moveOver(places));
      moves.push(...answers);
      await opened.close();
    });
    return [
      {
        name: `${runs} runs × ${steps.toLocaleString('en')} points overlaid`,
        limit: 1000,
        unit: 'ms',
        values: shown,
        peer: 'trackers draw a sample of 320 to 1500 points a run',
      },
      { name: '– the cursor moved: every run read at its step', limit: 16, unit: 'ms', values: moves },
    ];
  },
};
