import { onBeforeUnmount, ref, watch, type Ref } from 'vue';

/** Width and height of an element's content box, in whole px; 0 until it is there. */
export function useElementSize(element: Readonly<Ref<HTMLElement | null>>): {
  readonly width: Ref<number>;
  readonly height: Ref<number>;
} {
  const width = ref(0);
  const height = ref(0);
  const observer = new ResizeObserver((entries) => {
    const box = entries.at(-1)?.contentRect;
    if (box === undefined) return;
    width.value = Math.floor(box.width);
    height.value = Math.floor(box.height);
  });
  watch(
    element,
    (now) => {
      observer.disconnect();
      if (now !== null) observer.observe(now);
    },
    { immediate: true, flush: 'post' },
  );
  onBeforeUnmount(() => observer.disconnect());
  return { width, height };
}
