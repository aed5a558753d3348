import { badFile, bundleLimits } from './limits.ts';

/**
 * Counts lists, fields and depth before anything is built of them: `[[[[…` is a hundred times its text in memory. `most`:
 * how many lists and fields there may be. Throws `LabError('bad-input')`.
 */
export function refuseTangled(bytes: Buffer, where: string, most: number): void {
  let [depth, parts] = [0, 0];
  let isText = false;
  for (let i = 0; i < bytes.length; i += 1) {
    const byte = bytes[i];
    if (isText) {
      if (byte === 0x5c) i += 1;
      else if (byte === 0x22) isText = false;
      continue;
    }
    if (byte === 0x22) isText = true;
    if (byte === 0x5d || byte === 0x7d) depth -= 1;
    if (byte === 0x5b || byte === 0x7b) depth += 1;
    if (byte === 0x5b || byte === 0x7b || byte === 0x3a) parts += 1;
    if (depth > bundleLimits.jsonDepth) throw badFile(where, 'lists nested deeper than 16 in JSON');
    if (parts > most) {
      throw badFile(where, 'too many lists in JSON', 'Save large attention as .npz or .safetensors');
    }
  }
}
