import { LabError } from '../../shared/errors.ts';
import { figureSpecSchema, type FigureSpec } from '../../shared/figure.ts';
import type { Comparison, CurveAxis, SpreadKind } from '../../shared/comparison.ts';
import type { ClassQuantity } from '../../shared/classMass.ts';
import type { MetricName } from '../../shared/metrics.ts';
import type { FigureSource } from '../../shared/figureSource.ts';
import type { RunId } from '../../shared/ids.ts';
import { panelsOfView, type FigureDataset, type FigureSubject } from './figurePanels.ts';
import { linesOf, lookOf, mappingOf, type LookFlags, type MapFlags } from './figureFlags.ts';

/** What `--view` may name: a view, or several together. */
export const viewNames = [
  'loss',
  'heatmap',
  'heads',
  'difference',
  'model',
  'film',
  'grid',
  'classes',
  'measures',
  'agreement',
  'pairs',
  'why',
  'bars',
  'parallel',
  'scatter',
  'counts',
] as const;
export type ViewName = (typeof viewNames)[number];

export interface ViewFlags extends LookFlags, MapFlags {
  readonly view: readonly ViewName[];
  readonly step?: number;
  readonly sequence?: number;
  readonly measure?: string | undefined;
  readonly head?: number | 'mean' | 'all';
  readonly heads?: readonly number[];
  readonly axis?: CurveAxis;
  readonly log?: boolean;
  readonly raw: boolean;
  readonly band?: SpreadKind | 'none';
  readonly groupBy?: string;
  readonly smoothing?: number;
  readonly measures?: readonly string[];
  readonly range?: [number, number];
  readonly rows?: 'layers' | 'snapshots' | 'runs';
  readonly steps?: readonly number[];
  readonly most?: number;
  readonly seeds?: 'mean' | 'deviation' | 'both';
  readonly beside?: readonly string[];
  readonly difference?: boolean;
  readonly quantity?: ClassQuantity;
  readonly shown?: 'scores' | 'softmax';
  readonly a?: string;
  readonly b?: string;
  readonly query?: number | 'all';
  readonly key?: number;
  readonly shape?: 'pairs' | 'terms' | 'grid' | 'texts';
  readonly basis?: 'now' | 'change';
  readonly metrics?: readonly MetricName[];
  readonly axes?: readonly string[];
  readonly x?: string;
  readonly y?: string;
  readonly brush?: Comparison['brush'];
}

/** What flags say when nobody set one. */
export const usualFlags = { legend: true, letters: true, target: true, cosines: true, raw: true } as const;

const usualWidth: Readonly<Partial<Record<ViewName, number>>> = {
  heatmap: 560,
  heads: 560,
  difference: 900,
  grid: 900,
  measures: 900,
  agreement: 560,
  classes: 560,
  counts: 560,
  pairs: 560,
};
const mostUsual = 760;

/** A figure of runs, or of a dataset without one, as the flags ask for it. Throws `LabError('bad-input')`. */
export function specOfRuns(
  runs: readonly RunId[],
  flags: ViewFlags,
  dataset: FigureDataset | null = null,
): FigureSpec {
  const panels = flags.view.flatMap((name) => panelsOf(name, { runs, dataset }, flags));
  const [first = 'loss'] = flags.view;
  const width = panels.length === 1 ? (usualWidth[first] ?? mostUsual) : 900;
  return parseSpec({
    panels,
    ...(flags.columns === undefined ? {} : { columns: flags.columns }),
    look: lookOf(flags, width),
  });
}

/** A figure of one attention, whatever it is of. */
export function specOfSource(
  source: FigureSource,
  view: 'heatmap' | 'heads',
  flags: LookFlags & MapFlags & Pick<ViewFlags, 'head' | 'heads'>,
): FigureSpec {
  const panel =
    view === 'heatmap'
      ? { kind: 'heatmap', source, ...mappingOf(flags), ...mapFlags(flags) }
      : { kind: 'heads', source, ...mappingOf(flags), ...headFlags(flags) };
  return parseSpec({ panels: [panel], look: lookOf(flags, usualWidth[view] ?? mostUsual) });
}

function headFlags(flags: MapFlags & Pick<ViewFlags, 'heads'>): object {
  const lines = linesOf(flags);
  return {
    ...(flags.heads === undefined ? {} : { heads: flags.heads }),
    ...(lines === undefined ? {} : { lines }),
  };
}

function panelsOf(name: ViewName, subject: FigureSubject, flags: ViewFlags): object[] {
  const { runs } = subject;
  const { step = null, sequence = 0 } = flags;
  const source = (runId: RunId): object =>
    flags.measure === undefined
      ? { kind: 'run', runId, step, sequence }
      : { kind: 'measure', runId, measure: flags.measure, sequence };
  const map = { kind: 'heatmap', ...mappingOf(flags), ...mapFlags(flags) };
  switch (name) {
    case 'loss':
      return [{ kind: 'loss', runs, ...curveFlags(flags) }];
    case 'heatmap':
      return runs.map((runId) => ({ ...map, source: source(runId) }));
    case 'heads':
      return runs.map((runId) => ({
        kind: 'heads',
        source: source(runId),
        ...mappingOf(flags),
        ...headFlags(flags),
      }));
    case 'difference': {
      const [a, b, ...more] = runs;
      if (a === undefined || b === undefined || more.length > 0) {
        throw new LabError('bad-input', `a difference is of two runs: ${runs.length} given`);
      }
      return differencePanels(source(a), source(b), flags);
    }
    default:
      return panelsOfView(name, subject, flags);
  }
}

/** A, B and A − B, of one head or of the means. */
function differencePanels(a: object, b: object, flags: ViewFlags): object[] {
  const map = { kind: 'heatmap', ...mappingOf(flags), ...mapFlags(flags), head: flags.head ?? 'mean' };
  return [
    { ...map, source: a },
    { ...map, source: b },
    { ...map, source: { kind: 'difference', a, b } },
  ];
}

function curveFlags(flags: ViewFlags): object {
  return {
    ...(flags.axis === undefined ? {} : { axis: flags.axis }),
    logY: flags.log ?? false,
    raw: flags.raw,
    ...(flags.groupBy === undefined ? {} : { groupBy: flags.groupBy }),
    ...(flags.band === undefined ? {} : { band: flags.band === 'none' ? null : flags.band }),
    ...(flags.smoothing === undefined ? {} : { smoothing: flags.smoothing }),
    ...(flags.measures === undefined ? {} : { measures: flags.measures.filter((id) => id !== 'none') }),
    ...(flags.step === undefined ? {} : { cursor: flags.step }),
    ...(flags.range === undefined ? {} : { range: flags.range }),
  };
}

function mapFlags(flags: MapFlags & Pick<ViewFlags, 'head'>): object {
  return {
    ...(flags.head === undefined ? {} : { head: flags.head }),
    target: flags.target,
    lessTarget: flags.lessTarget ?? false,
    cosines: flags.cosines,
  };
}

/** A comparison's own choices where no flag says another. */
export function specOfComparison(
  comparison: Comparison,
  flags: ViewFlags,
  dataset: FigureDataset | null = null,
): FigureSpec {
  const shown = comparison.runs.filter((runId) => !comparison.hidden.includes(runId));
  const a = comparison.a ?? shown[0];
  const b = comparison.b ?? shown.find((runId) => runId !== a);
  const { step, order, scale, axis, band, baselines, sequence, target, raw, logY, head } = comparison;
  const chosen: ViewFlags = {
    ...flags,
    order: flags.order ?? order,
    scale: flags.scale ?? scale,
    axis: flags.axis ?? axis,
    band: flags.band ?? band ?? 'none',
    groupBy: flags.groupBy ?? comparison.groupBy,
    sequence: flags.sequence ?? sequence,
    head: flags.head ?? head ?? 'mean',
    target: flags.target && target,
    raw: flags.raw && raw,
    log: flags.log ?? logY,
    ...(flags.step === undefined && step !== null ? { step } : {}),
    ...(flags.measures === undefined && baselines !== null ? { measures: baselines } : {}),
    ...plotChoices(comparison, flags),
  };
  const side = (name: string): object => {
    const at = { step: chosen.step ?? null, sequence: chosen.sequence ?? 0 };
    const measure = /^measure:(.+)$/.exec(name)?.[1];
    if (measure === undefined) return { kind: 'run', runId: name, ...at };
    return { kind: 'measure', runId: shown[0], measure, sequence: at.sequence };
  };
  const panels = flags.view.flatMap((name) => {
    if (name !== 'difference') return panelsOf(name, { runs: shown, dataset }, chosen);
    if (a !== undefined && b !== undefined) return differencePanels(side(a), side(b), chosen);
    throw new LabError('bad-input', 'a difference is of two runs: the comparison has one');
  });
  return parseSpec({
    panels,
    ...(flags.columns === undefined ? {} : { columns: flags.columns }),
    look: lookOf(flags, panels.length === 1 ? 760 : 900),
  });
}

/** Bars, axes and intervals as the comparison has them. */
function plotChoices({ metrics, columns, x, y, brush }: Comparison, flags: ViewFlags): Partial<ViewFlags> {
  const [bars, axes] = [flags.metrics ?? metrics, flags.axes ?? columns];
  const [across, up] = [flags.x ?? x, flags.y ?? y];
  return {
    ...(bars === null || bars.length === 0 ? {} : { metrics: bars }),
    ...(axes === null || axes.length === 0 ? {} : { axes }),
    ...(across === null ? {} : { x: across }),
    ...(up === null ? {} : { y: up }),
    brush,
  };
}

/** Throws `LabError('bad-input')` with what is wrong where. */
export function parseSpec(value: unknown): FigureSpec {
  const parsed = figureSpecSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const where = issue?.path.join('.') ?? '';
  throw new LabError('bad-input', `not a figure: ${where === '' ? '' : `${where}: `}${issue?.message ?? ''}`);
}
