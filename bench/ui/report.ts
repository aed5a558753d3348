import { median, type Measurement } from './measurement.ts';

/** A Markdown table: what is to be, the median and the worst, what others take. */
export function measurementTable(measurements: readonly Measurement[]): string {
  return [
    '| | to reach | median | worst | today’s tools |',
    '| --- | --- | --- | --- | --- |',
    ...measurements.map(({ name, limit, unit, values, peer = '' }) => {
      const middle = median(values);
      const isMet = unit === 'fps' ? middle >= limit : middle <= limit;
      const bound = `${unit === 'fps' ? '≥' : '<'} ${limit} ${unit}`;
      const worst = unit === 'fps' ? Math.min(...values) : Math.max(...values);
      const said = `${digits(middle)} ${unit}${isMet ? '' : ' (missed)'}`;
      return `| ${name} | ${bound} | ${said} | ${digits(worst)} ${unit} | ${peer} |`;
    }),
  ].join('\n');
}

function digits(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toPrecision(2);
}
