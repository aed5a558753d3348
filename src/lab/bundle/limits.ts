import { LabError } from '../../shared/errors.ts';

/** What a file may ask of this machine. Files come from anywhere; their headers may lie. */
export const bundleLimits = {
  /** Keys or queries: one head is then at most 64 MB of float32. */
  tokens: 4096,
  layers: 512,
  heads: 1024,
  examples: 1000,
  /** Arrays in one file. */
  tensors: 10_000,
  /** Layers × heads over all examples. */
  matrices: 200_000,
  /** Values of all examples, as float32. */
  valueBytes: 4 * 2 ** 30,
  npyHeaderBytes: 65_536,
  safetensorsHeaderBytes: 2_000_000,
  /** Lists and fields in its header: seven a tensor. */
  safetensorsParts: 100_000,
  /** Tokens and other small arrays are read whole. */
  smallArrayBytes: 16_000_000,
  smallArrayElements: 2_000_000,
  /** JSON is parsed whole; a nested list of numbers takes several times its text. */
  jsonBytes: 10_000_000,
  jsonDepth: 16,
  /** Lists and fields in one JSON file; each costs far more memory than its text. */
  jsonParts: 500_000,
  /** Characters of one token. */
  tokenLetters: 1000,
} as const;

/** Bytes read and decoded at a time. */
export const blockBytes = 1 << 20;

/** A file that is not what it says it is, or not what we read. `where` is the file's name. */
export function badFile(where: string, problem: string, hint?: string): LabError {
  return new LabError('bad-input', `${problem}: ${where}`, hint === undefined ? {} : { hint });
}
