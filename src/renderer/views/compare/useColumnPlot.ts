import { computed, useTemplateRef, type ComputedRef, type Ref } from 'vue';
import type { Comparison } from '../../../shared/comparison.ts';
import type { RunId } from '../../../shared/ids.ts';
import type { RunSummary } from '../../../shared/run.ts';
import { settingPaths } from '../../../shared/runFields.ts';
import type { ChartWords } from '../../charts/words.ts';
import type { Theme } from '../../../shared/colours.ts';
import { useElementSize } from '../../components/useElementSize.ts';
import { chartWords } from '../../i18n/index.ts';
import { usePreferences } from '../../stores/preferences.ts';
import { availableColumns } from '../runs/columns.ts';

/** What a plot of runs over columns is given. */
export interface ColumnPlotProps {
  readonly runs: readonly RunSummary[];
  readonly comparison: Comparison;
  readonly picked: ReadonlySet<RunId>;
  readonly pointed: RunId | null;
}

/** What the two plots of runs over columns share: their place, their columns, and which runs stand out. */
export interface ColumnPlot {
  readonly box: Readonly<Ref<HTMLElement | null>>;
  /** Null while there is no room to draw in. */
  readonly look: ComputedRef<{
    readonly theme: Theme;
    readonly width: number;
    readonly height: number;
    readonly picked: readonly boolean[];
    readonly pointed: number | null;
    readonly words: ChartWords;
  } | null>;
  /** Columns that have a value to stand on an axis; what draws itself in the table has none. */
  readonly available: ComputedRef<readonly string[]>;
  readonly pointedRun: ComputedRef<RunSummary | undefined>;
  readonly withinOf: (column: string) => readonly [number, number] | null;
}

/** `props` is read as it is at the time. The element of the plot has the ref "box". */
export function useColumnPlot(props: () => ColumnPlotProps): ColumnPlot {
  const preferences = usePreferences();
  const box = useTemplateRef<HTMLElement>('box');
  const { width, height } = useElementSize(box);
  return {
    box,
    look: computed(() => {
      if (width.value < 200 || height.value < 120) return null;
      const { runs, picked, pointed } = props();
      return {
        theme: preferences.shownTheme,
        width: width.value,
        height: height.value,
        picked: runs.map(({ id }) => picked.has(id)),
        pointed: pointed === null ? null : runs.findIndex(({ id }) => id === pointed),
        words: chartWords(),
      };
    }),
    available: computed(() =>
      availableColumns(settingPaths(props().runs)).filter((id) => id !== 'curve' && id !== 'note'),
    ),
    pointedRun: computed(() => props().runs.find(({ id }) => id === props().pointed)),
    withinOf: (column) => props().comparison.brush.find((each) => each.column === column)?.within ?? null,
  };
}
