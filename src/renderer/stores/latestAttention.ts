import { onScopeDispose, shallowRef, watch, type Ref, type ShallowRef } from 'vue';
import type { AttentionBundle } from '../../shared/attention.ts';
import { LabError } from '../../shared/errors.ts';
import type { RunId } from '../../shared/ids.ts';
import { useLab } from './lab.ts';
import { useLatest } from './latest.ts';
import { useStatus } from './status.ts';

/** Milliseconds between two looks at a run that trains. */
const refreshEvery = 1000;

/**
 * The newest stored attention of a run's first probe, whichever step it is of, kept new while the run trains. Null
 * while none is stored yet.
 */
export function useLatestAttention(runId: Ref<RunId | undefined>): ShallowRef<AttentionBundle | null> {
  const lab = useLab();
  const status = useStatus();
  const latest = useLatest();
  const bundle = shallowRef<AttentionBundle | null>(null);

  const refresh = (): void => {
    const id = runId.value;
    if (id === undefined) return;
    void latest.run(
      () => lab.api().getAttention({ runId: id }),
      (loaded) => (bundle.value = loaded),
      (error) => {
        if (!(error instanceof LabError && error.code === 'not-found')) status.fail(error);
      },
    );
  };
  let timer: ReturnType<typeof setTimeout> | undefined;
  const refreshSoon = (): void => {
    timer ??= setTimeout(() => {
      timer = undefined;
      refresh();
    }, refreshEvery);
  };

  watch(
    runId,
    () => {
      latest.cancel();
      bundle.value = null;
      refresh();
    },
    { immediate: true },
  );
  const stops = [
    lab.on('snapshot', (event) => {
      if (event.runId === runId.value) refreshSoon();
    }),
    lab.onMissed(refresh),
  ];
  onScopeDispose(() => {
    clearTimeout(timer);
    for (const stop of stops) stop();
  });
  return bundle;
}
