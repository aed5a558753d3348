import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { readExperiment } from '../../../src/main/cli/readExperiment.ts';
import { parseExperiment } from '../../../src/shared/experiment.ts';
import { presets } from '../../../src/shared/presets.ts';
import type { FuzzTarget } from '../fuzz.ts';
import { editJson, jsonEdits, mutate, mutations } from '../mutations.ts';

const valid = presets.map(({ experiment }) => experiment);
const words = ['{', '}', '"', ',', ':', 'null', '1e999', '-0', '"__proto__":{},', '\\ud800', '\0', '[[['];

type Input =
  { readonly kind: 'value'; readonly value: unknown } | { readonly kind: 'file'; readonly text: Buffer };

/** An experiment as a window sends it, and as the command line reads it from a file. */
export const experiment: FuzzTarget<Input> = {
  name: 'experiment',
  open: async (folder) => {
    mkdirSync(folder, { recursive: true });
    const path = join(folder, 'experiment.json');
    const preset = fc.constantFrom(...valid);
    return {
      inputs: fc.oneof(
        fc
          .tuple(preset, jsonEdits)
          .map(([value, edits]): Input => ({ kind: 'value', value: editJson(value, edits) })),
        fc.anything().map((value): Input => ({ kind: 'value', value })),
        fc.tuple(preset, mutations(words)).map(([value, changes]): Input => ({
          kind: 'file',
          text: mutate(Buffer.from(JSON.stringify(value, null, 1)), changes),
        })),
      ),
      parse: (input) => {
        if (input.kind === 'value') return parseExperiment(input.value);
        writeFileSync(path, input.text);
        return readExperiment(path, {}, folder);
      },
    };
  },
};
