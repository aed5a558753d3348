import fc from 'fast-check';
import { CancelledError, LabError } from '../../src/shared/errors.ts';

/** A parser under fire. */
export interface FuzzTarget<Input = unknown> {
  readonly name: string;
  /** Whatever comes is read or passed over: a damaged file of the lab's own is as good as none. */
  readonly neverRefuses?: true;
  /** `folder` is its own, and empty. */
  readonly open: (folder: string) => Promise<Fuzzing<Input>>;
}

export interface Fuzzing<Input> {
  readonly inputs: fc.Arbitrary<Input>;
  /** Parses; what it throws is judged. */
  readonly parse: (input: Input) => unknown;
  readonly close?: () => Promise<void>;
}

export interface FuzzTally {
  readonly cases: number;
  readonly accepted: number;
  readonly refused: number;
  /** Processor time of the slowest case, in ms: a busy machine makes no case slower. */
  readonly slowestMs: number;
}

/** A parser may take so long over one small input. */
const hangMs = 1000;

/**
 * Throws fast-check's report, with seed, path and the smallest input found, at the first case that crashes, hangs or is
 * refused in a way no person could read.
 */
export async function fuzz<Input>(
  target: FuzzTarget<Input>,
  folder: string,
  options: { readonly seed: number; readonly cases: number; readonly onCase?: (count: number) => void },
): Promise<FuzzTally> {
  const fuzzing = await target.open(folder);
  const tally = { cases: 0, accepted: 0, refused: 0, slowestMs: 0 };
  const property = fc.asyncProperty(fuzzing.inputs, async (input) => {
    const start = process.cpuUsage();
    const isAccepted = await judge(() => fuzzing.parse(input));
    const { user, system } = process.cpuUsage(start);
    const took = (user + system) / 1000;
    if (took > hangMs) throw new Error(`it took ${took.toFixed(0)} ms of processor time`);
    if (Object.keys(Object.prototype).length > 0) throw new Error('a prototype was changed');
    tally.cases += 1;
    tally[isAccepted ? 'accepted' : 'refused'] += 1;
    tally.slowestMs = Math.max(tally.slowestMs, took);
    options.onCase?.(tally.cases);
  });
  try {
    await fc.assert(property, { seed: options.seed, numRuns: options.cases, includeErrorInReport: true });
  } finally {
    await fuzzing.close?.();
  }
  return tally;
}

/** True if it was accepted, false if it was refused in words. */
async function judge(parse: () => unknown): Promise<boolean> {
  try {
    await parse();
    return true;
  } catch (error) {
    if (error instanceof CancelledError) return false;
    if (error instanceof LabError && isClear(error)) return false;
    throw error;
  }
}

/**
 * Words, on one line, that name something: no value that was not there, no object written as such, no stack. That a
 * value was missing where another program left it out (a manifest, a message) is said in the schema's own words.
 */
export function isClear({ message: said }: { readonly message: string }): boolean {
  const message = said.replace(/expected \w+, received undefined/, '');
  return (
    /[a-z]{2}/i.test(message) && message.length < 8000 && !/\[object |\bundefined\b|\n\s+at /.test(message)
  );
}
