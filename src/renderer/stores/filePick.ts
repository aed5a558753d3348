import { computed, shallowRef, type ComputedRef, type Ref } from 'vue';
import type { PickKind } from '../../shared/files.ts';
import { useLab } from './lab.ts';
import { usePaths } from './paths.ts';
import { useStatus } from './status.ts';

/** A file on its way to the lab's machine. */
export interface Sending {
  readonly name: string;
  readonly sent: number;
  readonly of: number;
}

/** How a file gets to the lab: by the system's dialog where there is one, else chosen in the browser and sent. */
export interface FilePick {
  /** Whether the lab has a dialog; else an input of the page chooses, and `bring` takes what it chose. */
  readonly hasDialog: ComputedRef<boolean>;
  /** Null: nothing is being sent. */
  readonly sending: Readonly<Ref<Sending | null>>;
  /** The path of the chosen file; undefined if the dialog was closed. */
  readonly pick: (kind: PickKind) => Promise<string | undefined>;
  /** The path of a file of this browser on the lab's machine; undefined if it did not get there (and said so). */
  readonly bring: (file: File) => Promise<string | undefined>;
  readonly stop: () => void;
}

export function useFilePick(): FilePick {
  const lab = useLab();
  const status = useStatus();
  const paths = usePaths();
  const sending = shallowRef<Sending | null>(null);
  let abort: AbortController | null = null;
  return {
    hasDialog: computed(() => paths.canPick.value),
    sending,
    pick: paths.pick,
    bring: async (file) => {
      abort?.abort();
      const own = (abort = new AbortController());
      let path: string | undefined;
      await status.attempt(async () => {
        const name = file.name;
        path = await lab.bring(file, {
          signal: own.signal,
          onProgress: (sent, of) => {
            if (abort === own) sending.value = { name, sent, of };
          },
        });
      });
      if (abort === own) {
        sending.value = null;
        abort = null;
      }
      return path;
    },
    stop: () => abort?.abort(),
  };
}
