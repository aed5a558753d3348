import type { AttentionBundle } from '../../shared/attention.ts';
import { pageStepBytes } from '../../shared/attentionPage.ts';
import { singleSourcesOf, type FigureSource, type SingleSource } from '../../shared/figureSource.ts';
import type { FigureWords } from '../../renderer/charts/figureWords.ts';
import type { FigureApi } from './figureApi.ts';
import { openSource, type OpenSource } from './openSource.ts';

/** The attention of a source along training, the one that was asked for among it. */
export interface OpenSteps {
  readonly steps: readonly { readonly step: number | null; readonly bundle: AttentionBundle }[];
  readonly start: number;
  /** How many the source has kept. */
  readonly kept: number;
}

/**
 * Every kept step of a run, or of a difference from one (of two runs: those that both have kept); of what is not trained,
 * and of attention that was computed for one step, that alone. Too many for one page are thinned evenly, ends included.
 */
export async function openSteps(api: FigureApi, opened: OpenSource, words: FigureWords): Promise<OpenSteps> {
  const alone: OpenSteps = { steps: [{ step: null, bundle: opened.bundle }], start: 0, kept: 1 };
  const shown = stepOf(opened.source);
  if (shown === null) return alone;
  const kept = await keptSteps(api, opened.source);
  if (!kept.includes(shown)) return { ...alone, steps: [{ step: shown, bundle: opened.bundle }] };
  const most = Math.max(1, Math.floor(pageStepBytes / opened.bundle.values.byteLength));
  const chosen = thinned(kept, most, shown);
  const steps = await Promise.all(
    chosen.map(async (step) => ({
      step,
      bundle:
        step === shown
          ? opened.bundle
          : (await openSource(api, atStep(opened.source, step), { words })).bundle,
    })),
  );
  return { steps, start: chosen.indexOf(shown), kept: kept.length };
}

/** The one step a source is at; null of what is untrained, or of two runs at unlike steps. */
function stepOf(source: FigureSource): number | null {
  const steps = new Set(singleSourcesOf(source).flatMap((one) => (one.kind === 'run' ? [one.step] : [])));
  const [step = null] = steps;
  return steps.size === 1 ? step : null;
}

function atStep(source: FigureSource, step: number): FigureSource {
  const single = (one: SingleSource): SingleSource => (one.kind === 'run' ? { ...one, step } : one);
  return source.kind === 'difference'
    ? { kind: 'difference', a: single(source.a), b: single(source.b) }
    : single(source);
}

/** Steps that every run of the source has stored of this test sequence. */
async function keptSteps(api: FigureApi, source: FigureSource): Promise<readonly number[]> {
  const lists = await Promise.all(
    singleSourcesOf(source).map(async (one) => {
      if (one.kind !== 'run') return null;
      const { snapshotSteps, experiment } = await api.getRun({ runId: one.runId });
      return one.sequence < experiment.probes.sequences ? snapshotSteps : [];
    }),
  );
  const [first = [], ...others] = lists.filter((list) => list !== null);
  return first.filter((step) => others.every((list) => list.includes(step)));
}

/** At most so many of ascending steps, evenly, the first, the last and `needed` among them while there is room. */
export function thinned(steps: readonly number[], most: number, needed: number): readonly number[] {
  if (steps.length <= most) return steps;
  if (most < 3) return [needed];
  const places = Array.from({ length: most - 1 }, (_, i) =>
    Math.round((i * (steps.length - 1)) / Math.max(1, most - 2)),
  );
  return [...new Set([...places, steps.indexOf(needed)])]
    .sort((a, b) => a - b)
    .flatMap((place) => steps[place] ?? []);
}
