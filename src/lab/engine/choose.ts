import { LabError } from '../../shared/errors.ts';
import type { EngineChoice, EngineName } from '../../shared/experiment.ts';
import type { EngineReport } from '../../shared/trainerMessages.ts';

/**
 * The engine a run gets, from what a doctor's probes found: the one asked for, or for `auto` TensorFlow if it passed
 * its probe on a GPU, else wasm, else the reference.
 *
 * Throws `LabError('engine-missing')` with the reason and the remedy if the one asked for, or all, cannot be used.
 */
export function chooseEngine(choice: EngineChoice, reports: readonly EngineReport[]): EngineName {
  if (choice !== 'auto') {
    const report = reports.find(({ name }) => name === choice);
    if (report?.available === true) return choice;
    throw missing(`the ${choice} engine cannot be used here`, report);
  }
  if (reports.some(hasGpu)) return 'tensorflow';
  for (const name of ['wasm', 'reference'] as const) {
    if (reports.some((report) => report.name === name && report.available)) return name;
  }
  throw missing(
    'no engine can be used here',
    reports.find(({ name }) => name === 'wasm'),
  );
}

/** Whether TensorFlow passed its probe on something other than the processor, by its device's name ("CPU, …"). */
function hasGpu(report: EngineReport): boolean {
  return report.name === 'tensorflow' && report.available && !/^cpu\b/i.test(report.info.device);
}

function missing(problem: string, report: EngineReport | undefined): LabError {
  if (report === undefined || report.available) {
    return new LabError('engine-missing', `${problem}: it is not part of this installation`, {
      hint: 'Run "attention-lab doctor" to see which engines are',
    });
  }
  return new LabError('engine-missing', `${problem}: ${report.reason}`, {
    hint: report.remedy ?? 'Choose the engine "auto"',
  });
}
