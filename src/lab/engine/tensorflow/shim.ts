import util from 'node:util';

/**
 * tfjs-node 4.22 asks `util` for two functions at its first op that Node 23 and later lack or warn of
 * (tensorflow/tfjs#8609; the fix, #8425, was never released). Import this before it.
 */
const shimmed = util as unknown as Record<string, unknown>;
shimmed['isNullOrUndefined'] ??= (value: unknown): boolean => value === null || value === undefined;
// The original is still there in Node 24 and prints a deprecation warning.
shimmed['isArray'] = Array.isArray;
