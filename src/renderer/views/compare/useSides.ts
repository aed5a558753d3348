import { computed, shallowRef, watch, type ComputedRef, type ShallowRef } from 'vue';
import type { AttentionBundle } from '../../../shared/attention.ts';
import { measureOf } from '../../../shared/attentionSource.ts';
import type { Comparison } from '../../../shared/comparison.ts';
import type { BaselineValues } from '../../../shared/metrics.ts';
import type { RunDetail } from '../../../shared/run.ts';
import { t } from '../../i18n/index.ts';
import { measureName } from '../../i18n/measureName.ts';
import { useAttention } from '../../stores/attention.ts';
import { useLatest } from '../../stores/latest.ts';
import { nearestStep, pickPair } from './pickPair.ts';

/** One of the two maps: what it is called, and how it is drawn in lists. */
export interface Side {
  /** As the comparison has it: a run's id, or "measure:…". */
  readonly id: string;
  readonly name: string;
  /** "seed 1", "untrained". */
  readonly detail: string;
  /** null: a measure, dotted grey. */
  readonly colour: number | null;
}

export interface Sides {
  /** The run whose snapshots the scrubber steps through. */
  readonly lead: ComputedRef<RunDetail | undefined>;
  readonly a: ComputedRef<Side | null>;
  readonly b: ComputedRef<Side | null>;
  readonly mapA: ShallowRef<AttentionBundle | null>;
  readonly mapB: ShallowRef<AttentionBundle | null>;
  /** The snapshot of the lead that is shown; null if it has none. */
  readonly step: ComputedRef<number | null>;
}

export const measureSide = (id: string): string => `measure:${id}`;

/** The two maps of a comparison: runs at the snapshot under the cursor, or measures on the documents of one of them. */
export function useSides(
  comparison: ComputedRef<Comparison>,
  runs: ComputedRef<readonly RunDetail[]>,
  baselines: ComputedRef<readonly BaselineValues[]>,
): Sides {
  const attention = useAttention();
  const pair = computed(() => pickPair(runs.value, comparison.value.a, comparison.value.b));

  const sideOf = (asked: string | null, run: RunDetail | undefined): Side | null => {
    const measure = baselines.value.find(({ id }) => asked === measureSide(id));
    if (measure !== undefined) {
      return {
        id: measureSide(measure.id),
        name: measureName(measure.spec),
        detail: t('compare.untrained'),
        colour: null,
      };
    }
    if (run === undefined) return null;
    const { id, name, colour, experiment } = run;
    return { id, name, colour, detail: t('runs.seed', { seed: experiment.seed }) };
  };
  const a = computed(() => sideOf(comparison.value.a, pair.value.a));
  const b = computed(() => sideOf(comparison.value.b, pair.value.b));
  const lead = computed(() =>
    a.value?.colour === null && b.value?.colour !== null ? pair.value.b : pair.value.a,
  );
  const steps = computed(() => lead.value?.snapshotSteps ?? []);
  const step = computed(() => {
    const asked = comparison.value.step;
    return asked === null ? (steps.value.at(-1) ?? null) : nearestStep(steps.value, asked);
  });

  const mapA = shallowRef<AttentionBundle | null>(null);
  const mapB = shallowRef<AttentionBundle | null>(null);
  const load = (
    map: ShallowRef<AttentionBundle | null>,
    side: ComputedRef<Side | null>,
    run: () => RunDetail | undefined,
  ): void => {
    const latest = useLatest();
    watch(
      [() => side.value?.id, () => run()?.id, step, () => comparison.value.sequence] as const,
      ([id, runId, at, sequence]) => {
        const shown = run() ?? lead.value;
        if (id === undefined || shown === undefined) {
          map.value = null;
          return;
        }
        const spec = id.startsWith('measure:') ? measureOf(id.slice('measure:'.length)) : null;
        const from = spec === null ? runId : lead.value?.id;
        if (from === undefined || (spec === null && at === null)) {
          map.value = null;
          return;
        }
        void latest.run(
          () =>
            spec === null
              ? attention.load(from, at ?? 0, sequence)
              : attention.compute(from, { kind: 'measure', spec }, sequence),
          (bundle) => (map.value = bundle),
        );
      },
      { immediate: true },
    );
  };
  load(mapA, a, () => pair.value.a);
  load(mapB, b, () => pair.value.b);
  return { lead, a, b, mapA, mapB, step };
}
