import { join } from 'node:path';
import type { Page } from 'playwright-core';
import type { ApiInput, ApiMethod, ApiOutput, ApiReply, LabBridge } from '../../src/shared/api.ts';
import { fromErrorMessage } from '../../src/shared/errors.ts';
import type { RunSummary } from '../../src/shared/run.ts';
import type { DesktopApp } from './desktopApp.ts';
import { recordDesktop } from './recordDesktop.ts';
import { writeSmallDataset } from '../helpers/smallDataset.ts';

/** The page's globals that specs use in it; the tests' own types know no page. */
export interface LabWindow {
  readonly attentionLab: LabBridge;
  readonly location: { href: string; hash: string };
  readonly document: {
    readonly body: { append(node: object): void };
    createElement(name: string): { textContent: string; readonly contentWindow: object };
  };
  readonly navigator: {
    readonly clipboard: { writeText(text: string): Promise<void> };
    readonly permissions: {
      query(descriptor: { readonly name: string }): Promise<{ readonly state: string }>;
    };
  };
  open(url: string): object | null;
}

/** Calls the lab as the page does, through what the preload exposes. Rejects with the error a refusal carries. */
export async function callLab<M extends ApiMethod>(
  page: Page,
  method: M,
  input: ApiInput<M>,
): Promise<ApiOutput<M>> {
  const reply = (await page.evaluate(
    ([name, value]) => (globalThis as unknown as LabWindow).attentionLab.call[name](value),
    [method, input] as const,
  )) as ApiReply<ApiOutput<M>>;
  if (!reply.ok) throw fromErrorMessage(reply.error);
  return reply.value;
}

/** The newest run, once it is as wanted. Rejects after the limit, or when it fails, saying how it was. */
export async function newestRun(
  page: Page,
  isWanted: (run: RunSummary) => boolean,
  limitMs = 60_000,
): Promise<RunSummary> {
  const end = performance.now() + limitMs;
  let run: RunSummary | undefined;
  while (performance.now() < end && run?.state !== 'failed') {
    [run] = await callLab(page, 'listRuns', {});
    if (run !== undefined && isWanted(run)) return run;
    await page.waitForTimeout(50);
  }
  throw new Error(`the run is not as wanted: ${run?.state ?? 'none'} at step ${run?.step ?? 0}`);
}

/** Chooses small data and starts a run that goes on for hours unless it is stopped, opens its page and waits for its first 100 steps. */
export async function startLongRun(app: DesktopApp, folder: string): Promise<RunSummary> {
  const { page } = app;
  const file = join(folder, 'documents');
  await writeSmallDataset(file);
  await recordDesktop(app, { file });
  const { path } = await callLab(page, 'pickPath', { kind: 'folder' });
  if (path === null) throw new Error('nothing was chosen');
  const experiment = {
    version: 1,
    name: 'Long',
    engine: 'reference',
    dataset: { source: 'folder', path },
    features: { minDf: 2, maxDf: 0.9 },
    model: { heads: 2, headDim: 16 },
    training: { learningRate: 0.001, epochs: 100_000, sequenceLength: 8 },
    probes: { sequences: 1, everySteps: 1000 },
    evaluate: { everyEpochs: 1000 },
  };
  const { runId } = await callLab(page, 'startRun', { experiment });
  await page.evaluate((id) => {
    (globalThis as unknown as LabWindow).location.hash = `#/runs/${id}`;
  }, runId);
  return newestRun(page, ({ state, step }) => state === 'running' && step > 100);
}

/** Drops a file on the middle of the window, as the system does. */
export async function dropFile(page: Page, path: string): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const data = { items: [], files: [path], dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    await session.send('Input.dispatchDragEvent', { type, x: 400, y: 300, data });
  }
  await session.detach();
}
