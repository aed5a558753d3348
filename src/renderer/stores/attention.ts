import { defineStore } from 'pinia';
import type { AttentionBundle } from '../../shared/attention.ts';
import type { Scorer } from '../../shared/explain.ts';
import type { RunId } from '../../shared/ids.ts';
import { measureId } from '../../shared/metrics.ts';
import { useLab } from './lab.ts';

/** Bundles kept: a scrub over a hundred snapshots and back asks once for each. */
const kept = 160;

/** Stored attention, asked for once: a snapshot never changes after it was written. */
export const useAttention = defineStore('attention', () => {
  const lab = useLab();
  const bundles = new Map<string, Promise<AttentionBundle>>();

  /** The attention of a test sequence at a step that has a snapshot. A failure is not kept. */
  const load = (runId: RunId, step: number, sequence: number): Promise<AttentionBundle> =>
    once(`${runId} ${step} ${sequence}`, () => lab.api().getAttention({ runId, step, sequence }));

  /** Attention that is worked out: of a sequence that is no probe, or by a measure. */
  const compute = (runId: RunId, by: Scorer, sequence: number): Promise<AttentionBundle> => {
    const name = by.kind === 'measure' ? measureId(by.spec) : `weights ${by.step}`;
    return once(`${runId} ${name} ${sequence}`, () => lab.api().computeAttention({ runId, by, sequence }));
  };

  const once = (key: string, ask: () => Promise<AttentionBundle>): Promise<AttentionBundle> => {
    const known = bundles.get(key);
    if (known !== undefined) {
      // Back to the end: the map is in the order of last use.
      bundles.delete(key);
      bundles.set(key, known);
      return known;
    }
    const asked = ask();
    bundles.set(key, asked);
    asked.catch(() => bundles.delete(key));
    const oldest = bundles.keys().next().value;
    if (bundles.size > kept && oldest !== undefined) bundles.delete(oldest);
    return asked;
  };

  return { load, compute };
});
