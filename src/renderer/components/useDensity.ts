import { onBeforeUnmount, onMounted, ref, type Ref } from 'vue';

/** Device pixels a CSS pixel, followed as the window is zoomed or moves to another screen. */
export function useDensity(): Readonly<Ref<number>> {
  const ratio = ref(window.devicePixelRatio || 1);
  let query: MediaQueryList | undefined;
  function follow(): void {
    ratio.value = window.devicePixelRatio || 1;
    query?.removeEventListener('change', follow);
    query = window.matchMedia(`(resolution: ${ratio.value}dppx)`);
    query.addEventListener('change', follow);
  }
  onMounted(follow);
  onBeforeUnmount(() => query?.removeEventListener('change', follow));
  return ratio;
}
