import type { AttentionBundle } from '../shared/attention.ts';
import { viewerDataId, type ViewerData } from '../shared/viewerData.ts';

export interface OpenedData extends Omit<ViewerData, 'bundle' | 'values' | 'keyTokens' | 'queryTokens'> {
  readonly bundle: AttentionBundle;
}

/** What the page was written with; it was written by the same version of the app as this code. */
export function readData(): OpenedData {
  const text = document.getElementById(viewerDataId)?.textContent ?? '';
  const { bundle, values, keyTokens, queryTokens, ...rest } = JSON.parse(text) as ViewerData;
  const bytes = Uint8Array.from(atob(values), (letter) => letter.charCodeAt(0));
  return {
    ...rest,
    bundle: {
      ...bundle,
      values: new Float32Array(bytes.buffer),
      keyTokens,
      queryTokens: queryTokens ?? keyTokens,
    },
  };
}
