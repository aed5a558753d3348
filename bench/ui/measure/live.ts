import type { CDPSession } from 'playwright-core';
import { writeRuns } from '../../../tests/helpers/writtenRuns.ts';
import { repeat, type Subject } from '../measurement.ts';
import { Opened } from '../opened.ts';

const seconds = 5;

interface Processes {
  readonly processInfo: readonly { readonly type: string; readonly id: number; readonly cpuTime: number }[];
}

/** What the page of a run that trains costs while nobody touches it: its renderer process, not the training. */
export const live: Subject = {
  name: 'live',
  measure: async (stage) => {
    await writeRuns(stage.dataDir, { runs: 200, steps: 544, experiments: 20 });
    const { url } = await stage.serve();
    const opened = await Opened.at(stage.browser, url);
    await opened.show('/experiments', { selector: 'main input', count: 5 });
    const epochs = opened.page.getByRole('textbox', { name: 'Epochs', exact: true });
    await epochs.fill('1000');
    // Steps of ten milliseconds and more, as runs have that are worth watching.
    await opened.page.getByRole('textbox', { name: 'Head dimension d', exact: true }).fill('512');
    await opened.page.getByRole('button', { name: /^Run once/ }).click();
    await opened.page.waitForURL(/#\/runs\/[a-z0-9]+$/);
    await opened.page.locator('footer .num').first().waitFor();
    await opened.page.waitForTimeout(3000);
    const session = await stage.browser.newBrowserCDPSession();
    const values = await repeat(stage, async () => {
      const before = await rendererSeconds(session);
      await opened.page.waitForTimeout(seconds * 1000);
      return ((await rendererSeconds(session)) - before) * (100 / seconds);
    });
    await opened.close();
    return [{ name: 'page of a run that trains, untouched', limit: 10, unit: '% of a core', values }];
  },
};

async function rendererSeconds(session: CDPSession): Promise<number> {
  const { processInfo } = (await session.send('SystemInfo.getProcessInfo')) as Processes;
  return processInfo.filter(({ type }) => type === 'renderer').reduce((sum, { cpuTime }) => sum + cpuTime, 0);
}
