import type { AttentionFile } from '../../lab/bundle/attentionFile.ts';
import { bundleFromFile } from '../../lab/bundle/bundleOf.ts';
import { knownRows } from '../../lab/bundle/keep.ts';
import { LabError } from '../../shared/errors.ts';
import type { FigureSource } from '../../shared/figureSource.ts';
import type { FigureApi } from '../figures/figureApi.ts';

/** A file that no lab keeps has no name by content; a recipe of it says so. */
const notKept = '0'.repeat(64);

export function fileSource(example: number, layer: number): FigureSource {
  return { kind: 'import', importId: notKept, example, layer };
}

/** What figures of a file are drawn from, straight from the file: nothing is kept and no lab is opened. */
export function fileFigureApi(file: AttentionFile): FigureApi {
  const noRun = (): never => {
    throw new LabError('not-found', `no run in it: ${file.name}`);
  };
  return {
    getRun: noRun,
    getLosses: noRun,
    getAttention: noRun,
    computeAttention: noRun,
    getClassMap: noRun,
    compareMeasures: noRun,
    explainCell: noRun,
    getSequence: noRun,
    getDocuments: () => [],
    getDataset: noRun,
    getMetricsAt: noRun,
    listImports: () => [],
    getImportedAttention: ({ example, layer, head }) => {
      const found = file.examples[example];
      if (found === undefined) throw new LabError('not-found', `no example ${example + 1}: ${file.name}`);
      return bundleFromFile(file.name, found, knownRows(found, file.name), { layer, head });
    },
  };
}
