import type { RunId } from '../../../shared/ids.ts';
import { readMeasureKey } from './measureKey.ts';

/**
 * The address of a comparison of selected runs and measures. The first measure stands beside the runs as B, two
 * measures alone as A and B, on the documents of a run that was measured beside them.
 */
export function compareQuery(
  runs: readonly RunId[],
  measureKeys: readonly string[],
): Readonly<Record<string, string>> {
  const measures = measureKeys.map(readMeasureKey);
  const hosts = runs.length > 0 ? runs : measures.slice(0, 1).map(({ host }) => host);
  if (measures.length === 0) return { runs: hosts.join(',') };
  const names = measures.map(({ measure }) => measure);
  const [first = '', second] = names;
  const sides: Record<string, string> =
    runs.length > 0 || second === undefined
      ? { b: `measure:${first}` }
      : { a: `measure:${first}`, b: `measure:${second}` };
  return { runs: hosts.join(','), measures: [...new Set(['uniform', ...names])].join(','), ...sides };
}
