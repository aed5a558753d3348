import type { HeadViewLayout, HeadViewOptions } from '../charts/headViewLayout.ts';
import { idleField, lineField, type HeadWeights, type LineField } from '../charts/lineField.ts';
import { warmUp } from '../charts/lineWarmth.ts';
import { LinePainter, type PixelBox } from '../charts/lineRaster.ts';

/** Paints the lines of head views off the window's thread: at 256 documents it is most of a second's work. */

/** All that the lines of a view hang on but the weights. */
export interface LineRules {
  readonly layout: HeadViewLayout;
  readonly options: Pick<HeadViewOptions, 'theme' | 'order' | 'scale' | 'heads'>;
  readonly thresholds: Float32Array;
}

/** `view`: which of several head views asks. Weights and rules come before the first box and when they change. */
export type LineRequest = { readonly view: number } & (
  | { readonly ask: 'keep'; readonly weights?: HeadWeights; readonly rules?: LineRules }
  | { readonly ask: 'paint'; readonly box: PixelBox; readonly isIdle: boolean }
  | { readonly ask: 'forget' }
);
/** The pixels of the box asked for last. */
export interface LineReply {
  readonly view: number;
  readonly pixels: Uint8ClampedArray<ArrayBuffer>;
}

interface WorkerScope {
  onmessage: ((event: { readonly data: LineRequest }) => void) | null;
  postMessage(reply: LineReply, transfer: readonly ArrayBuffer[]): void;
}
const scope = globalThis as unknown as WorkerScope;

interface Kept {
  readonly weights?: HeadWeights;
  readonly rules?: LineRules;
  /** Worked out at the first box after a change. */
  fields?: { readonly all: LineField; readonly idle: LineField };
}
const views = new Map<number, Kept>();
const painter = new LinePainter();
// Started with the window's code of head views, which is there before the first of them.
warmUp(painter);

function fieldsOf({ weights, rules }: Kept): { readonly all: LineField; readonly idle: LineField } {
  if (weights === undefined || rules === undefined) throw new Error('asked to paint lines of no weights');
  const all = lineField(weights, rules.layout, rules.options, rules.thresholds, null);
  return { all, idle: idleField(all) };
}

scope.onmessage = ({ data }) => {
  const { view } = data;
  switch (data.ask) {
    case 'keep': {
      const { weights, rules } = { ...views.get(view), ...data };
      views.set(view, { ...(weights && { weights }), ...(rules && { rules }) });
      return;
    }
    case 'forget':
      views.delete(view);
      return;
    case 'paint': {
      const kept = views.get(view) ?? {};
      kept.fields ??= fieldsOf(kept);
      const pixels = painter.paint(data.isIdle ? kept.fields.idle : kept.fields.all, data.box);
      scope.postMessage({ view, pixels }, [pixels.buffer]);
    }
  }
};
