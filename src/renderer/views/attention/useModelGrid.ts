import { computed, type ComputedRef, type Ref } from 'vue';
import { headNumber, headValues } from '../../../shared/attention.ts';
import { headColour, runColour, type Theme } from '../../../shared/colours.ts';
import { sameDocuments } from '../../../shared/differenceBundle.ts';
import { fitScale } from '../../../shared/scales.ts';
import type { ThumbPanel, ThumbGrid } from '../../charts/thumbGrid.ts';
import { lessTarget } from '../../charts/mapSums.ts';
import { useAttentionView } from '../../stores/attentionView.ts';
import type { AttentionBundle } from '../../../shared/attention.ts';
import type { ModelRow } from './useModelRows.ts';
import type { ShownMap } from './useMap.ts';

/** Makes panels of maps that share order, target and scale with the rest of the page. */
export function usePanels(
  bundle: Ref<AttentionBundle>,
  map: ShownMap,
): (of: AttentionBundle | null, values: (bundle: AttentionBundle) => Float32Array) => ThumbPanel | null {
  const view = useAttentionView();
  return (of, valuesOf) => {
    if (of === null || (of !== bundle.value && !sameDocuments(of, bundle.value))) return null;
    const attention = valuesOf(of);
    const values = map.isLessTarget.value ? (lessTarget(of, attention) ?? attention) : attention;
    const shared = map.scale.value;
    const scale = view.isLocked
      ? shared
      : fitScale([values], shared.kind, { signed: shared.signed, locked: false });
    return { tokens: of, values, order: map.order.value, scale };
  };
}

/** Rows of the model view by heads. */
export function useModelGrid(
  rows: ComputedRef<readonly ModelRow[]>,
  bundle: Ref<AttentionBundle>,
  map: ShownMap,
  theme: Ref<Theme>,
): ComputedRef<ThumbGrid> {
  const panelOf = usePanels(bundle, map);
  return computed(() => {
    const heads = Math.max(1, ...rows.value.map((row) => row.bundle?.heads ?? 1));
    return {
      rows: rows.value.map(({ text, colour }) => ({
        text,
        ...(colour === undefined ? {} : { colour: runColour(theme.value, colour) }),
      })),
      columns: Array.from({ length: heads }, (_, head) => ({
        text: String(headNumber(bundle.value, head)),
        colour: headColour(theme.value, head).stroke,
      })),
      panels: rows.value.flatMap((row) =>
        Array.from({ length: heads }, (_, head) =>
          head < (row.bundle?.heads ?? 0) ? panelOf(row.bundle, (of) => headValues(of, 0, head)) : null,
        ),
      ),
    };
  });
}
