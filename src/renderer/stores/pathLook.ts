import { onScopeDispose, ref, shallowRef, watch, type Ref } from 'vue';
import { LabError } from '../../shared/errors.ts';
import { useLatest } from './latest.ts';
import { useStatus } from './status.ts';

/** A path is looked at this many ms after the last key. */
const lookAfter = 250;

/** What the lab finds at a path that is being typed: a result, or an error a person can act on. */
export interface PathLook<Found> {
  readonly found: Readonly<Ref<Found | null>>;
  readonly error: Readonly<Ref<LabError | null>>;
  readonly looking: Readonly<Ref<boolean>>;
}

/** Looks with `look` whenever `path` has settled; an empty one is not looked at. `again` asks anew for the same. */
export function usePathLook<Found>(
  path: Ref<string>,
  look: (path: string) => Promise<Found>,
  again: readonly Ref<unknown>[] = [],
): PathLook<Found> {
  const latest = useLatest();
  const status = useStatus();
  const found = shallowRef<Found | null>(null) as Ref<Found | null>;
  const error = shallowRef<LabError | null>(null);
  const looking = ref(false);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const start = (wanted: string): void => {
    void latest
      .run(
        () => look(wanted),
        (value) => {
          found.value = value;
          error.value = null;
        },
        (failure) => {
          found.value = null;
          if (failure instanceof LabError) error.value = failure;
          else status.fail(failure);
        },
      )
      .finally(() => {
        looking.value = latest.busy.value;
      });
  };
  watch(
    [path, ...again],
    () => {
      clearTimeout(timer);
      latest.cancel();
      const wanted = path.value.trim();
      found.value = null;
      error.value = null;
      looking.value = wanted !== '';
      if (wanted !== '') timer = setTimeout(() => start(wanted), lookAfter);
    },
    { immediate: true },
  );
  onScopeDispose(() => clearTimeout(timer));
  return { found, error, looking };
}
