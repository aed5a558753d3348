import type { AttentionBundle } from '../../shared/attention.ts';
import { differenceBundle } from '../../shared/differenceBundle.ts';
import { LabError } from '../../shared/errors.ts';
import type { FigureSource, SingleSource } from '../../shared/figureSource.ts';
import { measureId, measureSpecs, measureTitle } from '../../shared/metrics.ts';
import type { RecipeSource } from '../../shared/recipe.ts';
import type { RunDetail } from '../../shared/run.ts';
import { formatCount } from '../../shared/scales.ts';
import { configHash } from './configHash.ts';
import type { FigureApi } from './figureApi.ts';

/** Attention as a figure draws it, and what is to be said of where it is from. */
export interface OpenSource<Source extends FigureSource = FigureSource> {
  readonly bundle: AttentionBundle;
  /** Of the bundle, the layer to draw. */
  readonly layer: number;
  /** The source with its newest step said. */
  readonly source: Source;
  readonly title: string;
  readonly subtitle: string;
  readonly origins: readonly RecipeSource[];
}

/** Throws `LabError('not-found')` if there is no such attention. */
export async function openSource(api: FigureApi, source: FigureSource): Promise<OpenSource> {
  if (source.kind !== 'difference') return openSingle(api, source);
  const [a, b] = await Promise.all([openSingle(api, source.a), openSingle(api, source.b)]);
  return {
    bundle: difference(a, b),
    layer: 0,
    source: { kind: 'difference', a: a.source, b: b.source },
    title: `${a.title} − ${b.title}`,
    subtitle: a.subtitle === b.subtitle ? a.subtitle : `${a.subtitle}; ${b.subtitle}`,
    origins: [...a.origins, ...b.origins],
  };
}

async function openSingle(api: FigureApi, source: SingleSource): Promise<OpenSource<SingleSource>> {
  switch (source.kind) {
    case 'run':
      return openRun(api, source);
    case 'measure':
      return openMeasure(api, source);
    case 'import':
      return openImport(api, source);
  }
}

async function openRun(
  api: FigureApi,
  source: Extract<SingleSource, { readonly kind: 'run' }>,
): Promise<OpenSource<SingleSource>> {
  const { runId, sequence } = source;
  const run = await api.getRun({ runId });
  // What a run follows is stored; of any other sequence the weights at a step give it.
  const isStored = sequence < run.experiment.probes.sequences || run.checkpoints.length === 0;
  const step = source.step ?? (isStored ? null : (run.checkpoints.at(-1)?.step ?? 0));
  const bundle =
    isStored || step === null
      ? await api.getAttention({ runId, step, sequence })
      : await api.computeAttention({ runId, by: { kind: 'weights', step }, sequence });
  const { origin } = bundle.meta;
  const at = origin.kind === 'run' ? origin.step : (step ?? 0);
  return {
    bundle,
    layer: 0,
    source: { ...source, step: at },
    title: runTitle(run),
    subtitle: `step ${formatCount(at)}, test sequence ${sequence}`,
    origins: [runOrigin(run, at, sequence)],
  };
}

async function openMeasure(
  api: FigureApi,
  source: Extract<SingleSource, { readonly kind: 'measure' }>,
): Promise<OpenSource<SingleSource>> {
  const { runId, sequence, measure } = source;
  const spec = measureSpecs.find((candidate) => measureId(candidate) === measure);
  if (spec === undefined) throw new LabError('bad-input', `unknown measure: ${measure}`);
  const run = await api.getRun({ runId });
  return {
    bundle: await api.computeAttention({ runId, by: { kind: 'measure', spec }, sequence }),
    layer: 0,
    source,
    title: measureTitle(spec),
    subtitle: `untrained, test sequence ${sequence}`,
    origins: [{ ...runOrigin(run, null, sequence), kind: 'measure', name: measureTitle(spec) }],
  };
}

async function openImport(
  api: FigureApi,
  source: Extract<SingleSource, { readonly kind: 'import' }>,
): Promise<OpenSource<SingleSource>> {
  const { importId, example, layer } = source;
  const [bundle, imports] = await Promise.all([
    api.getImportedAttention({ importId, example, layer, head: null }),
    api.listImports({}),
  ]);
  const { origin, title } = bundle.meta;
  const file = origin.kind === 'file' ? origin.name : title;
  const name = imports.find(({ id }) => id === importId)?.name ?? file;
  return {
    bundle,
    layer: 0,
    source,
    title: name,
    // What of the file it is: "example, layer 2".
    subtitle: title.slice(file.length).replace(/^, /, ''),
    origins: [
      {
        kind: 'import',
        id: importId,
        name,
        configHash: null,
        seed: null,
        dataHash: importId,
        step: null,
        sequence: example,
      },
    ],
  };
}

/** "Quick start, seed 3"; the first seed goes without saying. */
export function runTitle({ name, experiment }: RunDetail): string {
  return experiment.seed > 0 ? `${name}, seed ${experiment.seed}` : name;
}

export function runOrigin(run: RunDetail, step: number | null, sequence: number | null): RecipeSource {
  return {
    kind: 'run',
    id: run.id,
    name: run.name,
    configHash: configHash(run.experiment),
    seed: run.experiment.seed,
    dataHash: run.datasetHash,
    step,
    sequence,
  };
}

/** A − B head by head, or of the means where they have unlike numbers of heads. */
function difference(a: OpenSource, b: OpenSource): AttentionBundle {
  const bundle = differenceBundle(a.bundle, b.bundle);
  if (bundle !== null) return bundle;
  throw new LabError('bad-input', `not the same documents: ${a.title} and ${b.title}`, {
    hint: 'Choose two runs of the same data and sequence length',
  });
}
