import { shortRun, train } from '../folders.ts';
import { repeat, type Subject } from '../measurement.ts';
import { Opened } from '../opened.ts';

/** The first picture of a run that is kept, from a window that has shown another page. */
export const firstMap: Subject = {
  name: 'maps',
  measure: async (stage) => {
    const [id] = await train(stage.dataDir, [shortRun({ name: 'kept' })]);
    const { url } = await stage.serve();
    const values = await repeat(stage, async () => {
      const opened = await Opened.knowing(stage.browser, url, ['/runs/none0000']);
      const shown = await opened.show(`/runs/${id}`, { selector: '.plan', marks: 1 });
      await opened.close();
      return shown;
    });
    return [
      {
        name: 'first heatmap of a stored run',
        limit: 100,
        unit: 'ms',
        values,
        peer: 'BertViz 0.5 s at 32 tokens × 12 heads',
      },
    ];
  },
};
