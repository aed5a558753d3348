import { z } from 'zod';
import { experimentSchema } from '../../shared/experiment.ts';
import type { StateTensor } from '../engine/engine.ts';

/**
 * What a checkpoint says beside its tensors: `state.json` (where the run was) and `manifest.json` (which files make
 * the checkpoint whole). Both are parsed on reading: a folder from elsewhere is outside data.
 */

const count = z.int().min(0);

const engineInfo = z.strictObject({
  name: z.enum(['reference', 'wasm', 'tensorflow']),
  version: z.string(),
  device: z.string(),
  threads: count,
});

/** Where a run was after `step` updates: everything resuming needs that is no tensor. */
export const stateSchema = z.strictObject({
  version: z.literal(1),
  /** Updates done. */
  step: count,
  order: z.strictObject({
    /** Epoch under way, from 0. */
    epoch: count,
    /** Sequences of that epoch already trained on. */
    position: count,
    /** The generator before it drew that epoch's permutation, so that the same one is drawn again. */
    generator: z.strictObject({
      key: z.array(z.int().min(0).max(0xffff_ffff)).length(624),
      position: count.max(624),
      cachedNormal: z.number().nullable(),
    }),
  }),
  /** Seconds spent in steps. */
  trainSeconds: z.number().min(0),
  datasetHash: z.string(),
  /** Sizes of the model: H, d, D and n. */
  model: z.strictObject({
    heads: count,
    headDim: count,
    features: count,
    sequenceLength: count,
  }),
  experiment: experimentSchema,
  appVersion: z.string(),
  engine: engineInfo,
});
export type CheckpointState = z.output<typeof stateSchema>;

const fileName = z.string().regex(/^[A-Za-z_]+\.(f32|json)$/, 'not a file of a checkpoint');

/** Written last: a folder without it, or whose files differ from it, is no checkpoint. */
export const manifestSchema = z.strictObject({
  format: z.literal('attention-lab-checkpoint'),
  version: z.literal(1),
  step: count,
  /** Whether the optimiser's moments are here too. */
  resumable: z.boolean(),
  files: z.array(
    z.strictObject({
      name: fileName,
      bytes: count,
      sha256: z.string().regex(/^[0-9a-f]{64}$/),
    }),
  ),
});
export type Manifest = z.output<typeof manifestSchema>;

export const STATE_FILE = 'state.json';
export const MANIFEST_FILE = 'manifest.json';

/** Raw little-endian float32, [H·d, D] row-major. */
export const tensorFile = (tensor: StateTensor): string => `${tensor}.f32`;
