import { onBeforeUnmount, onMounted, ref, watch, type Ref } from 'vue';

/** Where frames do not come, as in a window that is not seen, this long is as good. */
const patience = 400;

/**
 * False until some frames were shown after the component was there, and what is `first` is there too: what a first
 * picture does not need is added then. Two frames are that of an empty layout and that which fills it.
 */
export function useAfterFrames(first: Readonly<Ref<boolean>> = ref(true), count = 2): Readonly<Ref<boolean>> {
  const isAfter = ref(false);
  let frame = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const stop = (): void => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
    unwatch();
  };
  const end = (): void => {
    stop();
    isAfter.value = true;
  };
  const wait = (left: number): void => {
    frame = requestAnimationFrame(() => {
      if (left > 1) return wait(left - 1);
      // A task of its own comes after the frame is drawn.
      clearTimeout(timer);
      timer = setTimeout(end);
    });
  };
  let isMounted = false;
  const begin = (): void => {
    if (isMounted && first.value) wait(count);
  };
  const unwatch = watch(first, begin, { flush: 'post' });
  onMounted(() => {
    isMounted = true;
    timer = setTimeout(end, patience);
    begin();
  });
  onBeforeUnmount(stop);
  return isAfter;
}
