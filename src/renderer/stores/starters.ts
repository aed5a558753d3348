import { defineStore } from 'pinia';
import { ref } from 'vue';
import type { RunId } from '../../shared/ids.ts';
import { findPreset, type PresetId } from '../../shared/presets.ts';
import { useRuns } from './runs.ts';

/** One-click starts of what comes with the app. */
export const useStarters = defineStore('starters', () => {
  const runs = useRuns();
  const starting = ref<PresetId | null>(null);

  /** The first id queued, or undefined if it was refused (and said so). */
  const start = async (...ids: readonly [PresetId, ...PresetId[]]): Promise<RunId | undefined> => {
    starting.value = ids[0];
    try {
      let first: RunId | undefined;
      for (const id of ids) {
        const runId = await runs.start(findPreset(id)?.experiment);
        if (runId === undefined) return first;
        first ??= runId;
      }
      return first;
    } finally {
      starting.value = null;
    }
  };

  return {
    starting,
    quickStart: () => start('quick-start'),
    notebook: () => start('notebook-scaled'),
    both: () => start('notebook', 'notebook-scaled'),
  };
});
