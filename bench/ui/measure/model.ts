import { join } from 'node:path';
import { openLab } from '../../../src/main/lab.ts';
import { writeNpy } from '../attentionFiles.ts';
import { repeat, type Subject } from '../measurement.ts';
import { Opened } from '../opened.ts';

const [layers, heads] = [12, 12];

/** Every head of a model of twelve layers at once, from a window that has shown another attention. */
export const model: Subject = {
  name: 'model',
  measure: async (stage) => {
    const path = join(stage.dataDir, 'model.npy');
    writeNpy(path, [layers, heads, 128, 128]);
    const lab = await openLab({ dataDir: stage.dataDir });
    const { id } = await lab.api.importAttention({ path, rows: 'queries' });
    await lab.close();
    const { url } = await stage.serve();
    const values = await repeat(stage, async () => {
      const opened = await Opened.knowing(stage.browser, url, ['/attention/model?run=none0000']);
      const shown = await opened.show(
        `/attention/model?file=${id}`,
        { selector: '.model-page .grid', marks: layers * heads },
        { selector: '.map', marks: 1 },
      );
      await opened.close();
      return shown;
    });
    return [
      {
        name: `model view, ${layers} × ${heads} heads × 128 tokens: every head drawn`,
        limit: 500,
        unit: 'ms',
        values,
        peer: 'BertViz 51 s',
      },
    ];
  },
};
