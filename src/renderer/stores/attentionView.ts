import { defineStore } from 'pinia';
import { ref, shallowRef, watch } from 'vue';
import type { OrderKind } from '../../shared/order.ts';
import type { ScaleKind } from '../../shared/scales.ts';

/** A key and a query, by their index in the bundle; one of them alone is a whole row or column. */
export interface HoveredCell {
  readonly key: number | null;
  readonly query: number | null;
}
export interface PinnedCell {
  readonly key: number;
  readonly query: number;
}

/** A rectangle of cells as the map is ordered, by two corners. */
export interface SelectedBlock {
  readonly from: PinnedCell;
  readonly to: PinnedCell;
}

export type LineKind = 'mass' | 'top' | 'above';

/** Two presses of a head within this time isolate it, as a double click does. */
const doublePressMs = 400;

/**
 * What is selected on the attention page and how it is drawn: one selection for every panel of it. Run, sequence,
 * step and page are in the address; this is what a hand changes within them.
 */
export const useAttentionView = defineStore('attentionView', () => {
  /** Which heads are on; the last one stays on. */
  const heads = shallowRef<readonly boolean[]>([]);
  /** The head the map shows; null: the mean of those that are on. */
  const mapHead = ref<number | null>(0);
  const order = ref<OrderKind>('class');
  const scaleKind = ref<ScaleKind>('sqrt');
  /** The end of the scale that every map shares; null: each map takes its own. */
  const lockedMax = ref<number | null>(null);
  /** What the locked scale was fitted to. */
  const lockedSubject = ref('');
  const isLocked = ref(true);
  const target = ref(true);
  /** Attention less its target instead of attention. */
  const lessTarget = ref(false);
  const sums = ref(false);
  /** Of two texts in one sequence: which attends to which. */
  const textPair = ref<'all' | 'aa' | 'bb' | 'ab' | 'ba'>('all');
  const lineKind = ref<LineKind>('mass');
  const massShare = ref(0.6);
  const topCount = ref(3);
  const leastWeight = ref(0.1);
  const hovered = shallowRef<HoveredCell | null>(null);
  const pinned = shallowRef<PinnedCell | null>(null);
  /** Cells selected to be read and copied together; in another order they would be others. */
  const block = shallowRef<SelectedBlock | null>(null);
  watch(order, () => (block.value = null));
  /** Terms that both texts and the table of reasons bring forward; null is the constant. */
  const hoveredTerms = shallowRef<{ readonly key: string | null; readonly query: string | null } | null>(
    null,
  );

  let countBefore = 0;
  /** Takes up a bundle with `count` heads: the choice of before stays if it can. */
  const fitHeads = (count: number): void => {
    if (count === countBefore) return;
    countBefore = count;
    heads.value = new Array<boolean>(count).fill(true);
    if (mapHead.value !== null && mapHead.value >= count) mapHead.value = 0;
    if (count === 1) mapHead.value = 0;
  };

  /** The map follows what is on: a head that was switched off is not shown in it. */
  const followHeads = (): void => {
    const on = heads.value.flatMap((isOn, head) => (isOn ? [head] : []));
    const [first] = on;
    if (first === undefined) return;
    if (on.length === 1 || (mapHead.value !== null && heads.value[mapHead.value] !== true))
      mapHead.value = first;
  };

  const toggleHead = (head: number): void => {
    const next = heads.value.map((isOn, index) => (index === head ? !isOn : isOn));
    if (!next.includes(true)) return;
    heads.value = next;
    followHeads();
  };

  /** This head alone; again: all of them. */
  const isolateHead = (head: number): void => {
    const isAlone = heads.value.every((isOn, index) => isOn === (index === head));
    heads.value = heads.value.map((_, index) => isAlone || index === head);
    if (!isAlone) mapHead.value = head;
  };

  const allHeads = (): void => {
    heads.value = heads.value.map(() => true);
  };

  let pressed: { readonly head: number; readonly at: number } | null = null;
  /** A press of a head's number: toggles it, twice in a moment isolates it, as clicks do. */
  const pressHead = (head: number, at: number): void => {
    if (head >= heads.value.length) return;
    const isDouble = pressed?.head === head && at - pressed.at < doublePressMs;
    pressed = isDouble ? null : { head, at };
    // As with a double click, whose two clicks undo each other.
    toggleHead(head);
    if (isDouble) isolateHead(head);
  };

  const pin = (cell: PinnedCell | null): void => {
    const same = cell?.key === pinned.value?.key && cell?.query === pinned.value?.query;
    pinned.value = same ? null : cell;
  };

  /** Nothing is pinned or pointed at: the documents have changed. */
  const forget = (): void => {
    hovered.value = null;
    pinned.value = null;
    block.value = null;
    hoveredTerms.value = null;
  };

  let knownDocuments: string | null = null;
  let isNextPlain = false;
  /** As the documents come and with every line: what is opened next begins without a pinned cell. */
  const openPlain = (): void => {
    order.value = 'given';
    lineKind.value = 'mass';
    massShare.value = 1;
    forget();
    isNextPlain = true;
  };
  /**
   * Takes up the documents of a bundle: what was selected is forgotten if they are others than before. True if a cell of
   * them may be pinned that nobody chose.
   */
  const readyFor = (documents: string): boolean => {
    const isPlain = isNextPlain;
    isNextPlain = false;
    if (documents === knownDocuments) return false;
    knownDocuments = documents;
    forget();
    return !isPlain;
  };

  /** Pins a cell nobody chose, and shows its head where one head is shown. */
  const pinFirst = ({ head, key, query }: PinnedCell & { readonly head?: number }): void => {
    pinned.value = { key, query };
    if (head === undefined) return;
    if (mapHead.value !== null && heads.value[head] === true) mapHead.value = head;
  };

  return {
    heads,
    mapHead,
    order,
    scaleKind,
    lockedMax,
    lockedSubject,
    isLocked,
    target,
    lessTarget,
    sums,
    textPair,
    lineKind,
    massShare,
    topCount,
    leastWeight,
    hovered,
    pinned,
    block,
    hoveredTerms,
    fitHeads,
    toggleHead,
    isolateHead,
    allHeads,
    pressHead,
    pin,
    openPlain,
    readyFor,
    pinFirst,
  };
});
