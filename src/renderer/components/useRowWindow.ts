import { computed, onBeforeUnmount, onMounted, ref, watch, type ComputedRef, type Ref } from 'vue';
import { useElementSize } from './useElementSize.ts';

/** A row that exists now: `index` among all rows, `slot` the place in the page that shows it. */
export interface RowSlot {
  readonly slot: number;
  readonly index: number;
}

export interface RowWindow {
  /** In the order in which they are to stand in the page. */
  readonly slots: ComputedRef<readonly RowSlot[]>;
  /** Of all rows, in px. */
  readonly height: ComputedRef<number>;
  /** True while rows come into sight and leave it. */
  readonly isMoving: Readonly<Ref<boolean>>;
  /** Scrolls no more than it takes to see a row whole. */
  readonly reveal: (index: number) => void;
}

/** Rows kept above and below what is in sight once it has been drawn, so that a fast scroll meets rows that are there. */
const overscan = 8;
/** Without a move for so long a scroll has ended, in ms. */
const restAfter = 120;

/**
 * Which of many rows of one height exist: those in sight of `scroller` and a few more, below a head of `head` px that
 * stays. A row that leaves at one end gives its slot to one that comes at the other, so that scrolling changes what
 * elements say and makes none. Slots stay where they are in the page during a scroll and take the order of their
 * rows when it rests: for the keyboard and for who hears the page.
 */
export function useRowWindow(
  scroller: Readonly<Ref<HTMLElement | null>>,
  count: Readonly<Ref<number>>,
  { rowHeight, head = 0 }: { readonly rowHeight: number; readonly head?: number },
): RowWindow {
  const { height: seen } = useElementSize(scroller);
  const first = ref(0);
  /** None at first, so that what is in sight is there the sooner. */
  const margin = ref(0);
  const isMoving = ref(false);

  /** Before the scroller has a size, as many as the window has room for. */
  const most = computed(
    () => Math.ceil((seen.value === 0 ? window.innerHeight : seen.value) / rowHeight) + 1 + 2 * margin.value,
  );
  const slots = computed<readonly RowSlot[]>(() => {
    const size = Math.min(most.value, count.value);
    const start = Math.min(first.value, count.value - size);
    const found = Array.from({ length: size }, (_, i) => ({ slot: (start + i) % size, index: start + i }));
    return isMoving.value ? found.sort((a, b) => a.slot - b.slot) : found;
  });

  let rest: ReturnType<typeof setTimeout> | undefined;
  const look = (): void => {
    const now = Math.max(0, Math.floor((scroller.value?.scrollTop ?? 0) / rowHeight) - margin.value);
    if (now === first.value) return;
    first.value = now;
    isMoving.value = true;
    clearTimeout(rest);
    rest = setTimeout(() => (isMoving.value = false), restAfter);
  };
  watch(
    scroller,
    (now, before) => {
      before?.removeEventListener('scroll', look);
      now?.addEventListener('scroll', look, { passive: true });
      look();
    },
    { immediate: true, flush: 'post' },
  );
  let settling: ReturnType<typeof setTimeout> | undefined;
  let frame = 0;
  onMounted(() => {
    // A frame is drawn between the two.
    frame = requestAnimationFrame(() => {
      settling = setTimeout(() => {
        margin.value = overscan;
        look();
      });
    });
  });
  onBeforeUnmount(() => {
    cancelAnimationFrame(frame);
    clearTimeout(settling);
    clearTimeout(rest);
    scroller.value?.removeEventListener('scroll', look);
  });

  const reveal = (index: number): void => {
    const element = scroller.value;
    if (element === null) return;
    const top = index * rowHeight;
    const lowest = top + rowHeight + head - element.clientHeight;
    if (element.scrollTop > top) element.scrollTop = top;
    else if (element.scrollTop < lowest) element.scrollTop = lowest;
  };
  return { slots, height: computed(() => count.value * rowHeight), isMoving, reveal };
}
