import type { AttentionBundle } from '../../../shared/attention.ts';
import type { ScaleChoice } from '../../../shared/figure.ts';
import { fitScale, type ValueScale } from '../../../shared/scales.ts';
import type { Frame } from '../panel.ts';

/** The scale of a map: as chosen, as shared with the other panels, or what fits its own values. */
export function scaleFor(
  { scale, max, locked }: ScaleChoice,
  panels: readonly ArrayLike<number>[],
  { sharedMax }: Pick<Frame, 'sharedMax'>,
  signed: boolean,
): ValueScale {
  const own = fitScale(panels, scale, { signed, locked });
  const end = max ?? (locked ? sharedMax : null);
  return end === null ? own : { ...own, max: end };
}

/** What a shared scale has to reach for these values; null where each panel has its own. */
export function largestOf({ max, locked }: ScaleChoice, panels: readonly ArrayLike<number>[]): number | null {
  if (!locked || max !== null) return null;
  return fitScale(panels, 'linear', { signed: true }).max;
}

export const isSigned = ({ meta }: AttentionBundle): boolean => meta.range === 'signed';
export const hasClasses = ({ groups }: AttentionBundle): boolean => groups.length > 0;
