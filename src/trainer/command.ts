import { z } from 'zod';
import { datasetSchema, experimentSchema, featuresSchema } from '../shared/experiment.ts';
import type { JobFolders, TrainerCommand, TrainerJob } from '../shared/trainerMessages.ts';
import { int32, questionSchema } from './question.ts';

/** What the parent says, checked on arrival: it is another process, and may be of another version. */

const path = z.string().min(1);
const folders: z.ZodType<JobFolders> = z.strictObject({
  dataDir: path,
  cacheDir: path,
  checkpointsDir: path,
});

const job: z.ZodType<TrainerJob> = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('train'),
    experiment: experimentSchema,
    folders,
    runCheckpointsDir: path,
    threads: z.int().min(0).max(1024),
    resumeFrom: path.nullable(),
    weightsFrom: path.nullable(),
  }),
  z.strictObject({ kind: z.literal('import'), dataset: datasetSchema, folders }),
  z.strictObject({ kind: z.literal('features'), dataset: datasetSchema, features: featuresSchema, folders }),
  z.strictObject({ kind: z.literal('doctor'), folders }),
  z.strictObject({ kind: z.literal('vocabulary'), dataset: datasetSchema, hash: z.string(), folders }),
  z.strictObject({ kind: z.literal('measure'), folders, threads: z.int().min(0).max(1024) }),
  z.strictObject({
    kind: z.literal('reach'),
    experiment: experimentSchema,
    datasetHash: z.string(),
    step: z.int().min(1),
    folders,
    runCheckpointsDir: path,
    threads: z.int().min(0).max(1024),
    resumeFrom: path.nullable(),
    weightsFrom: path.nullable(),
  }),
  z.strictObject({
    kind: z.literal('explain'),
    experiment: experimentSchema,
    datasetHash: z.string(),
    classes: z.array(z.string()),
    testLabels: int32,
    folders,
  }),
]);

const command: z.ZodType<TrainerCommand> = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('start'), job }),
  z.strictObject({ type: z.literal('pause') }),
  z.strictObject({ type: z.literal('resume') }),
  z.strictObject({ type: z.literal('stop') }),
  z.strictObject({ type: z.literal('checkpoint-and-exit') }),
  z.strictObject({ type: z.literal('ask'), id: z.int().min(0), question: questionSchema }),
]);

/** Throws a bug naming the fault and where it is, never the message's contents. */
export function parseCommand(message: unknown): TrainerCommand {
  const parsed = command.safeParse(message);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new Error(`not a trainer command: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`);
}
