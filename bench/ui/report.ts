import { median, type Measurement } from './measurement.ts';

/** A Markdown table: what is to be, the median and the worst, what others take. */
export function measurementTable(measurements: readonly Measurement[]): string {
  return [
    '| | to reach | median | worst | today’s tools |',
    '| --- | --- | --- | --- | --- |',
    ...measurements.map(line),
  ].join('\n');
}

function line({ name, limit, unit, values, missing, peer = '' }: Measurement): string {
  const bound = limit === undefined ? '–' : `${unit === 'fps' ? '≥' : '<'} ${limit} ${unit}`;
  if (values.length === 0)
    return `| ${name} | ${bound} | not measured: ${missing ?? 'nothing'} | – | ${peer} |`;
  const middle = median(values);
  const isMet = limit === undefined || (unit === 'fps' ? middle >= limit : middle <= limit);
  const worst = unit === 'fps' ? Math.min(...values) : Math.max(...values);
  const said = `${digits(middle)} ${unit}${isMet ? '' : ' (missed)'}`;
  return `| ${name} | ${bound} | ${said} | ${digits(worst)} ${unit} | ${peer} |`;
}

function digits(value: number): string {
  return value >= 100 ? value.toFixed(0) : String(Number(value.toPrecision(2)));
}
