import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { z } from 'zod';
import { LabError } from '../../shared/errors.ts';
import { isMissing } from './durable.ts';
import { listCheckpoints, parseFolderName, type CheckpointFolder } from './folders.ts';
import {
  MANIFEST_FILE,
  STATE_FILE,
  manifestSchema,
  stateSchema,
  type CheckpointState,
  type Manifest,
} from './state.ts';

/** A checkpoint whose files were all found to be what its manifest says. */
export interface Checkpoint {
  readonly folder: string;
  readonly manifest: Manifest;
  readonly state: CheckpointState;
}

/** Reads a checkpoint's manifest, without a look at the other files. Throws `LabError('io')` if it is damaged. */
export async function readManifest(folder: string): Promise<Manifest> {
  return parsed(await readText(folder, MANIFEST_FILE), manifestSchema, folder, MANIFEST_FILE);
}

/** Opens a checkpoint and verifies size and SHA-256 of every file. Throws `LabError('io')` naming the damaged one. */
export async function openCheckpoint(folder: string): Promise<Checkpoint> {
  const manifest = await readManifest(folder);
  for (const file of manifest.files) {
    const path = join(folder, file.name);
    const { size } = await stat(path).catch((error: unknown) => {
      throw isMissing(error) ? damaged(folder, `${file.name} is missing`) : error;
    });
    if (size !== file.bytes) throw damaged(folder, `${file.name} has ${size} bytes instead of ${file.bytes}`);
    if ((await sha256(path)) !== file.sha256) throw damaged(folder, `${file.name} is not what was written`);
  }
  const state = parsed(await readText(folder, STATE_FILE), stateSchema, folder, STATE_FILE);
  if (state.step !== manifest.step) throw damaged(folder, `${STATE_FILE} is of step ${state.step}`);
  return { folder, manifest, state };
}

export interface OpenedCheckpoint extends Checkpoint {
  /** Why newer ones were passed over, a sentence each. */
  readonly passedOver: readonly string[];
}

/**
 * Opens `folder`, or the newest good one before it in the same run; if there is none, the oldest after it, which only
 * a process that died while tidying up leaves alone. `accepts` says what a checkpoint lacks for the caller's purpose,
 * or null. Throws `LabError('io')` with the first reason if none will do.
 */
export async function openOrNearest(
  folder: string,
  accepts: (checkpoint: Checkpoint) => string | null = () => null,
): Promise<OpenedCheckpoint> {
  const passedOver: string[] = [];
  for (const candidate of [folder, ...(await nearest(folder))]) {
    try {
      const checkpoint = await openCheckpoint(candidate);
      const lack = accepts(checkpoint);
      if (lack === null) return { ...checkpoint, passedOver };
      passedOver.push(`${basename(candidate)}: ${lack}`);
    } catch (error) {
      if (!(error instanceof LabError)) throw error;
      passedOver.push(error.message);
    }
  }
  throw new LabError('io', `no checkpoint to go on from: ${passedOver[0] ?? folder}`, {
    hint: 'Start the run again from its first step',
  });
}

/** The other checkpoints of the same run: those before, newest first, then those after, oldest first. */
async function nearest(folder: string): Promise<string[]> {
  const start = parseFolderName(folder);
  if (start === null) return [];
  const others = (await listCheckpoints(dirname(folder))).filter((other) => other.folder !== folder);
  const isOlder = (other: CheckpointFolder): boolean =>
    other.step < start.step || (other.step === start.step && other.generation < start.generation);
  const older = others.filter(isOlder);
  const newer = others.filter((other) => !isOlder(other)).reverse();
  return [...older, ...newer].map((other) => other.folder);
}

async function readText(folder: string, name: string): Promise<string> {
  try {
    return await readFile(join(folder, name), 'utf8');
  } catch (error) {
    if (isMissing(error)) throw damaged(folder, `${name} is missing`);
    throw error;
  }
}

function parsed<Output>(text: string, schema: z.ZodType<Output>, folder: string, name: string): Output {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw damaged(folder, `${name} is not JSON`);
  }
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw damaged(folder, `${name}, ${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not understood'}`);
}

async function sha256(path: string): Promise<string> {
  const hash = createHash('sha256');
  const stream = createReadStream(path, { highWaterMark: 4 * 2 ** 20 });
  for await (const piece of stream) hash.update(piece as Buffer);
  return hash.digest('hex');
}

const damaged = (folder: string, what: string): LabError =>
  new LabError('io', `damaged checkpoint: ${basename(folder)}, ${what}`);
