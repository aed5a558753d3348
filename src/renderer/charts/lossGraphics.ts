import type { EChartsOption } from 'echarts';
import { themes } from '../../shared/colours.ts';
import { formatCount, formatNumber } from '../../shared/scales.ts';
import { axisShare } from './axisShare.ts';
import { fontFamilies } from './fonts.ts';
import type { Axis } from './lossAxes.ts';
import { stepX } from './lossAxes.ts';
import type { LossBaseline, LossChartOptions } from './lossChart.ts';
import type { LossCurves } from './lossCurves.ts';
import type { Box } from './plan.ts';
import { textSizes } from './plan.ts';
import { spreadLabels } from './spreadLabels.ts';
import { fitText, textWidth } from './textWidth.ts';
import { chartWords, fill } from './words.ts';

interface Parts {
  readonly curves: readonly LossCurves[];
  readonly baselines: readonly (LossBaseline & { readonly y: number })[];
  readonly plot: Box;
  readonly x: Axis;
  readonly y: Axis;
  readonly options: LossChartOptions;
  /** How many points are kept and drawn. */
  readonly note: string;
}

type Graphic = Extract<NonNullable<EChartsOption['graphic']>, readonly unknown[]>[number];

const labelHeight = 15;
/** From the plot to the labels, and the room their values take at the edge. */
export const labelGap = 10;
export const valueRoom = 54;

/** What stands beside the plot's lines: end labels, title, legend, ground still to come, ends and cursor. */
export function lossGraphics(parts: Parts): Graphic[] {
  return [
    ...stillToCome(parts),
    ...endLabels(parts),
    ...heading(parts),
    ...legend(parts),
    ...crosses(parts),
    ...cursor(parts),
  ];
}

function toX({ plot, x }: Parts, value: number): number {
  return plot.x + axisShare(x, value) * plot.width;
}

function toY({ plot, y }: Parts, value: number): number {
  return plot.y + (1 - axisShare(y, value)) * plot.height;
}

interface TextSpec {
  readonly x: number;
  readonly y: number;
  readonly text: string;
  readonly fill: string;
  readonly size?: number;
  readonly weight?: 400 | 500 | 600;
  readonly family?: 'ui' | 'num';
  readonly align?: 'left' | 'center' | 'right';
}

function text(spec: TextSpec): Graphic {
  const { size = textSizes.xs, weight = 400, family = 'ui', align = 'left' } = spec;
  return {
    type: 'text',
    silent: true,
    x: spec.x,
    y: spec.y,
    z: 10,
    style: {
      text: spec.text,
      fill: spec.fill,
      fontFamily: fontFamilies[family],
      fontSize: size,
      fontWeight: weight,
      align,
      verticalAlign: 'middle',
    },
  };
}

function line(points: readonly [number, number, number, number], stroke: string, lineWidth = 1): Graphic {
  const [x1, y1, x2, y2] = points;
  return { type: 'line', silent: true, z: 9, shape: { x1, y1, x2, y2 }, style: { stroke, lineWidth } };
}

/** Names at the right with their values at the edge; a line that ends early is named where it ends. */
function endLabels(parts: Parts): Graphic[] {
  const { curves, baselines, plot, options } = parts;
  const colours = themes[options.theme];
  const edge = options.width - (options.padding ?? 0);
  const left = plot.x + plot.width + labelGap;
  const nameRoom = edge - left - valueRoom;
  const ended = curves.filter(({ end }) => end !== null);
  const early = ended.filter(({ end, run }) => {
    const free = plot.x + plot.width - toX(parts, end?.x ?? 0);
    return free > textWidth(run.name, { size: textSizes.xs, weight: 600 }) + 80;
  });
  // Where there are more lines than places, the lowest are named, and the place above them says how many are not.
  const places = Math.max(2, Math.floor((plot.height + 8) / labelHeight) - baselines.length);
  const beside = ended.filter((curve) => !early.includes(curve));
  const byLoss = (a: LossCurves, b: LossCurves): number => (a.end?.loss ?? 0) - (b.end?.loss ?? 0);
  const late = beside.length <= places ? beside : beside.toSorted(byLoss).slice(0, places - 1);
  const unnamed = beside.length - late.length;
  const { words = chartWords } = options;
  const labels = [
    ...(unnamed === 0
      ? []
      : [
          {
            y: plot.y - 4,
            name: fitText(fill(words.moreLines, { n: unnamed }), nameRoom, { size: textSizes.xs }),
            fill: colours.ink3,
            weight: 400 as const,
            value: null,
            ink: colours.ink3,
          },
        ]),
    ...late.map(({ run, colour, end }) => ({
      y: toY(parts, end?.y ?? 0),
      name: fitText(run.name, nameRoom, { size: textSizes.xs, weight: 600 }),
      fill: colour,
      weight: 600 as const,
      value: end?.loss ?? 0,
      ink: colours.ink,
    })),
    ...baselines.map(({ y, title, loss }) => ({
      y: toY(parts, y),
      name: fitText(title, nameRoom, { size: textSizes.xs }),
      fill: colours.ink2,
      weight: 400 as const,
      value: loss,
      ink: colours.ink3,
    })),
  ];
  const heights = spreadLabels(
    labels.map(({ y }) => y),
    labelHeight,
    plot.y - 4,
    plot.y + plot.height + 4,
  );
  const graphics = labels.flatMap(({ name, fill, weight, value, ink }, i) => {
    const y = heights[i]!;
    const named = text({ x: left, y, text: name, fill, weight });
    if (value === null) return [named];
    const number = formatNumber(value, 4, words);
    return [
      named,
      text({ x: edge, y, text: number, fill: ink, family: 'num', size: textSizes.xxs, align: 'right' }),
    ];
  });
  for (const { run, colour, end } of early) {
    const [x, y] = [toX(parts, end?.x ?? 0) + 10, toY(parts, end?.y ?? 0)];
    const after = x + textWidth(run.name, { size: textSizes.xs, weight: 600 }) + 10;
    const number = formatNumber(end?.loss ?? 0, 4, words);
    graphics.push(
      text({ x, y, text: run.name, fill: colour, weight: 600 }),
      text({ x: after, y, text: number, fill: colours.ink, family: 'num', size: textSizes.xxs }),
    );
  }
  return graphics;
}

/** Title with the note on points at the left, what the labels' values are at the right. */
function heading({ curves, plot, options, note }: Parts): Graphic[] {
  const { width, padding = 0, title } = options;
  const colours = themes[options.theme];
  const graphics: Graphic[] = [];
  const said = labelsAre(curves, options);
  const size = textSizes.xxs;
  // Above the labels, or above the legend that takes that line.
  const y = options.legend === true ? padding + 9 : plot.y - 12;
  if (said !== '') {
    graphics.push(text({ x: width - padding, y, text: said, fill: colours.ink3, size, align: 'right' }));
  }
  if (title === undefined) return graphics;
  const style = { size: textSizes.md, weight: 500 } as const;
  const room = width - 2 * padding - textWidth(said, { size }) - 16;
  const shown = fitText(title, room, style);
  graphics.push(text({ x: padding, y: padding + 9, text: shown, fill: colours.ink, ...style }));
  // Apart enough that a reader's own, wider letters do not run into one another.
  const left = textWidth(shown, style) + 14;
  const rest = fitText(note, room - left, { size: textSizes.xs });
  // Less than half of the note says nothing.
  if (rest.length >= note.length / 2)
    graphics.push(text({ x: padding + left, y: padding + 10, text: rest, fill: colours.ink3 }));
  return graphics;
}

function labelsAre(
  curves: readonly LossCurves[],
  { smoothing, words = chartWords }: LossChartOptions,
): string {
  const steps = new Set(curves.flatMap(({ end }) => (end === null ? [] : [end.step])));
  if (steps.size === 0) return '';
  const [step] = steps;
  const at =
    steps.size === 1 ? fill(words.atStep, { step: formatCount(step ?? 0, words) }) : words.atLastStep;
  return smoothing > 0 ? fill(words.smoothedAt, { smoothing: formatNumber(smoothing, 2, words), at }) : at;
}

/** What a line, a faint line, a circle and a dotted line are. */
function legend({ curves, plot, options, baselines }: Parts): Graphic[] {
  const [first] = curves;
  if (options.legend !== true || first === undefined) return [];
  const { words = chartWords } = options;
  const colours = themes[options.theme];
  const stroke = curves.length === 1 ? first.colour : colours.ink2;
  const y = plot.y - 14;
  const graphics: Graphic[] = [];
  let x = plot.x;
  const add = (name: string, sample: Graphic[]): void => {
    if (x + 26 + textWidth(name, { size: textSizes.xs }) > options.width - (options.padding ?? 0)) return;
    graphics.push(...sample, text({ x: x + 26, y, text: name, fill: colours.ink2 }));
    x += 26 + textWidth(name, { size: textSizes.xs }) + 18;
  };
  const smoothed = options.smoothing > 0 && options.raw;
  add(smoothed ? words.trainingOverRaw : words.training, [line([x, y, x + 20, y], stroke, 1.8)]);
  if (curves.some(({ tests }) => tests.length > 0)) {
    add(words.testSplit, [
      {
        type: 'circle',
        silent: true,
        z: 9,
        shape: { cx: x + 14, cy: y, r: 3.5 },
        style: { fill: colours.surface, stroke, lineWidth: 1.6 },
      },
    ]);
  }
  if (baselines.length > 0) {
    add(words.measures, [
      {
        type: 'line',
        silent: true,
        z: 9,
        shape: { x1: x, y1: y, x2: x + 20, y2: y },
        style: { stroke: colours.ink3, lineWidth: 1, lineDash: [1, 3], lineCap: 'round' },
      },
    ]);
  }
  return graphics;
}

/** The ground after the last step of a run that goes on. */
function stillToCome(parts: Parts): Graphic[] {
  const { curves, plot, options } = parts;
  const [only] = curves;
  if (curves.length !== 1 || only === undefined) return [];
  const { state, series, totalSteps } = only.run;
  const done = series.firstStep + series.losses.length - 1;
  const goesOn = state === 'running' || state === 'paused';
  if (!goesOn || done >= totalSteps || options.xAxis === 'time') return [];
  const from = Math.max(plot.x, toX(parts, stepX(only.run, options.xAxis, done)));
  const width = plot.x + plot.width - from;
  if (width <= 0) return [];
  const colours = themes[options.theme];
  const words = (options.words ?? chartWords).stillToCome;
  const ground: Graphic = {
    type: 'rect',
    silent: true,
    z: -1,
    shape: { x: from, y: plot.y, width, height: plot.height },
    style: { fill: colours.sunken },
  };
  if (width < textWidth(words, { size: textSizes.xs }) + 16) return [ground];
  return [
    ground,
    text({ x: from + width / 2, y: plot.y + 14, text: words, fill: colours.ink3, align: 'center' }),
  ];
}

/** A cross where a diverged run has its last finite loss. */
function crosses(parts: Parts): Graphic[] {
  return parts.curves.flatMap(({ run, end, colour }) => {
    if (run.state !== 'diverged' || end === null) return [];
    const [x, y] = [toX(parts, end.x), toY(parts, end.y)];
    return [line([x - 4, y - 4, x + 4, y + 4], colour, 1.8), line([x - 4, y + 4, x + 4, y - 4], colour, 1.8)];
  });
}

function cursor(parts: Parts): Graphic[] {
  const { plot, curves, options } = parts;
  const step = options.cursorStep ?? null;
  const [first] = curves;
  if (step === null || first === undefined) return [];
  const colours = themes[options.theme];
  const x = Math.round(toX(parts, stepX(first.run, options.xAxis, step))) + 0.5;
  if (x < plot.x || x > plot.x + plot.width + 1) return [];
  const dots = curves.flatMap(({ smoothed, colour, run }): Graphic[] => {
    const at = smoothed.xs.findLastIndex((value) => value <= stepX(run, options.xAxis, step));
    const y = smoothed.ys[at];
    if (y === undefined) return [];
    return [
      {
        type: 'circle',
        silent: true,
        z: 11,
        shape: { cx: x, cy: toY(parts, y), r: 3 },
        style: { fill: colour, stroke: colours.surface, lineWidth: 1.5 },
      },
    ];
  });
  return [line([x, plot.y, x, plot.y + plot.height + 4], colours.ink), ...dots];
}
