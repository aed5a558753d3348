import { defineStore } from 'pinia';
import { computed, shallowReactive, watch } from 'vue';
import type { RunId } from '../../shared/ids.ts';
import { measureHosts } from '../../shared/measureGroups.ts';
import type { BaselineValues } from '../../shared/metrics.ts';
import type { RunSummary } from '../../shared/run.ts';
import { useLab } from './lab.ts';
import { useRuns } from './runs.ts';
import { useStatus } from './status.ts';

/** The untrained measures on one kind of data, the best first, and a run they were measured beside. */
export interface MeasureGroup {
  readonly host: RunSummary;
  readonly baselines: readonly BaselineValues[];
}

/** The untrained measures of the lab, asked for once a kind of data. */
export const useMeasureRows = defineStore('measureRows', () => {
  const lab = useLab();
  const runs = useRuns();
  const status = useStatus();
  const known = shallowReactive(new Map<RunId, readonly BaselineValues[]>());
  const asked = new Set<RunId>();

  const hosts = computed(() => measureHosts(runs.all));
  watch(
    hosts,
    (wanted) => {
      for (const { id } of wanted) {
        if (asked.has(id)) continue;
        asked.add(id);
        void status.attempt(async () => {
          const { baselines } = await lab.api().getRun({ runId: id });
          known.set(
            id,
            baselines.toSorted((a, b) => a.metrics.loss - b.metrics.loss),
          );
        });
      }
    },
    { immediate: true },
  );

  const groups = computed<readonly MeasureGroup[]>(() =>
    hosts.value.flatMap((host) => {
      const baselines = known.get(host.id) ?? [];
      return baselines.length === 0 ? [] : [{ host, baselines }];
    }),
  );
  return { groups };
});
