import { watch, type Ref } from 'vue';
import type { AttentionBundle } from '../../../shared/attention.ts';
import { tellingCell } from '../../charts/tellingCell.ts';
import { useAttentionView } from '../../stores/attentionView.ts';

/**
 * Fits the one selection to a bundle: its heads and layers, and, where its documents are others than before, a cell worth
 * reading in place of what was pinned, so that reasons and texts are there from the start.
 */
export function useReady(bundle: Ref<AttentionBundle>): void {
  const view = useAttentionView();
  watch(
    bundle,
    (now) => {
      view.fitHeads(now.heads);
      const documents = now.keyTokens.map(({ documentHash, label }) => documentHash ?? label).join();
      if (view.readyFor(documents)) view.pinFirst(tellingCell(now, 0));
    },
    { immediate: true, flush: 'sync' },
  );
}
