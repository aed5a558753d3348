import type { Ref } from 'vue';
import type { AttentionBundle } from '../../../shared/attention.ts';
import { orderKinds, type TokenOrder } from '../../../shared/order.ts';
import { t } from '../../i18n/index.ts';
import { useAttentionView } from '../../stores/attentionView.ts';
import { useCommands, type Command } from '../../stores/commands.ts';

/** What the keys of a tab do beyond the one selection; what a tab lacks has no key there. */
export interface HeadsActions {
  readonly bundle: Ref<AttentionBundle>;
  readonly order: Ref<TokenOrder>;
  readonly find?: () => void;
  readonly zoom?: (direction: 1 | -1) => void;
  readonly worstQuery?: () => void;
  readonly copyCells?: () => unknown;
  readonly jump?: (id: string) => void;
  readonly moveBy?: (snapshots: number) => void;
  readonly play?: () => void;
  readonly strike?: () => void;
  readonly moveRow?: (by: 1 | -1) => void;
}

/** The keyboard of maps (design language, section 9), until the calling component is gone. */
export function useHeadsCommands(actions: HeadsActions): void {
  const view = useAttentionView();
  const command = (rest: Omit<Command, 'section'>): Command => ({ section: 'attention', ...rest });

  /** Moves the pinned cell along one axis, in the order on screen; the first press pins the first cell. */
  const step = (side: 'query' | 'key', by: 1 | -1): void => {
    const order = side === 'query' ? actions.order.value.queries : actions.order.value.keys;
    const { pinned } = view;
    // The hand is on the keys: a pointer that rests on the map does not hide what they do.
    view.hovered = null;
    if (pinned === null) {
      view.pinned = {
        query: actions.order.value.queries[0] ?? 0,
        key: actions.order.value.keys[0] ?? 0,
      };
      return;
    }
    const at = order.indexOf(pinned[side]) + by;
    const next = order[Math.min(order.length - 1, Math.max(0, at))];
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
    ...Array.from({ length: 9 }, (_, head) =>
      command({
        id: `attention-head-${head}`,
        title: () => t('attention.keysOf.head', { n: head + 1 }),
        keys: String(head + 1),
        keysOnly: true,
        when: () => head < view.heads.length && view.heads.length > 1,
        run: () => view.pressHead(head, performance.now()),
      }),
    ),
    command({
      id: 'attention-all-heads',
      title: () => t('attention.keysOf.allHeads'),
      keys: '0',
      when: () => view.heads.length > 1,
      run: view.allHeads,
    }),
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
      id: 'attention-less-target',
      title: () => t('attention.values.lessTarget'),
      run: () => (view.lessTarget = !view.lessTarget),
    }),
    command({
      id: 'attention-sums',
      title: () => t('attention.sums'),
      run: () => (view.sums = !view.sums),
    }),
    command({
      id: 'attention-unpin',
      title: () => t('attention.keysOf.unpin'),
      keys: 'escape',
      keysOnly: true,
      when: () => view.pinned !== null,
      run: () => (view.pinned = null),
    }),
    command({
      id: 'attention-strike',
      title: () => t('attention.why.strike'),
      keys: 'x',
      when: () => actions.strike !== undefined && view.pinned !== null,
      run: () => actions.strike?.(),
    }),
    ...(
      [
        ['nextRow', 'j', 1],
        ['previousRow', 'k', -1],
      ] as const
    ).map(([name, keys, by]) =>
      command({
        id: `attention-${name}`,
        title: () => t(`attention.why.${name}`),
        keys,
        keysOnly: true,
        when: () => actions.moveRow !== undefined && view.pinned !== null,
        run: () => actions.moveRow?.(by),
      }),
    ),
    command({
      id: 'attention-find',
      title: () => t('attention.find'),
      keys: '/',
      when: () => actions.find !== undefined,
      run: () => actions.find?.(),
    }),
    command({
      id: 'attention-zoom-in',
      title: () => t('attention.zoomIn'),
      keys: '+',
      when: () => actions.zoom !== undefined,
      run: () => actions.zoom?.(1),
    }),
    command({
      id: 'attention-zoom-out',
      title: () => t('attention.zoomOut'),
      keys: '-',
      when: () => actions.zoom !== undefined,
      run: () => actions.zoom?.(-1),
    }),
    command({
      id: 'attention-worst-query',
      title: () => t('attention.worstQuery'),
      when: () => actions.worstQuery !== undefined,
      run: () => actions.worstQuery?.(),
    }),
    command({
      id: 'attention-worst-sequence',
      title: () => t('attention.worstSequence'),
      when: () => actions.jump !== undefined,
      run: () => actions.jump?.('worst-sequence'),
    }),
    command({
      id: 'attention-copy',
      title: () => t('attention.copyCsv'),
      when: () => actions.copyCells !== undefined,
      run: () => actions.copyCells?.(),
    }),
    command({
      id: 'attention-play',
      title: () => t('attention.keysOf.play'),
      keys: 'space',
      when: () => actions.play !== undefined,
      run: () => actions.play?.(),
    }),
    ...(
      [
        ['next', 'arrowright', 1],
        ['previous', 'arrowleft', -1],
        ['next10', 'shift+arrowright', 10],
        ['previous10', 'shift+arrowleft', -10],
      ] as const
    ).map(([name, keys, count]) =>
      command({
        id: `attention-snapshot-${name}`,
        title: () => t(`attention.keysOf.${name}`),
        keys,
        keysOnly: true,
        when: () => actions.moveBy !== undefined,
        run: () => actions.moveBy?.(count),
      }),
    ),
  ]);
}
