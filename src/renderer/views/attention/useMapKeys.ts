import type { Ref } from 'vue';
import { orderKinds, type TokenOrder } from '../../../shared/order.ts';
import { t } from '../../i18n/index.ts';
import { useAttentionView } from '../../stores/attentionView.ts';
import { useCommands, type Command } from '../../stores/commands.ts';

/** The keys of every page of maps: the pinned cell, order, target and scale; until the calling component is gone. */
export function useMapKeys(order: Ref<TokenOrder | null>): void {
  const view = useAttentionView();
  const command = (rest: Omit<Command, 'section'>): Command => ({ section: 'attention', ...rest });

  /** Moves the pinned cell along one axis, in the order on screen; the first press pins the first cell. */
  const step = (side: 'query' | 'key', by: 1 | -1): void => {
    const shown = order.value;
    if (shown === null) return;
    const along = side === 'query' ? shown.queries : shown.keys;
    const { pinned } = view;
    // The hand is on the keys: a pointer that rests on the map does not hide what they do.
    view.hovered = null;
    if (pinned === null) {
      view.pinned = { query: shown.queries[0] ?? 0, key: shown.keys[0] ?? 0 };
      return;
    }
    const at = along.indexOf(pinned[side]) + by;
    const next = along[Math.min(along.length - 1, Math.max(0, at))];
    if (next !== undefined) view.pinned = { ...pinned, [side]: next };
  };

  useCommands().provide([
    ...(
      [
        ['nextQuery', ']', 'query', 1],
        ['previousQuery', '[', 'query', -1],
        ['nextKey', '}', 'key', 1],
        ['previousKey', '{', 'key', -1],
      ] as const
    ).map(([name, keys, side, by]) =>
      command({
        id: `attention-${name}`,
        title: () => t(`attention.keysOf.${name}`),
        keys,
        keysOnly: true,
        run: () => step(side, by),
      }),
    ),
    command({
      id: 'attention-order',
      title: () => t('attention.keysOf.order'),
      keys: 'o',
      run: () => {
        const at = orderKinds.indexOf(view.order);
        view.order = orderKinds[(at + 1) % orderKinds.length] ?? 'class';
      },
    }),
    command({
      id: 'attention-target',
      title: () => t('attention.keysOf.target'),
      keys: 't',
      run: () => (view.target = !view.target),
    }),
    command({
      id: 'attention-lock',
      title: () => t('attention.keysOf.lock'),
      keys: 'l',
      run: () => (view.isLocked = !view.isLocked),
    }),
    command({
      id: 'attention-unpin',
      title: () => t('attention.keysOf.unpin'),
      keys: 'escape',
      keysOnly: true,
      when: () => view.pinned !== null || view.block !== null,
      // What is selected goes first.
      run: () => (view.block === null ? (view.pinned = null) : (view.block = null)),
    }),
  ]);
}
