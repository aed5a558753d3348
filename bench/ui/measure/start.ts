import { Opened } from '../opened.ts';
import { serveBuilt } from '../../../tests/helpers/servedLab.ts';
import { writeRuns } from '../../../tests/helpers/writtenRuns.ts';
import { repeat, type Subject } from '../measurement.ts';

/** From the start of the process to a window that can be used, in a browser that runs already and knows nothing. */
export const start: Subject = {
  name: 'start',
  measure: async (stage) => {
    const { browser, dataDir } = stage;
    const once = async (): Promise<number> => {
      const served = await serveBuilt(dataDir);
      const opened = await Opened.at(browser, served.url);
      await opened.page.locator('main button, main a.btn').first().click({ trial: true });
      const seconds = (performance.now() - served.startedAt) / 1000;
      await opened.close();
      await served.close();
      return seconds;
    };
    // The first opening makes the folder, as a person's first one does.
    const empty = await repeat(stage, once);
    await writeRuns(dataDir, { runs: 500, steps: 544, experiments: 50 });
    const used = await repeat(stage, once);
    const common = { limit: 2, unit: 's' as const };
    return [
      { name: 'process start to interactive window, first start', values: empty, ...common },
      { name: 'process start to interactive window, 500 runs kept', values: used, ...common },
    ];
  },
};
