import { inject, type ComputedRef, type InjectionKey } from 'vue';
import type { AttentionSource } from '../../../shared/attentionSource.ts';
import type { AttentionSubject } from '../../stores/attentionSubject.ts';

/** What the tabs of the attention page share beside the selection of `useAttentionView`. */
export interface AttentionPage {
  /** What is looked at, by the address; null where there is nothing to look at. */
  readonly source: ComputedRef<AttentionSource | null>;
  readonly subject: AttentionSubject;
  /** Looks at something else: a change of the address, which keeps the words that are a tab's own. */
  readonly look: (source: AttentionSource) => void;
  readonly showSequence: (sequence: number) => void;
  /** To a snapshot of the run that is looked at. */
  readonly move: (step: number) => void;
  readonly moveBy: (snapshots: number) => void;
}

export const attentionPageKey: InjectionKey<AttentionPage> = Symbol('attention page');

/** For tabs and what they hold. */
export function useAttentionPage(): AttentionPage {
  const page = inject(attentionPageKey);
  if (page === undefined) throw new Error('a tab of the attention page stands outside it');
  return page;
}
