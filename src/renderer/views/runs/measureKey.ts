import type { RunId } from '../../../shared/ids.ts';
import { asRunId } from '../../../shared/ids.ts';

/** A measure on the documents of a run as one text, for a set of them. */
export const measureKey = (host: { readonly id: RunId }, baseline: { readonly id: string }): string =>
  `${host.id} ${baseline.id}`;

export function readMeasureKey(key: string): { readonly host: RunId; readonly measure: string } {
  const [host = '', measure = ''] = key.split(' ');
  return { host: asRunId(host), measure };
}
