import { isRunId, readSourceCode, sourceCode, type PlainSource } from './attentionSource.ts';
import { asRunId, type RunId } from './ids.ts';
import type { SpreadOfMaps } from './seedMaps.ts';

/** What stands beside others: a bundle, or the seeds of one experiment as their mean or standard deviation. */
export type SideItem =
  | { readonly kind: 'one'; readonly source: PlainSource }
  | { readonly kind: 'seeds'; readonly spread: SpreadOfMaps; readonly runIds: readonly RunId[] };

export const mostSideItems = 12;

/** An item as it stands in an address. */
export function sideCode(item: SideItem): string {
  return item.kind === 'one' ? sourceCode(item.source) : [item.spread, ...item.runIds].join('.');
}

/** Reads what `sideCode` wrote; null for anything else. */
export function readSideCode(code: string): SideItem | null {
  const [spread, ...ids] = code.split('.');
  if (spread === 'mean' || spread === 'deviation') {
    return ids.length >= 2 && ids.every(isRunId) ? { kind: 'seeds', spread, runIds: ids.map(asRunId) } : null;
  }
  const source = readSourceCode(code);
  return source === null ? null : { kind: 'one', source };
}

/** Items of an address, each once, those that cannot be read left out. */
export function readSideItems(text: string): SideItem[] {
  const codes = [...new Set(text.split(',').filter(Boolean))];
  return codes.flatMap((code) => readSideCode(code) ?? []).slice(0, mostSideItems);
}
