import type { ApiMethod } from '../../../shared/api.ts';

/** Where a method's input names a file or folder of this machine, as keys from the input down. */
type PathPlace = readonly string[];

const ofDataset: readonly PathPlace[] = [['dataset', 'path']];
const ofExperiment: readonly PathPlace[] = [['experiment', 'dataset', 'path']];
const itself: readonly PathPlace[] = [['path']];
const none: readonly PathPlace[] = [];

/**
 * Every method of the contract with the paths it takes; one that is missing here does not compile. `checkExperiment`
 * takes one too, but looks at nothing but its letters.
 */
const places: Readonly<Record<ApiMethod, readonly PathPlace[]>> = {
  startRun: ofExperiment,
  startRuns: ofExperiment,
  estimate: ofExperiment,
  importDataset: ofDataset,
  inspectPath: itself,
  previewTable: itself,
  inspectImport: itself,
  exportRuns: itself,
  importRuns: itself,
  importAttention: itself,
  startImportAttention: itself,
  saveFigure: itself,
  cancelJob: none,
  checkExperiment: none,
  compareMeasures: none,
  cleanFolder: none,
  computeAttention: none,
  deleteRuns: none,
  doctor: none,
  drawFigure: none,
  explainCell: none,
  explainClasses: none,
  getAttention: none,
  getClassMap: none,
  getDataset: none,
  getDocuments: none,
  getDocumentTerms: none,
  getDocumentWords: none,
  getFolder: none,
  getImportedAttention: none,
  getLosses: none,
  getMeasurements: none,
  getRun: none,
  getRuntime: none,
  getSequence: none,
  getTestSequences: none,
  getVocabulary: none,
  importSample: none,
  info: none,
  installRuntime: none,
  listDatasets: none,
  listImports: none,
  listDocuments: none,
  listJobs: none,
  listPresets: none,
  listRuns: none,
  measureMachine: none,
  pauseRun: none,
  pickPath: none,
  pickSavePath: none,
  removeDataset: none,
  removeImport: none,
  removeRuntime: none,
  renameImport: none,
  restoreImport: none,
  restoreRuns: none,
  resumeRun: none,
  startTrainTo: none,
  stopRun: none,
  updateRun: none,
};

/** The paths an input names, whatever its shape: it is checked before its schema is. */
export function pathsIn(method: unknown, input: unknown): readonly string[] {
  if (typeof method !== 'string' || !Object.hasOwn(places, method)) return [];
  return places[method as ApiMethod].flatMap((place) => {
    let value = input;
    for (const key of place) {
      if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return [];
      value = (value as Record<string, unknown>)[key];
    }
    return typeof value === 'string' ? [value] : [];
  });
}
