import { computed, onBeforeUnmount, watch } from 'vue';
import { useAttentionView } from '../../stores/attentionView.ts';
import type { TabWords } from './useTabWords.ts';
import { readDrawnAs, writeDrawnAs } from './viewWords.ts';

/** A slider is not written at each of its steps: a browser takes two hundred changes of an address in half a minute. */
const writtenAfter = 250;

/**
 * Keeps in the address how the attention page draws, on every tab: what is loaded again, or sent, opens as it was seen.
 * Words that are not there leave what a hand chose before.
 */
export function useViewAddress(words: TabWords): void {
  const view = useAttentionView();
  const now = computed(() => writeDrawnAs(view));
  let waiting: ReturnType<typeof setTimeout> | undefined;
  const write = (): void => {
    const isSaid = Object.entries(now.value).every(([word, value]) => words.read(word) === (value ?? ''));
    if (!isSaid) words.write(now.value);
  };
  const writeSoon = (): void => {
    clearTimeout(waiting);
    waiting = setTimeout(write, writtenAfter);
  };
  // A link that is followed while the page is there, and Back: what it says is taken up.
  watch(
    () => Object.keys(now.value).map(words.read).join(' '),
    () => {
      Object.assign(view, readDrawnAs(words.read));
      writeSoon();
    },
    { immediate: true },
  );
  watch(() => JSON.stringify(now.value), writeSoon);
  onBeforeUnmount(() => clearTimeout(waiting));
}
