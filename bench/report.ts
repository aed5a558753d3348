import { availableParallelism, cpus, totalmem } from 'node:os';
import * as echarts from 'echarts';
import type { StepTime } from './contestants.ts';

export interface Row {
  readonly name: string;
  readonly time: StepTime;
}

/** The machine, by cores and processor only. */
export function machineName(): string {
  const memory = Math.round(totalmem() / 2 ** 30);
  return `${availableParallelism()} cores of an ${cpus()[0]?.model.trim() ?? 'unknown processor'}, ${memory} GB`;
}

/** A Markdown table: seconds a step, how many times the first row's, memory; what is missing says why. */
export function stepTable(rows: readonly Row[]): string {
  const [first] = rows;
  const base = first !== undefined && 'median' in first.time ? first.time.median : Number.NaN;
  const lines = rows.map(({ name, time }) => {
    if ('missing' in time) return `| ${name} | – | – | – | – | ${time.missing} |`;
    const limit =
      time.memoryLimit === null ? '' : `${(time.median / time.memoryLimit).toFixed(2)} × memory limit`;
    return `| ${name} | ${seconds(time.median)} | ${seconds(time.min)} | ${(time.median / base).toFixed(1)} | ${gigabytes(time.peakRssBytes)} | ${limit} |`;
  });
  return [
    '| | median, a step | least | times ours | peak memory | |',
    '|---|---|---|---|---|---|',
    ...lines,
  ].join('\n');
}

export interface Series {
  readonly name: string;
  /** [setting, seconds a step] */
  readonly points: readonly (readonly [number, number])[];
}

/** Cost against one setting, log-log, as SVG without a browser. */
export function costChart(series: readonly Series[]): string {
  const chart = echarts.init(null, null, { renderer: 'svg', ssr: true, width: 720, height: 360 });
  const axis = {
    type: 'log' as const,
    nameLocation: 'middle' as const,
    splitLine: { lineStyle: { color: '#eceef1' } },
  };
  chart.setOption({
    animation: false,
    color: ['#0f62c9', '#d4560a', '#035148', '#b272ae', '#706267'],
    grid: { left: 70, right: 130, top: 24, bottom: 48 },
    xAxis: { ...axis, name: 'value of the setting (log)', nameGap: 28 },
    yAxis: { ...axis, name: 'seconds a step (log)', nameGap: 50 },
    series: series.map(({ name, points }) => ({
      name,
      type: 'line',
      data: points.map((point) => [...point]),
      symbolSize: 6,
      endLabel: { show: true, formatter: '{a}' },
    })),
  });
  const svg = chart.renderToSVGString();
  chart.dispose();
  return svg;
}

export function seconds(value: number): string {
  return value < 0.01 ? `${(value * 1000).toFixed(2)} ms` : `${value.toFixed(3)} s`;
}

function gigabytes(bytes: number): string {
  return `${(bytes / 1e9).toFixed(2)} GB`;
}
