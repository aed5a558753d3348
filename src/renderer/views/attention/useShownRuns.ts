import { computed, type ComputedRef } from 'vue';
import { mainSource, runOf } from '../../../shared/attentionSource.ts';
import type { ComparedRun } from '../../../shared/comparison.ts';
import type { RunId } from '../../../shared/ids.ts';
import type { RunDetail, RunSummary } from '../../../shared/run.ts';
import { useComparison } from '../../stores/comparison.ts';
import { useRuns } from '../../stores/runs.ts';
import { useSelection } from '../../stores/selection.ts';
import { useAttentionPage } from './page.ts';

export interface ShownRuns {
  /** The one that is looked at and those selected beside it, of the same documents; at most eight. */
  readonly runs: ComputedRef<readonly ComparedRun[]>;
  readonly details: ComputedRef<readonly RunDetail[]>;
  /** Others that could stand beside them. */
  readonly more: ComputedRef<readonly RunSummary[]>;
  readonly toggle: (id: RunId) => void;
}

const mostRuns = 8;
/** Beside the run that is looked at, as long as nobody has chosen any. */
const usualRuns = 3;

/** The selected runs whose test sequences are those of the run that is looked at. */
export function useShownRuns(): ShownRuns {
  const { source, subject } = useAttentionPage();
  const all = useRuns();
  const selection = useSelection();

  const mainId = computed(() => {
    const now = source.value === null ? null : mainSource(source.value);
    return now === null ? null : runOf(now);
  });
  const alike = computed(() => {
    const main = subject.detail.value;
    if (main === null) return [];
    const { sequenceLength } = main.experiment.training;
    return all.all.filter(
      (run) =>
        run.shape !== null &&
        run.experiment.probes.sequences > 0 &&
        run.datasetHash === main.datasetHash &&
        run.experiment.training.sequenceLength === sequenceLength,
    );
  });
  const ids = computed<readonly RunId[]>(() => {
    const main = mainId.value;
    if (main === null) return [];
    const others = alike.value.filter(({ id }) => id !== main);
    const chosen = others.filter(({ id }) => selection.ids.has(id));
    const beside = selection.ids.size === 0 ? others.slice(0, usualRuns) : chosen;
    return [main, ...beside.map(({ id }) => id)].slice(0, mostRuns);
  });
  const { runs } = useComparison(ids);
  return {
    runs,
    details: computed(() => runs.value.map(({ detail }) => detail)),
    more: computed(() => alike.value.filter(({ id }) => !ids.value.includes(id))),
    toggle: (id) => {
      if (selection.ids.size === 0) selection.set(ids.value);
      selection.toggle(id);
    },
  };
}
