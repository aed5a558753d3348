import type { ApiHandlers } from '../../shared/api.ts';
import { LabError } from '../../shared/errors.ts';
import type { ApiContext } from './context.ts';

type ImportMethods =
  'listImports' | 'inspectImport' | 'importAttention' | 'getImportedAttention' | 'removeImport';

/** Attention from other programs' files. */
export function importHandlers({ store, imports, publish }: ApiContext): Pick<ApiHandlers, ImportMethods> {
  const refuseReadOnly = (): void => store.transaction(() => undefined);
  return {
    listImports: () => imports.list(),
    inspectImport: ({ path, rows, example }) => imports.inspect(path, rows ?? undefined, example),
    importAttention: async ({ path, rows, name }) => {
      refuseReadOnly(); // before minutes of decoding
      const kept = await imports.keep(path, rows ?? undefined, name);
      publish({ type: 'imports-changed' });
      return kept;
    },
    getImportedAttention: ({ importId, example, layer, head }) => {
      if (head !== null && layer === null) {
        throw new LabError('bad-input', 'a head without its layer', { hint: 'Ask for its layer, too' });
      }
      return imports.bundle(importId, example, { layer, head });
    },
    removeImport: async ({ importId }) => {
      await imports.remove(importId);
      publish({ type: 'imports-changed' });
      return null;
    },
  };
}
