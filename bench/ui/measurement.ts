import type { Browser } from 'playwright-core';
import type { Served } from '../../tests/helpers/servedLab.ts';

/** One number of the window's, with what it is to be. */
export interface Measurement {
  readonly name: string;
  /** At most this (at least, of a rate), in the unit's own; undefined: nothing was promised. */
  readonly limit?: number;
  readonly unit: 'ms' | 's' | '% of a core' | 'fps';
  /** One a repetition; none where it could not be measured. */
  readonly values: readonly number[];
  /** Why it could not. */
  readonly missing?: string;
  /** What today's tools take for the same, if they can do it. */
  readonly peer?: string;
}

/** What measurements are made with: all of one subject share a served folder. */
export interface Stage {
  readonly browser: Browser;
  /** An empty folder for this subject. */
  readonly dataDir: string;
  readonly repetitions: number;
  /** Serves the folder until the subject is done. */
  readonly serve: () => Promise<Served>;
}

export interface Subject {
  readonly name: string;
  readonly measure: (stage: Stage) => Promise<readonly Measurement[]>;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const high = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? high : (high + (sorted[middle - 1] ?? Number.NaN)) / 2;
}

/** Calls as often as the stage says, one after the other. */
export async function repeat<Value>(stage: Stage, call: () => Promise<Value>): Promise<Value[]> {
  const values: Value[] = [];
  for (let i = 0; i < stage.repetitions; i += 1) values.push(await call());
  return values;
}
