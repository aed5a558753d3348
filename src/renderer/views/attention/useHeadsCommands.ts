import type { Ref } from 'vue';
import type { AttentionBundle } from '../../../shared/attention.ts';
import type { TokenOrder } from '../../../shared/order.ts';
import { t } from '../../i18n/index.ts';
import { useAttentionView } from '../../stores/attentionView.ts';
import { useCommands, type Command } from '../../stores/commands.ts';
import { useMapKeys } from './useMapKeys.ts';

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
  /** To the snapshot at which the run changed most. */
  readonly jumpToChange?: () => void;
  readonly strike?: () => void;
  readonly moveRow?: (by: 1 | -1) => void;
}

/** The keyboard of maps (design language, section 9), until the calling component is gone. */
export function useHeadsCommands(actions: HeadsActions): void {
  const view = useAttentionView();
  const command = (rest: Omit<Command, 'section'>): Command => ({ section: 'attention', ...rest });

  useMapKeys(actions.order);
  useCommands().provide([
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
      id: 'attention-biggest-change',
      title: () => t('attention.film.biggest'),
      keys: 'b',
      when: () => actions.jumpToChange !== undefined,
      run: () => actions.jumpToChange?.(),
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
