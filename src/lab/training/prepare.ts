import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { LabError } from '../../shared/errors.ts';
import type { Experiment } from '../../shared/experiment.ts';
import { isMissing } from '../checkpoint/durable.ts';
import { openCheckpoint, type Checkpoint } from '../checkpoint/open.ts';
import { restoreEngine, restoreWeights } from '../checkpoint/restore.ts';
import { throwIfCancelled } from '../dataset/context.ts';
import type { Engine, EngineData, EngineOptions } from '../engine/engine.ts';
import { refuseIfTooLarge } from '../engine/memory.ts';
import { loadEngineFactory } from '../engine/registry.ts';
import type { JobHooks } from './hooks.ts';
import { pickEngine } from './pickEngine.ts';
import type { RunPlan } from './plan.ts';
import { progressSender } from './progress.ts';

/**
 * Creates the run's engine, empty. The caller disposes of it. Throws `LabError('engine-missing')`, and
 * `LabError('out-of-memory')` before anything is allocated if it would not fit.
 */
export async function createEngine(
  experiment: Experiment,
  plan: RunPlan,
  data: EngineData,
  checkpoint: Checkpoint | null,
  options: EngineOptions,
  hooks: JobHooks,
): Promise<Engine> {
  const before = checkpoint?.state.engine.name ?? null;
  const name = await pickEngine(experiment.engine, before, options, hooks);
  const factory = await loadEngineFactory(name);
  refuseIfTooLarge(factory, plan.model, data);
  throwIfCancelled(hooks.control.signal);
  return factory.create(plan.model, data, options);
}

/**
 * Draws the first weights from the run's seed, or reads those of the checkpoint it goes on from, or those of another
 * run's to begin with at step 0; with progress.
 */
export async function loadWeights(
  engine: Engine,
  seed: number,
  parameters: number,
  start: { readonly checkpoint: Checkpoint | null; readonly from: string | null },
  hooks: JobHooks,
): Promise<void> {
  const report = progressSender(hooks.emit);
  const onBytes = (done: number, total: number): void =>
    report({ type: 'progress', stage: 'reading checkpoint', done, total, unit: 'bytes' });
  if (start.checkpoint !== null) return restoreEngine(start.checkpoint, engine, { onBytes });

  report({ type: 'progress', stage: 'initialising', done: 0, total: parameters, unit: 'values' });
  await engine.initialise(seed);
  report({ type: 'progress', stage: 'initialising', done: parameters, total: parameters, unit: 'values' });
  if (start.from !== null) await restoreWeights(await openParent(start.from), engine, { onBytes });
}

/** A run may wait in the queue for long, and what it forks from be deleted or tidied away meanwhile: that is no damage. */
async function openParent(folder: string): Promise<Checkpoint> {
  if (await isThere(folder)) return openCheckpoint(folder);
  throw new LabError(
    'not-found',
    `the checkpoint to begin with was deleted: ${basename(folder)} of the run forked from`,
    {
      hint: 'Fork again from a step whose weights are kept, or begin with fresh weights',
    },
  );
}

const isThere = (folder: string): Promise<boolean> =>
  stat(folder).then(
    () => true,
    (error: unknown) => {
      if (isMissing(error)) return false;
      throw error;
    },
  );
