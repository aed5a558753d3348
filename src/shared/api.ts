import { z } from 'zod';
import type { MeasureAgreement } from './agreement.ts';
import type { AttentionBundle } from './attention.ts';
import { pageOptionsShape, type WrittenPage } from './attentionPage.ts';
import { comparisonSchema, type ImportedRuns } from './comparison.ts';
import {
  cleanableParts,
  runtimeVariants,
  type FolderReport,
  type MachineMeasurements,
  type RuntimeReport,
} from './compute.ts';
import {
  documentQuerySchema,
  tableFormats,
  type DatasetDetail,
  type DatasetSummary,
  type DocumentPage,
  type DocumentWords,
  type PathReport,
  type TablePreview,
} from './datasets.ts';
import type { ErrorMessage } from './errors.ts';
import type { Estimate } from './estimate.ts';
import { datasetSchema, featuresSchema, filePath, type ExperimentCheck } from './experiment.ts';
import type {
  CellExplanation,
  ClassAttention,
  ClassExplanation,
  DocumentTerms,
  SequenceDocuments,
  TestSequences,
} from './explain.ts';
import { figureFormats, figureSpecSchema, type FigureFile } from './figure.ts';
import type { KeptFigure, RedrawnFigures } from './figureList.ts';
import { figureSourceSchema } from './figureSource.ts';
import { pickKinds, saveName, type SavePlace } from './files.ts';
import { asRunId, type RunId } from './ids.ts';
import { rowKinds, type ImportPreview, type ImportSummary } from './imports.ts';
import type { JobSummary } from './jobs.ts';
import type { LabInfo } from './labInfo.ts';
import { metricAtSchema, type MetricsAt } from './metricAt.ts';
import type { Preset } from './presets.ts';
import type { ChartedLosses, LossSeries, RunDetail, RunSummary } from './run.ts';
import { measureSpecSchema } from './runSchemas.ts';
import type { DoctorReport, ProgressMessage } from './trainerMessages.ts';
import type { VocabularyTable } from './vocabulary.ts';

/**
 * The one contract between a renderer and the lab. The preload, the WebSocket client, the handler table and the
 * test fake all derive from the keys of `contract`; inputs are parsed by their schema on arrival.
 */

const runId = z
  .string()
  .regex(/^[a-z0-9]{4,32}$/, 'not a run id')
  .transform(asRunId);
const oneRun = z.strictObject({ runId });
const someRuns = z.array(runId).min(1).max(100);
const oneDataset = z.strictObject({ dataset: z.string().regex(/^[0-9a-f]{64}$/, 'not a dataset') });
const path = filePath;
const nothing = z.strictObject({});
const importId = z.string().regex(/^[0-9a-f]{64}$/, 'not an import');
const index = z.int().min(0);
const figureIds = z.array(z.string().regex(/^[0-9a-f]{16}$/, 'not a figure')).max(10_000);
/** A fork: begins with the weights of that run at a step that has a checkpoint, or anew with step 0. */
const forkPoint = z.strictObject({ runId, step: index }).nullable().default(null);
/** What a person says of a run; what is left out stays as it is. */
const runChange = z.strictObject({
  runId,
  name: z.string().trim().min(1).max(200).optional(),
  note: z.string().max(100_000).optional(),
  starred: z.boolean().optional(),
  hidden: z.boolean().optional(),
  group: z.string().trim().min(1).max(200).nullable().optional(),
  tags: z.array(z.string().trim().min(1).max(60)).max(50).optional(),
});
const testRows = z.array(index).min(1).max(1024);
/** Weights after `step` updates, which need a checkpoint there (0 does not), or an untrained measure. */
const scorer = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('weights'), step: index }),
  z.strictObject({ kind: z.literal('measure'), spec: measureSpecSchema }),
]);
const struckTerms = z.array(z.string().min(1).max(1000)).max(10_000).default([]);

/** A dataset's test documents without a run, in sequences of one's own; measures need no more. */
const untrained = z.strictObject({
  dataset: z.string().regex(/^[0-9a-f]{64}$/, 'not a dataset'),
  features: featuresSchema.prefault({}),
  sequenceLength: z.int().min(2).max(512).default(32),
});
/** Test documents of a run, or of a dataset without one: exactly one of the two. */
const about = { runId: runId.optional(), untrained: untrained.optional() };
const isOne = (input: { readonly runId?: unknown; readonly untrained?: unknown }): boolean =>
  (input.runId === undefined) !== (input.untrained === undefined);
const notOne = { error: 'give a run or a dataset, one of them' };

/** One method: its input schema, and its output as a type only. */
interface Method<Input extends z.ZodType, Output> {
  readonly input: Input;
  readonly output?: Output;
}

const method =
  <Output>() =>
  <Input extends z.ZodType>(input: Input): Method<Input, Output> => ({ input });

export const contract = {
  /** What this lab is: version, shell, data folder. */
  info: method<LabInfo>()(nothing),
  doctor: method<DoctorReport>()(nothing),
  listPresets: method<readonly Preset[]>()(nothing),
  checkExperiment: method<ExperimentCheck>()(z.strictObject({ experiment: z.unknown() })),
  /** Queues a run; it starts when those before it have ended. */
  startRun: method<{ readonly runId: RunId }>()(
    z.strictObject({
      experiment: z.unknown(),
      parent: forkPoint,
    }),
  ),
  /** Queues one run a seed, all or none, in a group if it is named. */
  startRuns: method<{ readonly runIds: readonly RunId[] }>()(
    z.strictObject({
      experiment: z.unknown(),
      seeds: z.array(z.int().min(0).max(0xffff_ffff)).min(1).max(1000),
      group: z.string().trim().min(1).max(200).nullable().default(null),
      parent: forkPoint,
    }),
  ),
  /** What an experiment would be and cost here; quick enough to ask at every change of a form. */
  estimate: method<Estimate>()(z.strictObject({ experiment: z.unknown() })),
  pauseRun: method<null>()(oneRun),
  /** Goes on with a paused run, or queues an interrupted or cancelled one from its newest resumable checkpoint. */
  resumeRun: method<null>()(oneRun),
  stopRun: method<null>()(oneRun),
  /** Newest first; deleted runs are left out. */
  listRuns: method<readonly RunSummary[]>()(nothing),
  getRun: method<RunDetail>()(oneRun),
  /** The same of many, in this order; those that are deleted or were never there are left out. */
  getRuns: method<readonly RunDetail[]>()(z.strictObject({ runIds: someRuns })),
  /** Hidden from every list until restored or purged; its files stay until then. */
  deleteRuns: method<null>()(z.strictObject({ runIds: z.array(runId).min(1).max(10_000) })),
  restoreRuns: method<null>()(z.strictObject({ runIds: z.array(runId).min(1).max(10_000) })),
  updateRun: method<RunSummary>()(runChange),
  /** Several of these at once, all or none. */
  updateRuns: method<null>()(z.strictObject({ changes: z.array(runChange).min(1).max(10_000) })),
  /** Runs that have ended as one `.attlab` file; checkpoints stay behind, texts on wish. */
  exportRuns: method<null>()(
    z.strictObject({
      runIds: z.array(runId).min(1).max(10_000),
      path,
      documents: z.boolean().default(true),
      /** What was shown of them beside one another; it opens where the file is imported. */
      comparison: comparisonSchema.nullable().default(null),
    }),
  ),
  /** Runs of such a file, all or none. */
  importRuns: method<ImportedRuns>()(z.strictObject({ path })),
  /** Recorded steps from `fromStep` (1 is the first) on. Their times, half of what is sent, may be left out. */
  getLosses: method<LossSeries>()(
    z.strictObject({ runId, fromStep: z.int().min(1).default(1), withSeconds: z.boolean().optional() }),
  ),
  /** All recorded steps of many runs as a chart needs them; left out as by `getRuns`. */
  getLossesOf: method<readonly ChartedLosses[]>()(
    z.strictObject({ runIds: someRuns, withSeconds: z.boolean() }),
  ),
  /** Metrics at another time than the last, which a list of runs has; of every run that is not deleted, or of some. */
  getMetricsAt: method<MetricsAt>()(
    z.strictObject({
      fields: z.array(metricAtSchema).min(1).max(100),
      runIds: z.array(runId).max(10_000).nullable().default(null),
    }),
  ),
  /** The stored attention of a probe; the newest snapshot not after `step`, or the last when null. */
  getAttention: method<AttentionBundle>()(
    z.strictObject({
      runId,
      step: z.int().min(0).nullable().default(null),
      sequence: z.int().min(0).default(0),
    }),
  ),
  getDocuments: method<readonly { readonly hash: string; readonly title: string; readonly text: string }[]>()(
    z.strictObject({ hashes: z.array(z.string().regex(/^[0-9a-f]{64}$/)).max(1024) }),
  ),

  /** The documents of any complete test sequence. */
  getSequence: method<SequenceDocuments>()(
    z.strictObject({ ...about, sequence: index }).refine(isOne, notOne),
  ),
  /** How each test sequence did at the end of training; null of a run that did not come to its end. */
  getTestSequences: method<TestSequences | null>()(oneRun),
  /** Terms of documents of the test split, by their rows. This and what follows asks a process of its own. */
  getDocumentTerms: method<readonly DocumentTerms[]>()(
    z.strictObject({ ...about, rows: testRows }).refine(isOne, notOne),
  ),
  /** Attention of any test sequence by a run's weights or by an untrained measure. */
  computeAttention: method<AttentionBundle>()(
    z.strictObject({ ...about, by: scorer, sequence: index }).refine(isOne, notOne),
  ),
  /** Why one cell has its score; `rows` are the sequence's documents, so that one can be another than was there. */
  explainCell: method<CellExplanation>()(
    z
      .strictObject({
        ...about,
        by: scorer,
        rows: testRows,
        key: index,
        query: index,
        /** Terms to leave out of the two documents; for measures only. */
        withoutKeyTerms: struckTerms,
        withoutQueryTerms: struckTerms,
      })
      .refine(isOne, notOne),
  ),
  /** Which terms tie two classes over the whole test split. */
  explainClasses: method<ClassExplanation>()(
    z.strictObject({
      runId,
      step: index,
      /** What changed since initialisation instead of what is. */
      change: z.boolean().default(false),
      head: index,
      keyClass: index,
      queryClass: index,
    }),
  ),
  /** Trains a run again to a step that has no checkpoint, to have its weights there. */
  startTrainTo: method<{ readonly jobId: string }>()(z.strictObject({ runId, step: z.int().min(1) })),
  /** Attention by class over the whole test split. */
  getClassMap: method<ClassAttention>()(z.strictObject({ ...about, by: scorer }).refine(isOne, notOne)),
  /** How alike the untrained measures order the keys of every test query. */
  compareMeasures: method<MeasureAgreement>()(z.strictObject(about).refine(isOne, notOne)),

  /** Attention from other programs' files; newest first. */
  listImports: method<readonly ImportSummary[]>()(nothing),
  /** What a file of attention holds, with a picture of one head; nothing is kept. */
  inspectImport: method<ImportPreview>()(
    z.strictObject({
      path,
      rows: z.enum(rowKinds).nullable().default(null),
      example: index.default(0),
      layer: index.default(0),
      head: index.default(0),
    }),
  ),
  /** Keeps a file's attention as a job, whose `importId` it will be. `rows` null: as found, refused if nothing says it. */
  startImportAttention: method<{ readonly jobId: string }>()(
    z.strictObject({
      path,
      rows: z.enum(rowKinds).nullable().default(null),
      name: z.string().trim().min(1).max(200).optional(),
    }),
  ),
  /** The same, answered when it is kept. */
  importAttention: method<ImportSummary>()(
    z.strictObject({
      path,
      rows: z.enum(rowKinds).nullable().default(null),
      name: z.string().trim().min(1).max(200).optional(),
    }),
  ),
  /** Kept attention: everything, one layer or one head; read at once from its place in the file. */
  getImportedAttention: method<AttentionBundle>()(
    z.strictObject({
      importId,
      example: index.default(0),
      layer: index.nullable().default(null),
      head: index.nullable().default(null),
    }),
  ),
  /** Keeps the sample that comes with the app. */
  importSample: method<ImportSummary>()(nothing),
  renameImport: method<ImportSummary>()(
    z.strictObject({ importId, name: z.string().trim().min(1).max(200) }),
  ),
  /** Its file stays until the lab is closed, so that it can be brought back. */
  removeImport: method<null>()(z.strictObject({ importId })),
  restoreImport: method<null>()(z.strictObject({ importId })),

  /** A figure as the bytes of a file; the same spec of the same runs gives the same bytes. */
  drawFigure: method<FigureFile>()(z.strictObject({ spec: figureSpecSchema, format: z.enum(figureFormats) })),
  /** Draws into a file whose ending says how; beside a CSV lies its recipe. `keep`: it is listed with what was saved. */
  saveFigure: method<{ readonly files: readonly string[] }>()(
    z.strictObject({ spec: figureSpecSchema, path, keep: z.boolean().default(true) }),
  ),
  /** Figures saved from this data folder, newest first. */
  listFigures: method<readonly KeptFigure[]>()(nothing),
  /** Draws figures of that list again, where they lie; all of them for null. */
  redrawFigures: method<RedrawnFigures>()(z.strictObject({ ids: figureIds.nullable().default(null) })),
  /** Takes figures off the list; their files stay. */
  forgetFigures: method<null>()(z.strictObject({ ids: figureIds })),
  /** One `.html` file that shows attention in any browser, without the app and without a network. */
  saveAttentionPage: method<WrittenPage>()(
    z.strictObject({ source: figureSourceSchema, path, ...pageOptionsShape }),
  ),

  /** Newest first. */
  listDatasets: method<readonly DatasetSummary[]>()(nothing),
  getDataset: method<DatasetDetail>()(oneDataset),
  /** Train documents in order, then test documents. */
  listDocuments: method<DocumentPage>()(documentQuerySchema),
  getDocumentWords: method<DocumentWords>()(
    z.strictObject({ hash: z.string().regex(/^[0-9a-f]{64}$/, 'not a document') }),
  ),
  /** Counted by a trainer process the first time, which may take seconds. */
  getVocabulary: method<VocabularyTable>()(oneDataset),
  /** Takes a dataset that no run was trained on off the list; it goes for good with the next one, or when the lab closes. */
  removeDataset: method<null>()(oneDataset),
  /** Brings back the dataset that was removed last. */
  restoreDataset: method<null>()(oneDataset),
  /** Which source would read what lies there. */
  inspectPath: method<PathReport>()(z.strictObject({ path })),
  previewTable: method<TablePreview>()(
    z.strictObject({ path, format: z.enum(['auto', ...tableFormats]).default('auto') }),
  ),
  /**
   * The system's own dialog; null if it was closed. Only where the window runs on the lab's machine. What it gives stands
   * for what was chosen wherever a path may (pickedFiles.ts), and is good to read.
   */
  pickPath: method<{ readonly path: string | null }>()(z.strictObject({ kind: z.enum(pickKinds) })),
  /** Where a new file goes, likewise, good to write to; or to where a browser fetches it. */
  pickSavePath: method<SavePlace>()(z.strictObject({ name: saveName })),
  /** Starts reading a dataset; 20 Newsgroups without a path is downloaded first. */
  importDataset: method<{ readonly jobId: string }>()(z.strictObject({ dataset: datasetSchema })),

  /** Under way, and the last that have ended; newest first. */
  listJobs: method<readonly JobSummary[]>()(nothing),
  cancelJob: method<null>()(z.strictObject({ jobId: z.string().min(1).max(60) })),
  /** Starts measuring steps a second of every engine there is, on fixed models; half a minute. */
  measureMachine: method<{ readonly jobId: string }>()(nothing),
  /** The last measurement of this machine; null before the first. */
  getMeasurements: method<MachineMeasurements | null>()(nothing),
  getRuntime: method<RuntimeReport>()(nothing),
  /** Starts fetching native TensorFlow and compiling its binding; minutes, and about a gigabyte. */
  installRuntime: method<{ readonly jobId: string }>()(z.strictObject({ variant: z.enum(runtimeVariants) })),
  removeRuntime: method<{ readonly freedBytes: number }>()(nothing),
  getFolder: method<FolderReport>()(nothing),
  cleanFolder: method<{ readonly freedBytes: number }>()(z.strictObject({ part: z.enum(cleanableParts) })),
} as const;

type Contract = typeof contract;
export type ApiMethod = keyof Contract;
export type ApiInput<M extends ApiMethod> = z.input<Contract[M]['input']>;
export type ApiParsed<M extends ApiMethod> = z.output<Contract[M]['input']>;
export type ApiOutput<M extends ApiMethod> =
  NonNullable<Contract[M]['output']> | (null extends Contract[M]['output'] ? null : never);

/** The contract as a caller sees it. */
export type LabApi = { readonly [M in ApiMethod]: (input: ApiInput<M>) => Promise<ApiOutput<M>> };
/** The contract as the lab implements it: one handler a method; a missing one is a compile error. */
export type ApiHandlers = {
  readonly [M in ApiMethod]: (input: ApiParsed<M>) => Promise<ApiOutput<M>> | ApiOutput<M>;
};

export const apiMethods = Object.keys(contract) as readonly ApiMethod[];

export type ApiReply<Value = unknown> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly error: ErrorMessage };

/** Pushed to every window after the store has it. A window that missed some asks again; nothing is lost. */
export type LabEvent =
  | { readonly type: 'runs-changed'; readonly runIds: readonly RunId[] }
  | {
      readonly type: 'steps';
      readonly runId: RunId;
      readonly firstStep: number;
      readonly losses: Float64Array;
      readonly seconds: Float64Array;
    }
  | { readonly type: 'snapshot'; readonly runId: RunId; readonly step: number; readonly sequence: number }
  | { readonly type: 'progress'; readonly runId: RunId; readonly progress: ProgressMessage }
  | { readonly type: 'log'; readonly runId: RunId }
  /** A job's state or progress. */
  | { readonly type: 'job'; readonly job: JobSummary }
  | { readonly type: 'datasets-changed' }
  | { readonly type: 'imports-changed' };

/** What the preload exposes as `window.attentionLab`, and what the WebSocket client builds. */
export interface LabBridge {
  readonly call: { readonly [M in ApiMethod]: (input: unknown) => Promise<ApiReply> };
  /** Returns a function that stops listening. */
  readonly onEvent: (listener: (event: LabEvent) => void) => () => void;
  /**
   * What stands for a file or folder that was dropped on the window (pickedFiles.ts); null if it lies on no disk. Only in
   * a window on the lab's own machine.
   */
  readonly pathOfFile?: (file: File) => Promise<string | null>;
  /** Files dragged out of the window: a place to have one written to, and the drag itself. Only on the desktop. */
  readonly drag?: {
    readonly place: (name: string) => Promise<string>;
    /** In answer to a drag that has begun; false if nothing was written there. */
    readonly start: (place: string) => Promise<boolean>;
  };
}
