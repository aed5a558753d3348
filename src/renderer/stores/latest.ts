import { ref, type Ref } from 'vue';
import { useStatus } from './status.ts';

/** Work of which only the newest counts. */
export interface Latest {
  /** True while the newest is under way. */
  readonly busy: Ref<boolean>;
  /**
   * Starts `job`; `done` gets its value unless a newer one was started meanwhile. Errors of the newest go to
   * `failed`, or to the status line; those of older ones are dropped with their values.
   */
  readonly run: <Value>(
    job: () => Promise<Value>,
    done: (value: Value) => void,
    failed?: (error: unknown) => void,
  ) => Promise<void>;
  /** Forgets what is under way. */
  readonly cancel: () => void;
}

export function useLatest(): Latest {
  const busy = ref(false);
  const status = useStatus();
  let newest = 0;
  return {
    busy,
    run: async (job, done, failed = status.fail) => {
      newest += 1;
      const mine = newest;
      busy.value = true;
      try {
        const value = await job();
        if (mine === newest) done(value);
      } catch (error) {
        if (mine === newest) failed(error);
      } finally {
        if (mine === newest) busy.value = false;
      }
    },
    cancel: () => {
      newest += 1;
      busy.value = false;
    },
  };
}
