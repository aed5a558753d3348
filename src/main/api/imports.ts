import type { ApiHandlers } from '../../shared/api.ts';
import { LabError } from '../../shared/errors.ts';
import type { ImportSummary } from '../../shared/imports.ts';
import type { ApiContext } from './context.ts';

type ImportMethods =
  | 'listImports'
  | 'inspectImport'
  | 'importAttention'
  | 'startImportAttention'
  | 'importSample'
  | 'getImportedAttention'
  | 'renameImport'
  | 'removeImport'
  | 'restoreImport';

/** Progress is told of at most so often, in ms. */
const tellEvery = 100;

/** Attention from other programs' files. */
export function importHandlers(context: ApiContext): Pick<ApiHandlers, ImportMethods> {
  const { store, imports, board, publish } = context;
  const refuseReadOnly = (): void => store.transaction(() => undefined);
  const told = (kept: ImportSummary): ImportSummary => {
    publish({ type: 'imports-changed' });
    return kept;
  };
  return {
    listImports: () => imports.list(),
    inspectImport: ({ path, rows, ...at }) => imports.inspect(path, rows ?? undefined, at),
    importAttention: async ({ path, rows, name }) => {
      refuseReadOnly(); // before minutes of decoding
      return told(await imports.keep(path, { rows: rows ?? undefined, name }));
    },
    startImportAttention: ({ path, rows, name }) => {
      refuseReadOnly();
      const jobId = board.start({ kind: 'import-attention', path }, async ({ signal, onProgress }) => {
        let toldAt = performance.now();
        const kept = await imports.keep(path, {
          rows: rows ?? undefined,
          name,
          signal,
          onProgress: (done, total) => {
            // A large file has hundreds of heads; each telling goes to every window.
            if (done < total && performance.now() - toldAt < tellEvery) return;
            toldAt = performance.now();
            onProgress?.({ type: 'progress', stage: 'reading', done, total, unit: 'bytes' });
          },
        });
        return { importId: told(kept).id };
      });
      return { jobId };
    },
    importSample: async () => {
      refuseReadOnly();
      return told(await imports.keepSample());
    },
    getImportedAttention: ({ importId, example, layer, head }) => {
      if (head !== null && layer === null) {
        throw new LabError('bad-input', 'a head without its layer', { hint: 'Ask for its layer, too' });
      }
      return imports.bundle(importId, example, { layer, head });
    },
    renameImport: ({ importId, name }) => told(imports.rename(importId, name)),
    removeImport: ({ importId }) => {
      imports.remove(importId);
      publish({ type: 'imports-changed' });
      return null;
    },
    restoreImport: ({ importId }) => {
      imports.restore(importId);
      publish({ type: 'imports-changed' });
      return null;
    },
  };
}
