import type { ApiHandlers } from '../../shared/api.ts';
import type { AttentionBundle, AttentionToken } from '../../shared/attention.ts';
import { LabError } from '../../shared/errors.ts';
import type { QuestionScorer, Scorer, SequenceDocuments, Untrained } from '../../shared/explain.ts';
import type { RunId } from '../../shared/ids.ts';
import { measureId, measureTitle } from '../../shared/metrics.ts';
import { tokenNames } from '../../shared/tokenNames.ts';
import { explainedDataset, explainedRun, type Explained } from '../jobs/explained.ts';
import type { Store } from '../store/store.ts';
import type { ApiContext } from './context.ts';
import { visibleRun } from './runs.ts';

type ExplainMethods =
  | 'getSequence'
  | 'getTestSequences'
  | 'getDocumentTerms'
  | 'computeAttention'
  | 'explainCell'
  | 'explainClasses'
  | 'getClassMap'
  | 'compareMeasures'
  | 'startTrainTo';

/** Whose documents a question is about: of a run, or of a dataset without one. */
interface About {
  readonly runId?: RunId | undefined;
  readonly untrained?: Untrained | undefined;
}

/** What is worked out from a run's or a dataset's documents, and from a run's weights, when it is asked for. */
export function explainHandlers({
  store,
  jobs,
  board,
  threads,
  publish,
}: ApiContext): Pick<ApiHandlers, ExplainMethods> {
  const { explainers } = jobs;
  return {
    getSequence: ({ sequence, ...about }) => sequenceDocuments(store, explained(store, about), sequence),
    getTestSequences: ({ runId }) => {
      visibleRun(store, runId);
      const test = store.reports.get(runId)?.test ?? null;
      return test === null ? null : { losses: test.losses, sameClassMass: test.sameClassMass };
    },
    getDocumentTerms: async ({ rows, ...about }) => {
      const question = { kind: 'terms', rows: Int32Array.from(rows) } as const;
      return (await explainers.ask(explained(store, about), question)).documents;
    },
    computeAttention: async ({ by, sequence, ...about }) => {
      const subject = explained(store, about);
      const documents = sequenceDocuments(store, subject, sequence);
      const question = { kind: 'attention', by: scorerOf(store, about, by), rows: documents.rows } as const;
      const { attention } = await explainers.ask(subject, question);
      return computedBundle(subject, about, by, documents, attention.heads, attention.values);
    },
    explainCell: async ({ by, rows, key, query, withoutKeyTerms, withoutQueryTerms, ...about }) => {
      const answer = await explainers.ask(explained(store, about), {
        kind: 'cell',
        by: scorerOf(store, about, by),
        rows: Int32Array.from(rows),
        key,
        query,
        without: { key: withoutKeyTerms, query: withoutQueryTerms },
      });
      return answer.explanation;
    },
    explainClasses: async ({ runId, step, change, head, keyClass, queryClass }) => {
      const subject = explained(store, { runId });
      const checkpoint = checkpointAt(store, runId, step);
      const question = { kind: 'class-pair', checkpoint, change, head, keyClass, queryClass } as const;
      return (await explainers.ask(subject, question)).explanation;
    },
    getClassMap: async ({ by, ...about }) => {
      const subject = explained(store, about);
      const question = { kind: 'class-map', by: scorerOf(store, about, by) } as const;
      return (await explainers.ask(subject, question)).map;
    },
    compareMeasures: async (about) =>
      (await explainers.ask(explained(store, about), { kind: 'agreement' })).agreement,
    startTrainTo: ({ runId, step }) => {
      const run = visibleRun(store, runId).summary;
      const last = run.shape?.totalSteps ?? 0;
      if (step > last || store.readOnly) {
        throw new LabError('bad-input', `cannot train to step ${step}: ${runId} has ${last}`);
      }
      const jobId = board.start({ kind: 'reach', runId, step }, async (options) => {
        const checkpoint = await jobs.reach(run, step, threads, options);
        store.durably(() => store.checkpoints.save(runId, checkpoint));
        publish({ type: 'runs-changed', runIds: [runId] });
        return {};
      });
      return { jobId };
    },
  };
}

/** The contract's schema lets exactly one of the two through. */
function explained(store: Store, { runId, untrained }: About): Explained {
  if (runId !== undefined) return explainedRun(visibleRun(store, runId).summary);
  if (untrained !== undefined) return explainedDataset(store, untrained);
  throw new Error('neither a run nor a dataset');
}

function scorerOf(store: Store, { runId }: About, by: Scorer): QuestionScorer {
  if (by.kind === 'measure') return by;
  if (runId !== undefined) return { kind: 'weights', checkpoint: checkpointAt(store, runId, by.step) };
  throw new LabError('bad-input', 'no weights without a run: ask for a measure');
}

/** The folder of the weights after `step` updates; null for step 0 of a run whose weights are redrawn from its seed. */
function checkpointAt(store: Store, runId: RunId, step: number): string | null {
  if (step === 0) return store.checkpoints.beginningOf(visibleRun(store, runId).summary);
  const found = store.checkpoints.of(runId).findLast((checkpoint) => checkpoint.step === step);
  if (found !== undefined) return found.folder;
  throw new LabError('not-found', `no checkpoint at step ${step}: ${runId}`, {
    hint: 'Train to that step to have its weights',
  });
}

/** A complete sequence of test documents. Throws `LabError('not-found')` if there are not so many. */
function sequenceDocuments(store: Store, about: Explained, sequence: number): SequenceDocuments {
  const { datasetHash, experiment, classes, testSequences } = about;
  if (sequence >= testSequences) {
    throw new LabError('not-found', `the test split has ${testSequences} sequences: no ${sequence + 1}`, {
      hint: 'Sequences count from 0 here',
    });
  }
  const n = experiment.training.sequenceLength;
  const documents = store.datasets
    .documents(datasetHash)
    .filter(({ split }) => split === 'test')
    .slice(sequence * n, (sequence + 1) * n);
  const names = tokenNames(
    documents.map(({ label }) => label),
    classes,
  );
  return {
    sequence,
    rows: Int32Array.from(documents, ({ position }) => position),
    tokens: documents.map(({ label, title, hash }, i): AttentionToken => ({
      label: names[i] ?? '',
      group: label,
      title,
      documentHash: hash,
    })),
  };
}

function computedBundle(
  { experiment, classes }: Explained,
  { runId }: About,
  by: Scorer,
  { sequence, tokens }: SequenceDocuments,
  heads: number,
  values: Float32Array,
): AttentionBundle {
  const place = `test sequence ${sequence + 1}`;
  const isMeasure = by.kind === 'measure';
  const isPlain = isMeasure && !by.spec.softmax && by.spec.kind !== 'uniform';
  const measureAxis = isPlain ? 'none' : 'keys';
  return {
    layers: 1,
    heads,
    keys: tokens.length,
    queries: tokens.length,
    values,
    keyTokens: tokens,
    queryTokens: tokens,
    groups: classes,
    meta: {
      title: isMeasure
        ? `${measureTitle(by.spec)}, ${place}`
        : `${experiment.name}, step ${by.step}, ${place}`,
      origin: isMeasure
        ? { kind: 'measure', measure: measureId(by.spec), sequence }
        : { kind: 'run', runId: runId ?? '', step: by.step, sequence },
      normalisedOver: isMeasure ? measureAxis : experiment.model.softmaxOver,
      range: isPlain && values.some((value) => value < 0) ? 'signed' : 'unit',
    },
  };
}
