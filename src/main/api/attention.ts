import type { ApiHandlers } from '../../shared/api.ts';
import type { AttentionBundle, AttentionToken } from '../../shared/attention.ts';
import { LabError } from '../../shared/errors.ts';
import type { ProbeSummary, RunSummary } from '../../shared/run.ts';
import type { Snapshot } from '../store/probes.ts';
import type { ApiContext } from './context.ts';
import { visibleRun } from './runs.ts';

/** Stored attention and the documents behind it. */
export function attentionHandlers({ store }: ApiContext): Pick<ApiHandlers, 'getAttention' | 'getDocuments'> {
  return {
    getAttention: ({ runId, step, sequence }) => {
      const { summary } = visibleRun(store, runId);
      const probe = store.probes.of(runId).find((candidate) => candidate.sequence === sequence);
      const snapshot = store.probes.snapshotAt(runId, sequence, step);
      if (probe === undefined || snapshot === null) throw noSnapshot(summary, step, sequence);
      return snapshotBundle(summary, probe, snapshot);
    },
    getDocuments: ({ hashes }) => store.documents.get(hashes),
  };
}

/** One snapshot of a probe as every view draws it: one layer, the same documents as keys and as queries. */
export function snapshotBundle(run: RunSummary, probe: ProbeSummary, snapshot: Snapshot): AttentionBundle {
  const tokens = probe.tokens.map((label, i): AttentionToken => ({
    label,
    group: probe.labels[i] ?? -1,
    title: probe.titles[i] ?? '',
    documentHash: probe.documentHashes[i] ?? null,
  }));
  return {
    layers: 1,
    heads: snapshot.heads,
    keys: probe.length,
    queries: probe.length,
    values: snapshot.values,
    keyTokens: tokens,
    queryTokens: tokens,
    groups: run.shape?.classes ?? [],
    meta: {
      title: `${run.name}, step ${snapshot.step}, test sequence ${probe.sequence + 1}`,
      origin: { kind: 'run', runId: run.id, step: snapshot.step, sequence: probe.sequence },
      normalisedOver: run.experiment.model.softmaxOver,
      range: 'unit',
    },
  };
}

function noSnapshot(run: RunSummary, step: number | null, sequence: number): LabError {
  const { sequences, everySteps } = run.experiment.probes;
  if (sequence >= sequences) {
    return new LabError(
      'not-found',
      `the run follows ${sequences} test sequences: ${run.id} has no ${sequence + 1}`,
      {
        hint: 'Sequences count from 0 here; train again with more probes to see others',
      },
    );
  }
  const when = step === null ? 'yet' : `at or before step ${step}`;
  return new LabError('not-found', `no attention stored ${when}: ${run.id}, test sequence ${sequence + 1}`, {
    hint: `It is stored every ${everySteps} steps`,
  });
}
