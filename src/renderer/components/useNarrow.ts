import { onBeforeUnmount, ref, type Ref } from 'vue';

/** True while the window is at most 1000 px wide: the width below which pages stand differently. */
export function useNarrow(): Ref<boolean> {
  const query = window.matchMedia('(max-width: 1000px)');
  const isNarrow = ref(query.matches);
  const update = (): void => {
    isNarrow.value = query.matches;
  };
  query.addEventListener('change', update);
  onBeforeUnmount(() => query.removeEventListener('change', update));
  return isNarrow;
}
