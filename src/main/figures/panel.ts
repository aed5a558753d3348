import type { Theme } from '../../shared/colours.ts';
import type { FigureView } from '../../shared/figure.ts';
import type { BarPlace } from '../../shared/figureLook.ts';
import type { RecipeSource } from '../../shared/recipe.ts';
import type { Language } from '../../renderer/charts/language.ts';
import type { Plan } from '../../renderer/charts/plan.ts';
import type { DataTable } from './dataTable.ts';

/** The room a panel is drawn in and what stands in it, in px of the plan. */
export interface Frame {
  readonly language: Language;
  readonly theme: Theme;
  readonly width: number;
  /** Null: as high as it needs. */
  readonly height: number | null;
  readonly padding: number;
  /** Null: no title. */
  readonly title: string | null;
  /** Grey words after it. */
  readonly subtitle: string;
  readonly legend: boolean;
  readonly colourBar: BarPlace;
  /** Cells of maps need not be whole px. */
  readonly fill: boolean;
  /** The end of the scale that the figure's maps share. */
  readonly sharedMax: number | null;
}

/** A view with everything it draws at hand: drawing it asks for nothing more. */
export interface OpenPanel {
  /** The view with its newest steps said, so that it stays what it is. */
  readonly view: FigureView;
  readonly title: string;
  readonly subtitle: string;
  readonly origins: readonly RecipeSource[];
  /** What a scale shared with other panels has to reach; null of a view without one. */
  readonly largest: number | null;
  readonly plan: (frame: Frame) => Plan;
  /** The exact data behind the drawing, in its order. */
  readonly table: () => DataTable;
}

/** Padding of a figure, px. */
export const figurePadding = 8;
