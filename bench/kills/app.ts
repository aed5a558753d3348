/**
 * A lab that is killed from outside. It goes on with what it finds: a run that was interrupted, or an import that is
 * not there yet. What it has stored it says on standard output, a line each: `told <run> <last step>`,
 * `anew <run>`, `ended <state>`.
 *
 *     node bench/kills/app.ts train|import <data folder> <folder of documents> <engine> <epochs>
 */
import { openLab, type Lab } from '../../src/main/lab.ts';
import { datasetSchema } from '../../src/shared/experiment.ts';
import type { RunId } from '../../src/shared/ids.ts';
import { killedExperiment } from './experiment.ts';

const [mode, dataDir = '', documents = '', engine = '', epochs = ''] = process.argv.slice(2);
const say = (line: string): void => void process.stdout.write(`${line}\n`);
const lab = await openLab({
  dataDir,
  threads: 1,
  door: 'a lab that is killed',
  limits: { restarts: [1, 1, 1, 1, 1, 1, 1, 1] },
});
say('open');
if (mode === 'import') {
  const { hash } = await lab.importDataset(datasetSchema.parse({ source: 'folder', path: documents }));
  say(`ended ${hash}`);
} else {
  await train();
}
await lab.close();

async function train(): Promise<void> {
  lab.onEvent((event) => {
    if (event.type === 'steps') say(`told ${event.runId} ${event.firstStep + event.losses.length - 1}`);
  });
  const run = await lab.waitForRun(await goOn(lab));
  say(`ended ${run.state}`);
}

async function goOn({ api, startRun }: Lab): Promise<RunId> {
  const experiment = killedExperiment(documents, engine === 'wasm' ? 'wasm' : 'reference', Number(epochs));
  const [newest] = await api.listRuns({});
  if (newest === undefined) return startRun(experiment);
  if (newest.state !== 'interrupted') return newest.id;
  const { checkpoints } = await api.getRun({ runId: newest.id });
  if (checkpoints.length > 0) {
    await api.resumeRun({ runId: newest.id });
    say('resumed');
    return newest.id;
  }
  // Killed before its first checkpoint: there is nothing to go on from, and the lab says so.
  const runId = startRun(experiment);
  say(`anew ${runId}`);
  return runId;
}
