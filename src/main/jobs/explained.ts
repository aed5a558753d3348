import { LabError } from '../../shared/errors.ts';
import { experimentSchema, type Experiment } from '../../shared/experiment.ts';
import type { Untrained } from '../../shared/explain.ts';
import type { RunSummary } from '../../shared/run.ts';
import type { Store } from '../store/store.ts';

/** Test documents that can be asked about: those of a run, or of a dataset that nothing was trained on. */
export interface Explained {
  /** Names the process that answers. */
  readonly key: string;
  readonly experiment: Experiment;
  readonly datasetHash: string;
  readonly classes: readonly string[];
  /** Complete sequences of the test split. */
  readonly testSequences: number;
}

/** Throws `LabError('not-found')` of a run that has not read its documents yet. */
export function explainedRun({ id, experiment, datasetHash, shape }: RunSummary): Explained {
  if (datasetHash === null || shape === null) {
    throw new LabError('not-found', `the run has not read its documents yet: ${id}`, {
      hint: 'Its attention can be explained once it has started',
    });
  }
  const { classes, testSequences } = shape;
  return { key: id, experiment, datasetHash, classes, testSequences };
}

/**
 * A dataset's test documents, under the experiment that would read them: only its measures can be asked for. Throws
 * `LabError` if there is no such dataset, or not enough documents for one sequence.
 */
export function explainedDataset(store: Store, untrained: Untrained): Explained {
  const { dataset, features, sequenceLength } = untrained;
  const found = store.datasets.get(dataset);
  if (found === null) {
    throw new LabError('not-found', `no such dataset: ${dataset.slice(0, 12)}…`, {
      hint: 'It may have been removed, perhaps from another window',
    });
  }
  const { title, config, classes, testDocuments } = found;
  const testSequences = Math.floor(testDocuments / sequenceLength);
  if (testSequences === 0) {
    throw new LabError(
      'bad-input',
      `the test split of ${title} has ${testDocuments} documents: no sequence of ${sequenceLength}`,
      { hint: `Use sequences of 2 to ${testDocuments}` },
    );
  }
  const experiment = experimentSchema.parse({
    version: 1,
    name: title.trim().slice(0, 200) || 'dataset',
    dataset: config,
    features,
    // Of no effect: nothing is trained.
    training: { learningRate: 1, sequenceLength },
  });
  const key = `${dataset} ${sequenceLength} ${JSON.stringify(features)}`;
  return { key, experiment, datasetHash: dataset, classes, testSequences };
}
