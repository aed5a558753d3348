import { onBeforeUnmount, ref, type Ref } from 'vue';

/** The width of a page below which it stands differently; the container queries of the styles say the same. */
const narrowest = 1060;

/**
 * True while the page has little room, at most `most` px: the window is small, or a pane stands beside it.
 */
export function useNarrow(most = narrowest): Ref<boolean> {
  const page = document.getElementById('main') ?? document.body;
  const isNarrow = ref(page.clientWidth <= most);
  const observer = new ResizeObserver(([entry]) => {
    if (entry !== undefined) isNarrow.value = entry.contentRect.width <= most;
  });
  observer.observe(page);
  onBeforeUnmount(() => observer.disconnect());
  return isNarrow;
}
