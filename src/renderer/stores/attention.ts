import { defineStore } from 'pinia';
import type { AttentionBundle } from '../../shared/attention.ts';
import {
  documentsOf,
  type FileSource,
  type PlainSource,
  type RunSource,
} from '../../shared/attentionSource.ts';
import type { Scorer, TestDocuments } from '../../shared/explain.ts';
import type { RunId } from '../../shared/ids.ts';
import { measureId, type MeasureSpec } from '../../shared/metrics.ts';
import type { RunDetail } from '../../shared/run.ts';
import { useImports } from './imports.ts';
import { useLab } from './lab.ts';
import { placeInRun, type Absence } from './placeInRun.ts';

/** Bundles kept: a scrub over a hundred snapshots and back asks once for each. */
const kept = 160;
/** And no more than this of them, whatever their number: imported files can be large. */
const keptBytes = 512 * 2 ** 20;
/** A layer of a file up to this size comes whole; of a larger one, a head at a time. */
const layerBytes = 64 * 2 ** 20;

/** So many ms what was asked for early may wait for the rest of its run. */
const foreseenFor = 2000;

/** Attention, asked for once: a snapshot never changes after it was written. */
export const useAttention = defineStore('attention', () => {
  const lab = useLab();
  const imports = useImports();
  const bundles = new Map<string, Promise<AttentionBundle>>();
  const sizes = new Map<string, number>();

  /** Asked for before it is known what step there is; null where there is none. */
  const foreseen = new Map<string, Promise<AttentionBundle | null>>();

  /** The attention of a test sequence at a step that has a snapshot. A failure is not kept. */
  const load = (runId: RunId, step: number, sequence: number): Promise<AttentionBundle> =>
    once(`${runId} ${step} ${sequence}`, async () => {
      const early = await foreseen.get(`${runId} ${sequence}`);
      const { origin } = early?.meta ?? {};
      if (early && origin?.kind === 'run' && origin.step === step) return early;
      return lab.api().getAttention({ runId, step, sequence });
    });

  /**
   * Asks for what a source will most likely show, so that it is on its way while the run behind it is being read: the
   * newest snapshot not after its step. What `load` then finds to be another is asked for again.
   */
  const foresee = ({ runId, step, sequence }: RunSource): void => {
    const key = `${runId} ${sequence}`;
    const asked = lab
      .api()
      .getAttention({ runId, step, sequence })
      .catch(() => null);
    foreseen.set(key, asked);
    void asked.then(() => {
      // Whoever waits for it has it by now; what is kept is kept by its step.
      setTimeout(() => foreseen.get(key) === asked && foreseen.delete(key), foreseenFor);
    });
  };

  /** Attention that is worked out: of a sequence that is no probe, or by a measure. */
  const compute = (runId: RunId, by: Scorer, sequence: number): Promise<AttentionBundle> => {
    const name = by.kind === 'measure' ? measureId(by.spec) : `weights ${by.step}`;
    return once(`${runId} ${name} ${sequence}`, () => lab.api().computeAttention({ runId, by, sequence }));
  };

  /** An untrained measure on a test sequence of a run or a dataset. */
  const measured = (about: TestDocuments, spec: MeasureSpec, sequence: number): Promise<AttentionBundle> =>
    once(`${JSON.stringify(about)} ${measureId(spec)} ${sequence}`, () =>
      lab.api().computeAttention({ ...about, by: { kind: 'measure', spec }, sequence }),
    );

  /** A layer of an imported file, or the one head of it if it is too large to be had whole. */
  const loadFile = async ({ importId, example, layer, head }: FileSource): Promise<AttentionBundle> => {
    const one = (await imports.find(importId))?.examples[example];
    const isWhole = one === undefined || one.heads * one.keys * one.queries * 4 <= layerBytes;
    return once([importId, example, layer, isWhole ? 'all' : head].join(' '), () =>
      lab.api().getImportedAttention({ importId, example, layer, head: isWhole ? null : head }),
    );
  };

  /**
   * The attention of any plain source; `run` is what is known of the run of one that has one, and is asked for if it
   * is not given. Nothing there: why not.
   */
  const find = async (
    source: PlainSource,
    run?: RunDetail,
  ): Promise<{ readonly bundle: AttentionBundle } | { readonly absence: Absence }> => {
    if (source.kind === 'file') return { bundle: await loadFile(source) };
    const { sequence } = source;
    if (source.kind === 'dataset') {
      const about = documentsOf(source);
      if (about === null) throw new Error('a measure without documents');
      return { bundle: await measured(about, source.spec, sequence) };
    }
    const { runId } = source;
    const detail = run ?? (await lab.api().getRun({ runId }));
    const { absence, step, isProbe } = placeInRun(detail, source);
    if (absence !== null) return { absence };
    if (source.kind === 'measure') {
      return { bundle: await measured({ runId }, source.spec, sequence) };
    }
    const at = step ?? 0;
    return {
      bundle: await (isProbe
        ? load(runId, at, sequence)
        : compute(runId, { kind: 'weights', step: at }, sequence)),
    };
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
    asked.then(
      ({ values }) => {
        sizes.set(key, values.byteLength);
        forgetOldest();
      },
      () => bundles.delete(key),
    );
    return asked;
  };

  /** Lets go of what was used longest ago; the newest stays, whatever its size. */
  const forgetOldest = (): void => {
    const total = (): number => [...bundles.keys()].reduce((sum, key) => sum + (sizes.get(key) ?? 0), 0);
    let bytes = total();
    for (const key of bundles.keys()) {
      if (bundles.size <= 1 || (bundles.size <= kept && bytes <= keptBytes)) return;
      bytes -= sizes.get(key) ?? 0;
      bundles.delete(key);
      sizes.delete(key);
    }
  };

  return { load, foresee, compute, measured, find };
});
