import type { AttentionBundle } from '../shared/attention.ts';
import { viewerDataId, type ViewerData } from '../shared/viewerData.ts';

export interface OpenedData extends Pick<
  ViewerData,
  'title' | 'subtitle' | 'locale' | 'theme' | 'appVersion' | 'start' | 'keptSteps' | 'texts'
> {
  /** Attention of the same documents at each step, the first of `numbers` first. */
  readonly bundles: readonly [AttentionBundle, ...AttentionBundle[]];
  /** The steps; empty of what has none. */
  readonly numbers: readonly number[];
  /** Of steps 1, 2, …; empty where the page has none. */
  readonly losses: Float32Array;
}

/** What the page was written with; it was written by the same version of the app as this code. */
export function readData(): OpenedData {
  const text = document.getElementById(viewerDataId)?.textContent ?? '';
  const { bundle, steps, losses, keyTokens, queryTokens, ...rest } = JSON.parse(text) as ViewerData;
  const bundles = steps.map(({ values }) => ({
    ...bundle,
    values: numbersOf(values),
    keyTokens,
    queryTokens: queryTokens ?? keyTokens,
  }));
  const [first, ...others] = bundles;
  if (first === undefined) throw new Error('the page holds no attention');
  return {
    ...rest,
    bundles: [first, ...others],
    numbers: steps.flatMap(({ step }) => step ?? []),
    losses: losses === null ? new Float32Array(0) : numbersOf(losses),
  };
}

function numbersOf(base64: string): Float32Array {
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  return new Float32Array(bytes.buffer);
}
