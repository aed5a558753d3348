import type { Theme } from '../../shared/colours.ts';
import type { ChartWords } from './words.ts';

/** A run as a chart of columns draws it. */
export interface PlotRun {
  readonly name: string;
  /** Index kept with the run. */
  readonly colour: number;
}

export interface PlotOptions {
  readonly theme: Theme;
  readonly width: number;
  readonly height: number;
  /** Runs that are not picked are drawn faint; one flag a run. */
  readonly picked: readonly boolean[];
  /** The run under the pointer, drawn above all others and named. */
  readonly pointed?: number | null;
  /** For a figure that stands alone. */
  readonly title?: string;
  readonly padding?: number;
  readonly words?: ChartWords;
}
