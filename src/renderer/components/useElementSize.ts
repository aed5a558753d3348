import { onBeforeUnmount, ref, watch, type Ref } from 'vue';

/** Width and height of an element's content box, in whole px; 0 until it is there. */
export function useElementSize(element: Readonly<Ref<HTMLElement | null>>): {
  readonly width: Ref<number>;
  readonly height: Ref<number>;
} {
  const width = ref(0);
  const height = ref(0);
  const set = (box: { readonly width: number; readonly height: number }): void => {
    width.value = Math.floor(box.width);
    height.value = Math.floor(box.height);
  };
  const observer = new ResizeObserver((entries) => {
    const box = entries.at(-1)?.contentRect;
    if (box !== undefined) set(box);
  });
  watch(
    element,
    (now) => {
      observer.disconnect();
      if (now === null) return;
      // The observer tells of it after the first frame is laid out: what is drawn to this size would be a frame late.
      set(contentBox(now));
      observer.observe(now);
    },
    { immediate: true, flush: 'post' },
  );
  onBeforeUnmount(() => observer.disconnect());
  return { width, height };
}

function contentBox(element: HTMLElement): { readonly width: number; readonly height: number } {
  const { width, height } = element.getBoundingClientRect();
  const style = getComputedStyle(element);
  const sum = (...names: readonly string[]): number =>
    names.reduce((total, name) => total + (parseFloat(style.getPropertyValue(name)) || 0), 0);
  return {
    width: Math.max(
      0,
      width - sum('padding-left', 'padding-right', 'border-left-width', 'border-right-width'),
    ),
    height: Math.max(
      0,
      height - sum('padding-top', 'padding-bottom', 'border-top-width', 'border-bottom-width'),
    ),
  };
}
