import { describe, expect, it } from 'vitest';
import { defaultSmoothing, lossChart } from '../../../src/renderer/charts/lossChart.ts';
import type { LossChartOptions, LossChartRun } from '../../../src/renderer/charts/lossChart.ts';
import { drawnSeries, stackedLines, type DrawnSeries } from '../../helpers/drawnSeries.ts';
import { axisShare, axisValue } from '../../../src/renderer/charts/axisShare.ts';
import { chartWordsPt } from '../../../src/renderer/charts/chartWordsPt.ts';
import { shownBaselines } from '../../../src/shared/shownBaselines.ts';
import { smooth } from '../../../src/renderer/charts/smooth.ts';
import { runColour, themes } from '../../../src/shared/colours.ts';
import { asRunId } from '../../../src/shared/ids.ts';
import type { BaselineValues, MetricValues } from '../../../src/shared/metrics.ts';

const metricsOf = (loss: number): MetricValues => ({
  loss,
  sameClassMass: 0.5,
  voteAccuracy: 0.5,
  precisionAt1: 0.5,
  entropy: 3,
});
function runOf(losses: readonly number[], more: Partial<LossChartRun> = {}): LossChartRun {
  return {
    name: 'training',
    colour: 0,
    state: 'finished',
    series: {
      runId: asRunId('sample1'),
      firstStep: 1,
      losses: Float64Array.from(losses),
      seconds: Float64Array.from(losses, (_, i) => (i + 1) / 10),
    },
    evaluations: [0, 10, 20].map((step, epoch) => ({
      epoch,
      step,
      metrics: metricsOf(-0.2 - epoch / 10),
      seconds: 0.1,
    })),
    stepsPerEpoch: 10,
    totalSteps: 20,
    ...more,
  };
}
const falling = Array.from({ length: 20 }, (_, i) => -0.2 - i * 0.01 + (i % 2) * 0.02);
const base: LossChartOptions = {
  theme: 'light',
  width: 700,
  height: 300,
  loss: 'cosine',
  smoothing: 0.9,
  raw: true,
  logY: false,
  xAxis: 'step',
  baselines: [{ title: 'uniform', loss: -0.52 }],
};

interface DrawnGraphic {
  readonly type: string;
  readonly y?: number;
  readonly style: { readonly text?: string; readonly fill?: string; readonly fontWeight?: number };
}
const seriesOf = (runs: readonly LossChartRun[], options = base): readonly DrawnSeries[] =>
  drawnSeries(lossChart(runs, options));
const graphicsOf = (runs: readonly LossChartRun[], options = base): readonly DrawnGraphic[] =>
  lossChart(runs, options).option.graphic as unknown as readonly DrawnGraphic[];
const words = (runs: readonly LossChartRun[], options = base): (string | undefined)[] =>
  graphicsOf(runs, options).flatMap(({ style }) => (style.text === undefined ? [] : [style.text]));

describe('loss chart', () => {
  it('draws baselines dotted, the raw series faint below the smoothed one, and open circles for the test split', () => {
    const [baseline, raw, smoothed, tests] = seriesOf([runOf(falling)]);
    expect(baseline?.lineStyle?.type).toEqual([1, 3]);
    expect(baseline?.data).toEqual([
      [0, -0.52],
      [20, -0.52],
    ]);
    expect(raw?.lineStyle?.opacity).toBe(0.26);
    expect(raw?.data.map(([, y]) => y)).toEqual(falling);
    expect(smoothed?.data.map(([, y]) => y)).toEqual([...smooth(falling, 0.9)]);
    expect(smoothed?.data.map(([x]) => x)).toEqual(falling.map((_, i) => i + 1));
    expect(tests?.type).toBe('scatter');
    expect(tests?.itemStyle).toMatchObject({
      color: themes.light.surface,
      borderColor: runColour('light', 0),
    });
    expect(tests?.data.map(([x]) => x)).toEqual([0, 10, 20]);
  });

  it('labels the ends with the smoothed value in the run’s colour and the baselines with theirs', () => {
    const run = runOf(falling);
    const last = smooth(falling, 0.9).at(-1)!;
    expect(words([run])).toEqual(
      expect.arrayContaining(['training', `−${Math.abs(last).toFixed(4)}`, 'uniform', '−0.5200']),
    );
    const label = graphicsOf([run]).find(({ style }) => style.text === 'training');
    expect(label?.style).toMatchObject({ fill: runColour('light', 0), fontWeight: 600 });
    expect(words([run])).toContain('smoothed 0.90, at step 20');
  });

  it('nudges labels apart that would touch', () => {
    const baselines = [
      { title: 'uniform', loss: -0.52 },
      { title: 'dot, softmax', loss: -0.521 },
    ];
    const [first, second] = graphicsOf([runOf(falling)], { ...base, baselines }).filter(({ style }) =>
      ['uniform', 'dot, softmax'].includes(style.text ?? ''),
    );
    expect(Math.abs(first!.y! - second!.y!)).toBeGreaterThanOrEqual(15);
  });

  it('puts ticks on epochs and says so', () => {
    const { option } = lossChart([runOf(falling)], base);
    const axis = option.xAxis as { name: string; axisLabel: { customValues: number[] } };
    expect(axis.name).toBe('step (10 = 1 epoch)');
    expect(axis.axisLabel.customValues).toEqual([0, 10, 20]);
  });

  it('draws 1 + loss on a log axis, the distance from perfect', () => {
    const { option } = lossChart([runOf(falling)], { ...base, logY: true });
    expect(option.yAxis).toMatchObject({ type: 'log', name: '1 + loss, log' });
    const [baseline] = drawnSeries({ option });
    expect(baseline?.data[0]?.[1]).toBeCloseTo(0.48, 12);
    expect(words([runOf(falling)], { ...base, logY: true })).toContain('−0.5200');
  });

  it('draws against epochs and against time', () => {
    const epochs = seriesOf([runOf(falling)], { ...base, xAxis: 'epoch' })[2];
    expect(epochs?.data[9]?.[0]).toBe(1);
    const time = seriesOf([runOf(falling)], { ...base, xAxis: 'time' });
    expect(time[2]?.data[19]?.[0]).toBe(2);
    expect(time[3]?.data.map(([x]) => x)).toEqual([0, 1, 2]);
  });

  it('says whether every point is drawn', () => {
    expect(lossChart([runOf(falling)], base).note).toBe('every step kept and drawn: 20 points');
    const long = Array.from({ length: 12_345 }, (_, i) => Math.sin(i));
    const chart = lossChart([runOf(long, { totalSteps: 12_345 })], base);
    expect(chart.note).toBe('min and max of each pixel drawn, 12,345 points kept');
    const drawn = drawnSeries(chart)[1];
    expect(drawn!.data.length).toBeLessThan(4 * chart.plot.width);
  });

  it('draws many lines finer and in columns of two pixels, and says so', () => {
    const long = Array.from({ length: 12_345 }, (_, i) => Math.sin(i));
    const many = Array.from({ length: 61 }, () => runOf(long, { totalSteps: 12_345 }));
    const chart = lossChart(many, { ...base, baselines: [] });
    expect(chart.note).toBe(
      'min and max of every 2 pixels drawn, 12,345 points a run kept; no raw lines, and no tests above 60 runs',
    );
    const lines = stackedLines(chart);
    expect(lines).toHaveLength(61);
    for (const { shape, style } of lines) {
      expect(style.lineWidth).toBe(1);
      expect(shape.points.length).toBeLessThanOrEqual(2 * chart.plot.width);
    }
    // What each two pixels reach to is drawn all the same.
    const highest = Math.min(...lines[0]!.shape.points.map(([, y]) => y));
    const share = axisShare(chart.vertical, Math.max(...smooth(long, 0.9)));
    expect(highest).toBeCloseTo(chart.plot.y + (1 - share) * chart.plot.height, 6);
    const few = drawnSeries(lossChart(many.slice(0, 60), base)).filter(({ type }) => type === 'line');
    expect(few.at(-1)?.lineStyle?.width).toBe(1.8);
  });

  it('draws no series under more averages than an eye tells apart, and lighter bands', () => {
    const group = runOf(falling, { members: [runOf(falling).series, runOf(falling).series] });
    const opacities = (runs: readonly LossChartRun[]): (number | undefined)[] =>
      drawnSeries(lossChart(runs, base)).flatMap(({ areaStyle }) =>
        areaStyle === undefined ? [] : [areaStyle.opacity],
      );
    expect(opacities([group])).toEqual([0.16]);
    expect(new Set(opacities(Array.from({ length: 9 }, () => group)))).toEqual(new Set([0.05]));
    const faint = (count: number): number =>
      drawnSeries(
        lossChart(
          Array.from({ length: count }, () => runOf(falling)),
          base,
        ),
      ).filter(({ lineStyle }) => lineStyle?.opacity === 0.26).length;
    expect([faint(24), faint(25)]).toEqual([24, 0]);
  });

  it('names as many lines as there is room for, the lowest, and says how many are not', () => {
    const named = (count: number): readonly (string | undefined)[] =>
      words(
        Array.from({ length: count }, (_, i) =>
          runOf(
            falling.map((loss) => loss - i / 100),
            { name: `line ${i}` },
          ),
        ),
      ).filter((text) => /^line|more lines/.test(text ?? ''));
    expect(named(5)).toHaveLength(5);
    const many = named(40);
    const unnamed = 40 - (many.length - 1);
    expect(many[0]).toBe(`${unnamed} more lines, higher`);
    expect(many.slice(1)).toEqual(Array.from({ length: 40 - unnamed }, (_, i) => `line ${39 - i}`));
  });

  it('works a line out anew where it is drawn otherwise, and only then', () => {
    const losses = Float64Array.from({ length: 2000 }, (_, i) => Math.sin(i / 7));
    let reads = 0;
    const counted = new Proxy(losses, {
      get: (target, key) => {
        if (key === '5') reads += 1;
        const value: unknown = Reflect.get(target, key);
        return typeof value === 'function' ? (value.bind(target) as unknown) : value;
      },
    });
    const run = runOf([], { totalSteps: 2000, evaluations: [] });
    const watched = { ...run, series: { ...run.series, losses: counted } };
    const options = { ...base, raw: false };
    const first = drawnSeries(lossChart([watched], options));
    const before = reads;
    expect(drawnSeries(lossChart([watched], options))).toEqual(first);
    expect(reads).toBe(before);
    expect(drawnSeries(lossChart([watched], { ...options, smoothing: 0.5 }))).not.toEqual(first);
    expect(reads).toBeGreaterThan(before);
  });

  it('ends a diverged run in a cross at its last finite loss', () => {
    const losses = [...falling.slice(0, 5), Number.NaN, Number.NaN];
    const crossing = graphicsOf([runOf(losses, { state: 'diverged' })]).filter(({ type }) => type === 'line');
    expect(crossing).toHaveLength(2);
    expect(words([runOf(losses, { state: 'diverged' })])).toContain('smoothed 0.90, at step 5');
  });

  it('shows the ground that a live run has still to cover, and labels the line where it ends', () => {
    const live = runOf(falling.slice(0, 8), { state: 'running' });
    expect(words([live])).toContain('still to come');
    expect(words([runOf(falling)])).not.toContain('still to come');
  });

  it('draws a run without a step yet, and a run of one step', () => {
    expect(() => lossChart([runOf([], { state: 'running', evaluations: [] })], base)).not.toThrow();
    expect(() => lossChart([runOf([-0.3])], { ...base, baselines: [] })).not.toThrow();
    const { option } = lossChart([runOf([], { evaluations: [] })], { ...base, baselines: [] });
    expect((option.yAxis as { min: number }).min).toBeLessThan(-0.99);
  });

  it('marks the cursor on every line', () => {
    const circles = graphicsOf([runOf(falling), runOf(falling, { colour: 1 })], {
      ...base,
      cursorStep: 10,
    }).filter(({ type }) => type === 'circle');
    expect(circles).toHaveLength(2);
  });

  it('says in words where the run stands', () => {
    expect(lossChart([runOf(falling)], base).description).toMatch(
      /^Loss against step\. training: smoothed loss −0\.\d{4} at step 20, test loss −0\.4000\. Untrained measures: uniform −0\.5200\.$/,
    );
  });

  it('draws a log axis from the first step on, said in its title', () => {
    const { option, span, plot } = lossChart([runOf(falling)], { ...base, logX: true });
    expect(option.xAxis).toMatchObject({ type: 'log', min: 1, max: 20, name: 'step, log' });
    expect(axisShare(span, 1)).toBe(0);
    expect(axisShare(span, 20)).toBe(1);
    expect(axisShare(span, Math.sqrt(20))).toBeCloseTo(0.5, 9);
    expect(axisValue(span, axisShare(span, 7))).toBeCloseTo(7, 9);
    expect(plot.width).toBeGreaterThan(100);
    const zoomed = lossChart([runOf(falling)], { ...base, logX: true, xRange: [5, 10] });
    expect(zoomed.option.xAxis).toMatchObject({ min: 5, max: 10 });
  });

  it('writes in the language it is given', () => {
    const { option, note, description } = lossChart(
      [runOf(falling, { name: 'uma', state: 'running', totalSteps: 60 })],
      {
        ...base,
        legend: true,
        words: chartWordsPt,
      },
    );
    const said = JSON.stringify(option);
    for (const word of ['passo (10 = 1 época)', 'perda', 'ainda por vir', 'suavizado 0,90, no passo 20'])
      expect(said).toContain(word);
    expect(`${said} ${note} ${description}`).not.toMatch(/\b(smoothed|step|still|training, |test split)\b/);
  });

  it('smooths longer series more', () => {
    expect(defaultSmoothing(350)).toBe(0.9);
    expect(defaultSmoothing(10_000)).toBeCloseTo(0.996, 6);
  });
});

describe('shown baselines', () => {
  it('are uniform attention and the best untrained measure', () => {
    const baseline = (kind: 'uniform' | 'dot' | 'rbf', loss: number): BaselineValues => ({
      id: kind,
      title: kind,
      spec: { kind, features: 'raw', softmax: true },
      metrics: metricsOf(loss),
    });
    const all = [baseline('dot', -0.57), baseline('uniform', -0.52), baseline('rbf', -0.6)];
    expect(shownBaselines(all).map(({ id }) => id)).toEqual(['rbf', 'uniform']);
    expect(shownBaselines(all, ['dot', 'uniform']).map(({ id }) => id)).toEqual(['dot', 'uniform']);
    expect(shownBaselines([])).toEqual([]);
  });
});
