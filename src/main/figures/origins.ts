import { LabError } from '../../shared/errors.ts';
import { featuresSchema } from '../../shared/experiment.ts';
import type { TestDocuments } from '../../shared/explain.ts';
import type { FigureDocuments } from '../../shared/figureSource.ts';
import { measureId, measureSpecs, type MeasureSpec } from '../../shared/metrics.ts';
import type { RecipeSource } from '../../shared/recipe.ts';
import type { RunDetail } from '../../shared/run.ts';
import type { Language } from '../../renderer/charts/language.ts';
import { fill } from '../../renderer/charts/words.ts';
import { configHash } from './configHash.ts';
import type { FigureApi } from './figureApi.ts';

/** What a figure is of: how it is called, and what its recipe says of it. */

/** "Quick start, seed 3"; the first seed goes without saying. */
export function runTitle({ name, experiment }: RunDetail, words: Language['figure']): string {
  return experiment.seed > 0 ? fill(words.seeded, { name, seed: experiment.seed }) : name;
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

/** Throws `LabError('bad-input')` for a name that is no measure's. */
export function measureNamed(id: string): MeasureSpec {
  const spec = measureSpecs.find((candidate) => measureId(candidate) === id);
  if (spec === undefined) throw new LabError('bad-input', `unknown measure: ${id}`);
  return spec;
}

/** Whose documents, as the contract asks for them. */
export function documentsAsked(documents: FigureDocuments): TestDocuments {
  if (documents.kind === 'run') return { runId: documents.runId };
  const { dataset, sequenceLength } = documents;
  return { untrained: { dataset, sequenceLength, features: featuresSchema.parse({}) } };
}

/** What they are called, and what a recipe says of them. */
export async function openDocuments(
  api: FigureApi,
  documents: FigureDocuments,
  sequence: number | null,
): Promise<{ readonly name: string; readonly origin: RecipeSource }> {
  if (documents.kind === 'run') {
    const run = await api.getRun({ runId: documents.runId });
    return { name: run.name, origin: runOrigin(run, null, sequence) };
  }
  const { dataset } = documents;
  const { title } = await api.getDataset({ dataset });
  return { name: title, origin: datasetOrigin(dataset, title, sequence) };
}

export function datasetOrigin(dataset: string, name: string, sequence: number | null): RecipeSource {
  return {
    kind: 'dataset',
    id: dataset,
    name,
    configHash: null,
    seed: null,
    dataHash: dataset,
    step: null,
    sequence,
  };
}
