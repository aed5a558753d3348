import type { AttentionBundle } from '../../shared/attention.ts';
import { differenceBundle } from '../../shared/differenceBundle.ts';
import { LabError } from '../../shared/errors.ts';
import type { FigureDocuments, FigureSource, SingleSource } from '../../shared/figureSource.ts';
import type { RecipeSource } from '../../shared/recipe.ts';
import { formatCount } from '../../shared/scales.ts';
import { languages, measureIn, type Language } from '../../renderer/charts/language.ts';
import { fill } from '../../renderer/charts/words.ts';
import type { FigureApi } from './figureApi.ts';
import { documentsAsked, measureNamed, openDocuments, runOrigin, runTitle } from './origins.ts';

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

export interface SourceOptions {
  readonly words: Language['figure'];
  /** Of an imported file: its one layer, or all of them. */
  readonly layers?: 'one' | 'all';
}

/** Throws `LabError('not-found')` if there is no such attention. */
export async function openSource(
  api: FigureApi,
  source: FigureSource,
  options: SourceOptions,
): Promise<OpenSource> {
  if (source.kind !== 'difference') return openSingle(api, source, options);
  const [a, b] = await Promise.all([openSingle(api, source.a, options), openSingle(api, source.b, options)]);
  return {
    bundle: difference(a, b),
    layer: 0,
    source: { kind: 'difference', a: a.source, b: b.source },
    title: `${a.title} − ${b.title}`,
    subtitle: a.subtitle === b.subtitle ? a.subtitle : `${a.subtitle}; ${b.subtitle}`,
    origins: [...a.origins, ...b.origins],
  };
}

export async function openSingle(
  api: FigureApi,
  source: SingleSource,
  options: SourceOptions,
): Promise<OpenSource<SingleSource>> {
  switch (source.kind) {
    case 'run':
      return openRun(api, source, options);
    case 'measure':
    case 'dataset':
      return openMeasure(api, source, options);
    case 'import':
      return openImport(api, source, options);
  }
}

async function openRun(
  api: FigureApi,
  source: Extract<SingleSource, { readonly kind: 'run' }>,
  { words }: SourceOptions,
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
    title: runTitle(run, words),
    subtitle: fill(words.place, { step: formatCount(at), sequence }),
    origins: [runOrigin(run, at, sequence)],
  };
}

async function openMeasure(
  api: FigureApi,
  source: Extract<SingleSource, { readonly kind: 'measure' | 'dataset' }>,
  { words }: SourceOptions,
): Promise<OpenSource<SingleSource>> {
  const { sequence } = source;
  const spec = measureNamed(source.measure);
  const documents: FigureDocuments =
    source.kind === 'measure' ? { kind: 'run', runId: source.runId } : { ...source, kind: 'dataset' };
  const [bundle, { origin }] = await Promise.all([
    api.computeAttention({ ...documentsAsked(documents), by: { kind: 'measure', spec }, sequence }),
    openDocuments(api, documents, sequence),
  ]);
  return {
    bundle,
    layer: 0,
    source,
    title: measureIn(words, spec),
    subtitle: fill(words.untrained, { sequence }),
    origins: [
      {
        ...origin,
        kind: source.kind,
        name: measureIn(languages.en.figure, spec),
      },
    ],
  };
}

async function openImport(
  api: FigureApi,
  source: Extract<SingleSource, { readonly kind: 'import' }>,
  { layers = 'one' }: SourceOptions,
): Promise<OpenSource<SingleSource>> {
  const { importId, example, layer } = source;
  const [bundle, imports] = await Promise.all([
    api.getImportedAttention({ importId, example, layer: layers === 'all' ? null : layer, head: null }),
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

/** A − B head by head, or of the means where they have unlike numbers of heads. */
function difference(a: OpenSource, b: OpenSource): AttentionBundle {
  const bundle = differenceBundle(a.bundle, b.bundle);
  if (bundle !== null) return bundle;
  throw new LabError('bad-input', `not the same documents: ${a.title} and ${b.title}`, {
    hint: 'Choose two runs of the same data and sequence length',
  });
}
