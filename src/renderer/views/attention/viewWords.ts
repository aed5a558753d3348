import { orderKinds, type OrderKind } from '../../../shared/order.ts';
import { scaleKinds, type ScaleKind } from '../../../shared/scales.ts';
import type { LineKind } from '../../stores/attentionView.ts';

/** How every tab of the attention page draws: what a hand changed, of one person's view as it can be sent. */
export interface DrawnAs {
  readonly order: OrderKind;
  readonly scaleKind: ScaleKind;
  readonly isLocked: boolean;
  readonly target: boolean;
  readonly lessTarget: boolean;
  readonly sums: boolean;
  readonly lineKind: LineKind;
  readonly massShare: number;
  readonly topCount: number;
  readonly leastWeight: number;
}

const usualLines = 'mass-0.6';

/** The words of an address; null: as usual, which is not said. */
export function writeDrawnAs(view: DrawnAs): Readonly<Record<string, string | null>> {
  const lines = linesWord(view);
  return {
    order: view.order === 'class' ? null : view.order,
    scale: view.scaleKind === 'sqrt' ? null : view.scaleKind,
    lock: view.isLocked ? null : 'off',
    target: view.target ? null : 'off',
    values: view.lessTarget ? 'less-target' : null,
    sums: view.sums ? 'on' : null,
    lines: lines === usualLines ? null : lines,
  };
}

/** What an address says; what it leaves out, or says in words that are not understood, is left out. */
export function readDrawnAs(read: (word: string) => string): Partial<DrawnAs> {
  const order = orderKinds.find((kind) => kind === read('order'));
  const scaleKind = scaleKinds.find((kind) => kind === read('scale'));
  return {
    ...(order && { order }),
    ...(scaleKind && { scaleKind }),
    ...(read('lock') !== '' && { isLocked: read('lock') !== 'off' }),
    ...(read('target') !== '' && { target: read('target') !== 'off' }),
    ...(read('values') !== '' && { lessTarget: read('values') === 'less-target' }),
    ...(read('sums') !== '' && { sums: read('sums') === 'on' }),
    ...readLines(read('lines')),
  };
}

function linesWord({ lineKind, massShare, topCount, leastWeight }: DrawnAs): string {
  switch (lineKind) {
    case 'mass':
      return `mass-${short(massShare)}`;
    case 'top':
      return `top-${topCount}`;
    case 'above':
      return `above-${short(leastWeight)}`;
  }
}

/** As a slider leaves it, without the digits that floating point adds. */
const short = (value: number): number => Number(value.toPrecision(6));

function readLines(word: string): Partial<DrawnAs> {
  const [, kind, text] = /^(mass|top|above)-(\d+(?:\.\d+)?(?:e-\d+)?)$/.exec(word) ?? [];
  const value = Number(text);
  if (kind === 'mass' && value <= 1) return { lineKind: 'mass', massShare: value };
  if (kind === 'top' && Number.isInteger(value) && value >= 1) return { lineKind: 'top', topCount: value };
  if (kind === 'above' && Number.isFinite(value)) return { lineKind: 'above', leastWeight: value };
  return {};
}
