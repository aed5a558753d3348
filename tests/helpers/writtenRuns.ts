import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Store } from '../../src/main/store/store.ts';
import { experimentSchema, type Experiment } from '../../src/shared/experiment.ts';
import type { RunId } from '../../src/shared/ids.ts';
import type { RunShape } from '../../src/shared/run.ts';
import { seededNumbers } from './seededNumbers.ts';

interface WrittenRuns {
  readonly runs: number;
  readonly steps: number;
  /** Experiments whose seeds they are. */
  readonly experiments: number;
}

/**
 * Data folders as months of work leave them, written through the store itself: runs that have ended, with every loss, an evaluation an epoch, tags and a
 * shape. Returns their ids, oldest first.
 */
export async function writeRuns(
  dataDir: string,
  { runs, steps, experiments }: WrittenRuns,
): Promise<readonly RunId[]> {
  mkdirSync(dataDir, { recursive: true });
  const store = new Store({
    file: join(dataDir, 'lab.sqlite'),
    backupsDir: join(dataDir, 'backups'),
    checkpointsDir: join(dataDir, 'checkpoints'),
  });
  const numbers = seededNumbers(1);
  const stepsPerEpoch = Math.ceil(steps / 4);
  const seconds = Float64Array.from({ length: steps }, (_, i) => (i + 1) * 0.09);
  const ids: RunId[] = [];
  store.transaction(() => {
    for (let i = 0; i < runs; i += 1) {
      const experiment = sweep(i % experiments, Math.floor(i / experiments));
      const id = store.runs.create({ experiment, threads: 0 });
      ids.push(id);
      store.life.begin(id);
      store.life.setStarted(
        id,
        { name: 'wasm', version: '1.0.0', device: 'CPU, 2 threads', threads: 2 },
        environment,
        shapeOf(experiment, stepsPerEpoch),
      );
      const [from, to] = [-0.3 - 0.1 * numbers.uniform(), -0.6 - 0.3 * numbers.uniform()];
      const losses = Float64Array.from(
        seconds,
        (_, step) => to + (from - to) * Math.exp((-4 * step) / steps) + 0.03 * numbers.normal(),
      );
      store.metrics.append(id, 1, losses, seconds);
      for (let epoch = 0; epoch <= 4; epoch += 1) {
        const loss = to + (from - to) * Math.exp(-epoch);
        const metrics = {
          loss,
          sameClassMass: 0.2 - loss / 2,
          voteAccuracy: 0.1 - loss,
          precisionAt1: -loss,
          entropy: 4 + loss,
        };
        store.evaluations.save(id, {
          epoch,
          step: Math.min(steps, epoch * stepsPerEpoch),
          metrics,
          seconds: 1,
        });
      }
      store.life.setProgress(id, {
        step: steps,
        lastLoss: losses.at(-1) ?? 0,
        bestLoss: losses.reduce((least, loss) => Math.min(least, loss)),
        secondsPerStep: 0.09,
        trainSeconds: steps * 0.09,
      });
      store.life.end(id, 'finished', null);
      if (i % 3 === 0) store.edits.edit(id, { tags: [`tag ${i % 7}`] });
    }
  });
  await store.close();
  return ids;
}

const environment = {
  appVersion: '0.1.0',
  nodeVersion: '24.0.0',
  platform: 'linux x64',
  processor: 'a processor',
  cores: 2,
  memoryBytes: 8e9,
};

function sweep(number: number, seed: number): Experiment {
  return experimentSchema.parse({
    version: 1,
    name: `sweep ${number}, lr ${(1e-4 * (1 + number)).toPrecision(2)}`,
    seed,
    dataset: { source: 'embedded' },
    training: { learningRate: 1e-4 * (1 + number), epochs: 4 },
  });
}

function shapeOf({ model, training }: Experiment, stepsPerEpoch: number): RunShape {
  return {
    trainDocuments: 2251,
    testDocuments: 1498,
    features: 8026,
    headDim: 64,
    heads: model.heads,
    parameters: 2 * model.heads * 64 * 8026,
    stepsPerEpoch,
    totalSteps: stepsPerEpoch * training.epochs,
    testSequences: 46,
    classes: ['easy ham', 'hard ham', 'spam'],
  };
}
