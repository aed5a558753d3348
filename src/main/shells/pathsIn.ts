import type { ApiMethod } from '../../shared/api.ts';

/** Where a method's input names a file or folder of this machine, as keys from the input down. */
type PathPlace = readonly string[];

/** What is done at a path: looked at as it is typed, read because a person pressed a button, or written. */
export type PathUse = 'look' | 'act' | 'write';

interface PathsTaken {
  readonly use: PathUse;
  readonly places: readonly PathPlace[];
}

const ofDataset: readonly PathPlace[] = [['dataset', 'path']];
const ofExperiment: readonly PathPlace[] = [['experiment', 'dataset', 'path']];
const itself: readonly PathPlace[] = [['path']];
const look = (places: readonly PathPlace[]): PathsTaken => ({ use: 'look', places });
const act = (places: readonly PathPlace[]): PathsTaken => ({ use: 'act', places });
const write = (places: readonly PathPlace[]): PathsTaken => ({ use: 'write', places });
const none = look([]);

/**
 * Every method of the contract with the paths it takes; one that is missing here does not compile. `checkExperiment`
 * takes one too, but looks at nothing but its letters.
 */
const taken: Readonly<Record<ApiMethod, PathsTaken>> = {
  startRun: act(ofExperiment),
  startRuns: act(ofExperiment),
  estimate: look(ofExperiment),
  importDataset: act(ofDataset),
  inspectPath: look(itself),
  previewTable: look(itself),
  inspectImport: look(itself),
  exportRuns: write(itself),
  saveFigure: write(itself),
  saveAttentionPage: write(itself),
  importRuns: act(itself),
  importAttention: act(itself),
  startImportAttention: act(itself),
  cancelJob: none,
  checkExperiment: none,
  cleanFolder: none,
  compareMeasures: none,
  computeAttention: none,
  deleteRuns: none,
  doctor: none,
  drawFigure: none,
  explainCell: none,
  explainClasses: none,
  forgetFigures: none,
  getAttention: none,
  getClassMap: none,
  getDataset: none,
  getDocuments: none,
  getDocumentTerms: none,
  getDocumentWords: none,
  getFolder: none,
  getImportedAttention: none,
  getLosses: none,
  getLossesOf: none,
  getMetricsAt: none,
  getMeasurements: none,
  getRun: none,
  getRuns: none,
  getRuntime: none,
  getSequence: none,
  getTestSequences: none,
  getVocabulary: none,
  importSample: none,
  info: none,
  installRuntime: none,
  listDatasets: none,
  listFigures: none,
  listImports: none,
  listDocuments: none,
  listJobs: none,
  listPresets: none,
  listRuns: none,
  measureMachine: none,
  pauseRun: none,
  pickPath: none,
  pickSavePath: none,
  redrawFigures: none,
  removeDataset: none,
  removeImport: none,
  removeRuntime: none,
  renameImport: none,
  restoreDataset: none,
  restoreImport: none,
  restoreRuns: none,
  resumeRun: none,
  startTrainTo: none,
  stopRun: none,
  updateRun: none,
  updateRuns: none,
};

/** The paths an input names, whatever its shape: it is checked before its schema is. */
export function pathsIn(method: unknown, input: unknown): readonly string[] {
  return takenBy(method).places.flatMap((place) => {
    const value = place.reduce<unknown>((inner, key) => (isRecord(inner) ? inner[key] : undefined), input);
    return typeof value === 'string' ? [value] : [];
  });
}

/** The input with each path that `pathsIn` finds in it changed. */
export function withPaths(method: unknown, input: unknown, change: (path: string) => string): unknown {
  return takenBy(method).places.reduce((whole, place) => replaceAt(whole, place, change), input);
}

/** What a method does at the paths it names. */
export function pathUse(method: unknown): PathUse {
  return takenBy(method).use;
}

function takenBy(method: unknown): PathsTaken {
  return typeof method === 'string' && Object.hasOwn(taken, method) ? taken[method as ApiMethod] : none;
}

function replaceAt(value: unknown, [key, ...rest]: PathPlace, change: (path: string) => string): unknown {
  if (key === undefined) return typeof value === 'string' ? change(value) : value;
  return isRecord(value) && key in value ? { ...value, [key]: replaceAt(value[key], rest, change) } : value;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
