import type { ApiHandlers } from '../../shared/api.ts';
import type { AttentionBundle, AttentionToken } from '../../shared/attention.ts';
import { LabError } from '../../shared/errors.ts';
import type { QuestionScorer, Scorer, SequenceDocuments } from '../../shared/explain.ts';
import type { RunId } from '../../shared/ids.ts';
import { measureId, measureTitle } from '../../shared/metrics.ts';
import type { RunSummary } from '../../shared/run.ts';
import { tokenNames } from '../../shared/tokenNames.ts';
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
  | 'startTrainTo';

/** What is worked out from a run's documents and weights when it is asked for. */
export function explainHandlers({
  store,
  jobs,
  board,
  threads,
  publish,
}: ApiContext): Pick<ApiHandlers, ExplainMethods> {
  const { explainers } = jobs;
  return {
    getSequence: ({ runId, sequence }) =>
      sequenceDocuments(store, visibleRun(store, runId).summary, sequence),
    getTestSequences: ({ runId }) => {
      visibleRun(store, runId);
      const test = store.reports.get(runId)?.test ?? null;
      return test === null ? null : { losses: test.losses, sameClassMass: test.sameClassMass };
    },
    getDocumentTerms: async ({ runId, rows }) => {
      visibleRun(store, runId);
      const question = { kind: 'terms', rows: Int32Array.from(rows) } as const;
      return (await explainers.ask(runId, question)).documents;
    },
    computeAttention: async ({ runId, by, sequence }) => {
      const run = visibleRun(store, runId).summary;
      const documents = sequenceDocuments(store, run, sequence);
      const question = { kind: 'attention', by: scorerOf(store, runId, by), rows: documents.rows } as const;
      const { attention } = await explainers.ask(runId, question);
      return computedBundle(run, by, documents, attention.heads, attention.values);
    },
    explainCell: async ({ runId, by, rows, key, query, withoutKeyTerms, withoutQueryTerms }) => {
      visibleRun(store, runId);
      const answer = await explainers.ask(runId, {
        kind: 'cell',
        by: scorerOf(store, runId, by),
        rows: Int32Array.from(rows),
        key,
        query,
        without: { key: withoutKeyTerms, query: withoutQueryTerms },
      });
      return answer.explanation;
    },
    explainClasses: async ({ runId, step, change, head, keyClass, queryClass }) => {
      visibleRun(store, runId);
      const checkpoint = checkpointAt(store, runId, step);
      const question = { kind: 'class-pair', checkpoint, change, head, keyClass, queryClass } as const;
      return (await explainers.ask(runId, question)).explanation;
    },
    getClassMap: async ({ runId, by }) => {
      visibleRun(store, runId);
      const question = { kind: 'class-map', by: scorerOf(store, runId, by) } as const;
      return (await explainers.ask(runId, question)).map;
    },
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
        return null;
      });
      return { jobId };
    },
  };
}

function scorerOf(store: Store, runId: RunId, by: Scorer): QuestionScorer {
  if (by.kind === 'measure') return by;
  return { kind: 'weights', checkpoint: checkpointAt(store, runId, by.step) };
}

/** The folder of the weights after `step` updates; null for step 0, whose weights are redrawn from the seed. */
function checkpointAt(store: Store, runId: RunId, step: number): string | null {
  if (step === 0) return null;
  const found = store.checkpoints.of(runId).findLast((checkpoint) => checkpoint.step === step);
  if (found !== undefined) return found.folder;
  throw new LabError('not-found', `no checkpoint at step ${step}: ${runId}`, {
    hint: 'Train to that step to have its weights',
  });
}

/** A complete sequence of test documents. Throws `LabError('not-found')` if there are not so many. */
function sequenceDocuments(store: Store, run: RunSummary, sequence: number): SequenceDocuments {
  const { datasetHash, shape, experiment } = run;
  if (datasetHash === null || shape === null) {
    throw new LabError('not-found', `the run has not read its documents yet: ${run.id}`);
  }
  if (sequence >= shape.testSequences) {
    throw new LabError(
      'not-found',
      `the test split has ${shape.testSequences} sequences: no ${sequence + 1}`,
      {
        hint: 'Sequences count from 0 here',
      },
    );
  }
  const n = experiment.training.sequenceLength;
  const documents = store.datasets
    .documents(datasetHash)
    .filter(({ split }) => split === 'test')
    .slice(sequence * n, (sequence + 1) * n);
  const names = tokenNames(
    documents.map(({ label }) => label),
    shape.classes,
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
  run: RunSummary,
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
    groups: run.shape?.classes ?? [],
    meta: {
      title: isMeasure ? `${measureTitle(by.spec)}, ${place}` : `${run.name}, step ${by.step}, ${place}`,
      origin: isMeasure
        ? { kind: 'measure', measure: measureId(by.spec), sequence }
        : { kind: 'run', runId: run.id, step: by.step, sequence },
      normalisedOver: isMeasure ? measureAxis : run.experiment.model.softmaxOver,
      range: isPlain && values.some((value) => value < 0) ? 'signed' : 'unit',
    },
  };
}
