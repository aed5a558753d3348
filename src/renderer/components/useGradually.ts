import { computed, onScopeDispose, ref, watch, type ComputedRef } from 'vue';
import { whenIdle } from './whenIdle.ts';

/** So many ms what a page shows first has for itself. */
const after = 1000;
/** So many lines are there at once, more than a window shows; and so many follow at a time. */
const atOnce = 40;

/**
 * A long list of lines that is not worth a virtual one: the first are there at once, the others come while the window
 * has nothing else to do, and then all are there to be found, reached by the keyboard and read out.
 */
export function useGradually<Line>(lines: () => readonly Line[]): ComputedRef<readonly Line[]> {
  const shown = ref(atOnce);
  let stop: (() => void) | undefined;
  const goOn = (wait = 0): void => {
    stop = undefined;
    if (shown.value >= lines().length) return;
    stop = whenIdle(() => {
      shown.value += atOnce;
      goOn();
    }, wait);
  };
  watch(
    () => lines().length,
    () => {
      if (stop === undefined) goOn(after);
    },
    { immediate: true },
  );
  onScopeDispose(() => stop?.());
  return computed(() => lines().slice(0, shown.value));
}
