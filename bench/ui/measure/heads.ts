import type { RunId } from '../../../src/shared/ids.ts';
import { shortRun, train } from '../folders.ts';
import { repeat, type Measurement, type Stage, type Subject } from '../measurement.ts';
import { Opened } from '../opened.ts';

const heads = 12;
const bertviz = {
  128: { show: 'BertViz 4.7 s', hover: 'BertViz 1.6 s' },
  256: { show: 'BertViz 20 s', hover: 'BertViz 13.7 s' },
} as const;
const limits = { 128: { shown: 300, whole: 1000 }, 256: { shown: 600, whole: 3000 } } as const;

/** The head view of a trained run with twelve heads, at two lengths: shown, and pointed at. */
export const headView: Subject = {
  name: 'heads',
  measure: async (stage) => {
    const ids = await train(stage.dataDir, [
      shortRun({ name: 'twelve heads, 128', heads, length: 128 }),
      shortRun({ name: 'twelve heads, 256', heads, length: 256, seed: 1 }),
    ]);
    const { url } = await stage.serve();
    const found: Measurement[] = [];
    for (const [i, length] of ([128, 256] as const).entries()) {
      const { shown, whole, hovers } = await measureRun(stage, url, ids[i]!);
      const { show, hover } = bertviz[length];
      found.push(
        {
          name: `head view, ${heads} heads × ${length} documents: shown, every line in sight drawn`,
          limit: limits[length].shown,
          unit: 'ms',
          values: shown,
          peer: show,
        },
        {
          name: '– every line drawn, those to scroll to as well',
          limit: limits[length].whole,
          unit: 'ms',
          values: whole,
          peer: show,
        },
        { name: '– pointed at a document', limit: 16, unit: 'ms', values: hovers, peer: hover },
      );
    }
    return found;
  },
};

async function measureRun(
  stage: Stage,
  url: string,
  runId: RunId,
): Promise<Record<'shown' | 'whole' | 'hovers', readonly number[]>> {
  const shown: number[] = [];
  const whole: number[] = [];
  const hovers: number[] = [];
  await repeat(stage, async () => {
    const opened = await Opened.knowing(stage.browser, url, ['/attention/heads?run=none0000']);
    // Busy until no line of the part in sight is missing; words and columns are marks of the same canvases.
    shown.push(
      await opened.show(
        `/attention/heads?run=${runId}`,
        { selector: '.head-view[aria-busy="false"]', marks: 100 },
        { selector: '.map', marks: 1 },
      ),
    );
    await opened.page.waitForTimeout(1500);
    const { x, y, width } = await opened.box('.head-pane .room');
    const places = Array.from({ length: 40 }, (_, i) => [x + width * 0.12, y + 40 + 7 * i] as const);
    hovers.push(...(await opened.record(['pointermove'], () => opened.moveOver(places))).answers);
    await opened.close();
  });
  await repeat(stage, async () => {
    const opened = await Opened.knowing(stage.browser, url, ['/attention/heads?run=none0000']);
    whole.push(
      await opened.show(`/attention/heads?run=${runId}`, { selector: '.head-view[data-whole]', marks: 100 }),
    );
    await opened.close();
  });
  return { shown, whole, hovers };
}
