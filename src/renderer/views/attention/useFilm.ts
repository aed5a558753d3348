import { computed, type ComputedRef } from 'vue';
import type { AttentionBundle } from '../../../shared/attention.ts';
import { mainSource } from '../../../shared/attentionSource.ts';
import type { RunDetail } from '../../../shared/run.ts';
import { indexOfLargest } from '../../charts/mapSums.ts';
import { snapshotChanges } from '../../charts/snapshotChange.ts';
import { useBundles, type WantedBundle } from '../../stores/bundles.ts';
import { useAttentionPage } from './page.ts';
import { spaced } from '../../../shared/spaced.ts';
import type { ShownRuns } from './useShownRuns.ts';

/** The snapshots of one run that are at hand. */
export interface Reel {
  readonly run: RunDetail;
  /** Ascending. */
  readonly steps: readonly number[];
  /** Null where one is on its way. */
  readonly bundles: readonly (AttentionBundle | null)[];
}

export interface Film {
  readonly reels: ComputedRef<readonly Reel[]>;
  readonly sequence: ComputedRef<number>;
  /** How much the run that is looked at changed at each of its snapshots. */
  readonly changes: ComputedRef<Float64Array>;
  /** Step of the biggest change; null as long as nothing changed. */
  readonly biggest: ComputedRef<number | null>;
  readonly missing: ComputedRef<number>;
}

/** Memory that snapshots may take; of longer films evenly spread snapshots are kept. */
const reelBytes = 192 * 2 ** 20;

/** Snapshots of every shown run along training, all at hand, so that a hand can scrub through them. */
export function useFilm(shown: ShownRuns): Film {
  const { source } = useAttentionPage();
  const sequence = computed(() => {
    const now = source.value === null ? null : mainSource(source.value);
    return now === null || now.kind === 'file' ? 0 : now.sequence;
  });
  const plans = computed(() =>
    shown.details.value
      .filter((run) => sequence.value < run.probes.length)
      .map((run) => {
        const n = run.experiment.training.sequenceLength;
        const bytes = 4 * run.experiment.model.heads * n * n;
        const most = Math.max(2, Math.floor(reelBytes / shown.details.value.length / bytes));
        return { run, steps: spaced(run.snapshotSteps, most, null) };
      }),
  );
  const wanted = computed<readonly WantedBundle[]>(() =>
    plans.value.flatMap(({ run, steps }) =>
      steps.map((step): WantedBundle => ({
        run,
        source: { kind: 'run', runId: run.id, sequence: sequence.value, step },
      })),
    ),
  );
  const found = useBundles(wanted);
  const reels = computed(() => {
    let from = 0;
    return plans.value.map(({ run, steps }): Reel => {
      from += steps.length;
      return { run, steps, bundles: found.value.slice(from - steps.length, from) };
    });
  });
  const changes = computed(() => snapshotChanges(reels.value[0]?.bundles ?? []));
  return {
    reels,
    sequence,
    changes,
    biggest: computed(() => {
      const at = indexOfLargest(changes.value);
      return at < 0 || changes.value[at] === 0 ? null : (reels.value[0]?.steps[at] ?? null);
    }),
    missing: computed(() => found.value.filter((bundle) => bundle === null).length),
  };
}

/** The newest bundle of a reel that is not after a step and is at hand, else its first. */
export function frameAt(
  { steps, bundles }: Reel,
  step: number,
): { step: number; bundle: AttentionBundle } | null {
  for (let index = steps.length - 1; index >= 0; index -= 1) {
    const bundle = bundles[index] ?? null;
    const at = steps[index] ?? 0;
    if (bundle !== null && (at <= step || index === 0)) return { step: at, bundle };
  }
  return null;
}
