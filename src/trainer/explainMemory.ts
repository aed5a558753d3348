import { LabError } from '../shared/errors.ts';

/** What V8 and WebAssembly say when the system gives no more memory; a `RangeError` of their own kind is a bug. */
const refusals =
  /^(Array buffer allocation failed|WebAssembly\.(Memory|Instance)\(\).*(allocate|memory)|.*could not allocate memory)/;

/** An allocation that the system refused, as an error a person can act on; everything else as it came. */
export function explainMemory(error: unknown): unknown {
  if (!(error instanceof RangeError) || !refusals.test(error.message)) return error;
  return new LabError('out-of-memory', 'the training process ran out of memory', {
    hint: 'Use fewer heads or a smaller head dimension, or close other programs',
    cause: error,
  });
}
