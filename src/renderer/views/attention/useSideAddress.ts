import { computed, watch, type ComputedRef } from 'vue';
import { orderKinds } from '../../../shared/order.ts';
import { scaleKinds } from '../../../shared/scales.ts';
import { useAttentionView } from '../../stores/attentionView.ts';
import type { TabWords } from './useTabWords.ts';

/** The end of the scale that a person chose; null: it fits what is shown. */
export interface SideAddress {
  readonly max: ComputedRef<number | null>;
}

const [usualOrder, usualScale] = ['class', 'sqrt'] as const;

/**
 * Keeps order, scale and target of side by side in its address: what was sent opens as it was seen. Words that are not
 * there leave what a hand chose before. `fitted` is the end that fits what is shown.
 */
export function useSideAddress(words: TabWords, fitted: ComputedRef<number>): SideAddress {
  const view = useAttentionView();
  const max = computed(() => {
    const said = Number(words.read('max'));
    return said > 0 && Number.isFinite(said) ? said : null;
  });

  view.order = orderKinds.find((kind) => kind === words.read('order')) ?? view.order;
  view.scaleKind = scaleKinds.find((kind) => kind === words.read('scale')) ?? view.scaleKind;
  if (words.read('lock') !== '') view.isLocked = words.read('lock') !== 'off';
  if (words.read('target') !== '') view.target = words.read('target') !== 'off';

  const now = computed(() => ({
    order: view.order === usualOrder ? null : view.order,
    scale: view.scaleKind === usualScale ? null : view.scaleKind,
    lock: view.isLocked ? null : 'off',
    target: view.target ? null : 'off',
    max: view.lockedMax === null || view.lockedMax === fitted.value ? null : String(view.lockedMax),
  }));
  watch(now, (next, before) => {
    if (Object.entries(next).some(([word, value]) => before[word as keyof typeof before] !== value)) {
      words.write(next);
    }
  });
  return { max };
}
