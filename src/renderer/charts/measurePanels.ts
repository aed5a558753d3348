import { rankedMeasures } from '../../shared/agreement.ts';
import { headValues, type AttentionBundle } from '../../shared/attention.ts';
import type { TokenOrder } from '../../shared/order.ts';
import { fitScale, fitScores, type ScaleKind, type ValueScale } from '../../shared/scales.ts';
import type { FigureWords } from './figureWords.ts';
import { measureIn } from './language.ts';
import type { GridPanel } from './mapGrid.ts';

export interface MeasurePanelOptions {
  readonly order: TokenOrder;
  /** What all maps share; null: each has its own, as plain scores do, which are each in a unit of their own. */
  readonly shared: ValueScale | null;
  readonly scale: ScaleKind;
  readonly target: boolean;
  readonly words: FigureWords;
}

/** Four measures across, raw features over standardised ones; `bundles` in the order of `rankedMeasures`. */
export function measurePanels(
  bundles: readonly AttentionBundle[],
  { order, shared, scale, target, words }: MeasurePanelOptions,
): GridPanel[] {
  return bundles.flatMap((bundle, at) => {
    const spec = rankedMeasures[at];
    if (spec === undefined) return [];
    const values = headValues(bundle, 0, 0);
    return [
      {
        mark: '',
        name: measureIn(words, { ...spec, features: 'raw', softmax: false }),
        about: words.features[spec.features],
        swatch: null,
        tokens: bundle,
        values,
        order,
        scale: shared ?? ownScale(bundle, values, scale),
        target,
      },
    ];
  });
}

/** Shares of attention begin at 0, whatever the least of them. */
function ownScale({ meta }: AttentionBundle, values: Float32Array, kind: ScaleKind): ValueScale {
  if (meta.normalisedOver === 'none') return fitScores(values, kind);
  return fitScale([values], kind, { signed: meta.range === 'signed', locked: false });
}
