import { computed, shallowRef, watch, type ComputedRef, type Ref } from 'vue';
import { useLab } from './lab.ts';
import { useStatus } from './status.ts';

/** A file that can be dragged out of the window. */
export interface DraggedFile {
  readonly name: string;
  /** What it will hold: the same key, the same file. */
  readonly key: string;
  readonly write: (path: string) => Promise<unknown>;
}

export interface DragOut {
  /** On the desktop alone. */
  readonly can: ComputedRef<boolean>;
  /** The system wants the file when the drag begins, so it is written when the pointer comes near. */
  readonly state: Readonly<Ref<'idle' | 'writing' | 'ready'>>;
  readonly prepare: () => Promise<void>;
  /** For `dragstart`: hands over the file if it is written. */
  readonly start: (event: DragEvent) => void;
}

export function useDragOut(file: () => DraggedFile | null): DragOut {
  const lab = useLab();
  const status = useStatus();
  const state = shallowRef<'idle' | 'writing' | 'ready'>('idle');
  let written: { readonly key: string; readonly id: string } | null = null;
  watch(
    () => file()?.key,
    (key) => {
      state.value = key !== undefined && key === written?.key ? 'ready' : 'idle';
    },
  );

  const prepare = async (): Promise<void> => {
    const wanted = file();
    const { drag } = lab;
    if (wanted === null || drag === null || state.value !== 'idle') return;
    state.value = 'writing';
    const done = await status.attempt(async () => {
      const id = await drag.place(wanted.name);
      await wanted.write(id);
      written = { key: wanted.key, id };
    });
    if (file()?.key === wanted.key) state.value = done ? 'ready' : 'idle';
  };

  return {
    can: computed(() => lab.drag !== null && file() !== null),
    state,
    prepare,
    start: (event) => {
      event.preventDefault();
      if (state.value === 'ready' && written !== null) void lab.drag?.start(written.id);
      else void prepare();
    },
  };
}
