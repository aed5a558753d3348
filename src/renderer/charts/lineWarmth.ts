import type { AttentionBundle } from '../../shared/attention.ts';
import { headBands } from './headBands.ts';
import { headViewLayout, type HeadViewOptions } from './headViewLayout.ts';
import { idleField, layerWeights, lineField } from './lineField.ts';
import type { LinePainter } from './lineRaster.ts';
import { massThresholds } from './lineThresholds.ts';

/** As many lines as it takes for the loops over them to be compiled. */
const [heads, tokens] = [6, 64];

/**
 * Paints a view that is never seen, so that the code is compiled before somebody waits for one: a first picture painted
 * by code that is met for the first time takes three times as long.
 */
export function warmUp(painter: LinePainter): void {
  const bundle = madeUpBundle();
  const places = Int32Array.from({ length: tokens }, (_, i) => i);
  const options: HeadViewOptions = {
    theme: 'light',
    width: 260,
    rowHeight: 8,
    order: { kind: 'given', keys: places, queries: places },
    scale: { kind: 'sqrt', max: 1, signed: false, locked: true },
  };
  const layout = headViewLayout(bundle, options);
  const thresholds = massThresholds(bundle, 0, 0.9);
  const weights = layerWeights(bundle, 0);
  const all = lineField(weights, layout, options, thresholds, null);
  const one = lineField(weights, layout, options, thresholds, { side: 'query', index: 0 });
  for (const { lines } of headBands(layout, 1)) {
    for (const field of [idleField(all), one, all]) painter.paint(field, lines);
  }
}

function madeUpBundle(): AttentionBundle {
  const values = Float32Array.from({ length: heads * tokens * tokens }, (_, i) => ((i * 7919) % 97) / 97);
  const column = Array.from({ length: tokens }, () => ({
    label: '',
    group: -1,
    title: '',
    documentHash: null,
  }));
  return {
    layers: 1,
    heads,
    keys: tokens,
    queries: tokens,
    values,
    keyTokens: column,
    queryTokens: column,
    groups: [],
    meta: { title: '', origin: { kind: 'file', name: '' }, normalisedOver: 'none', range: 'unit' },
  };
}
