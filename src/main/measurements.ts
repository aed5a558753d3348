import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import {
  measurementSchema,
  measuredModels,
  type MachineMeasurements,
  type Measurement,
} from '../shared/compute.ts';
import type { EngineName } from '../shared/experiment.ts';
import { stepWork, type TimedStep } from './stepTime.ts';

const fileSchema: z.ZodType<MachineMeasurements> = z.object({
  at: z.string(),
  measurements: z.array(measurementSchema),
});

/** The last measurement of this machine, one file in the data folder. */
export class Measurements {
  readonly #file: string;
  #last: MachineMeasurements | null | undefined;

  constructor(dataDir: string) {
    this.#file = join(dataDir, 'measurements.json');
  }

  /** Throws what the disk throws. */
  keep(measurements: readonly Measurement[]): void {
    this.#last = { at: new Date().toISOString(), measurements };
    writeFileSync(`${this.#file}.part`, JSON.stringify(this.#last));
    renameSync(`${this.#file}.part`, this.#file);
  }

  /** Null before the first. */
  last(): MachineMeasurements | null {
    this.#last ??= this.#read();
    return this.#last;
  }

  /** What was measured of one engine, as steps of known sizes. */
  timedSteps(engine: EngineName): readonly TimedStep[] {
    return (this.last()?.measurements ?? [])
      .filter((measured) => measured.engine === engine)
      .map(({ model, threads, secondsPerStep }) => ({
        work: stepWork({ ...measuredModels[model], threads }),
        seconds: secondsPerStep,
        of: 'measurement',
      }));
  }

  #read(): MachineMeasurements | null {
    try {
      return fileSchema.parse(JSON.parse(readFileSync(this.#file, 'utf8')));
    } catch {
      // Not there yet, or of another version: it is measured again when it is wanted.
      return null;
    }
  }
}
