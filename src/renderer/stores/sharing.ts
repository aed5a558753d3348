import { defineStore } from 'pinia';
import { toRaw } from 'vue';
import type { ApiInput } from '../../shared/api.ts';
import type { WrittenPage } from '../../shared/attentionPage.ts';
import type { Comparison, ImportedRuns } from '../../shared/comparison.ts';
import { fileNameOf, shareEnding } from '../../shared/files.ts';
import type { RunId } from '../../shared/ids.ts';
import { shownPath } from '../../shared/pickedFiles.ts';
import { useLab } from './lab.ts';
import { useRuns } from './runs.ts';
import { useStatus } from './status.ts';

export interface ShareRequest {
  readonly runIds: readonly RunId[];
  /** What the file is called before a person says otherwise, without its ending. */
  readonly title: string;
  readonly documents: boolean;
  readonly comparison?: Comparison | null;
}

/** Runs as `.attlab` files: written where a person says, read from where one lies. */
export const useSharing = defineStore('sharing', () => {
  const lab = useLab();
  const runs = useRuns();
  const status = useStatus();

  /**
   * Asks where a file goes, has it written and hands it to a browser. The name of the file that was written; undefined if
   * the dialog was closed, or it failed (and was said so).
   */
  const save = async (
    title: string,
    ending: string,
    write: (path: string) => Promise<unknown>,
  ): Promise<string | undefined> => {
    let written: string | undefined;
    await status.attempt(async () => {
      const name = fileNameOf(title, ending);
      const { path, url } = await lab.api().pickSavePath({ name });
      if (path === null) return;
      await write(path);
      if (url !== null) download(url);
      written = shownPath(path).split(/[\\/]/).at(-1) ?? name;
    });
    return written;
  };

  const write = ({ runIds, documents, comparison }: ShareRequest, path: string): Promise<unknown> =>
    lab.api().exportRuns({
      runIds: [...runIds],
      path,
      documents,
      comparison: comparison === undefined ? null : structuredClone(toRaw(comparison)),
    });
  const exportFile = (request: ShareRequest): Promise<string | undefined> =>
    save(request.title, shareEnding, (path) => write(request, path));

  /** What is looked at as a page for people without the app. */
  const exportPage = async (
    title: string,
    page: Omit<ApiInput<'saveAttentionPage'>, 'path'>,
  ): Promise<{ readonly name: string; readonly page: WrittenPage } | undefined> => {
    let written: WrittenPage | undefined;
    const name = await save(title, 'html', async (path) => {
      written = await lab.api().saveAttentionPage({ ...page, path });
    });
    return name === undefined || written === undefined ? undefined : { name, page: written };
  };

  /** What came of a file; undefined if nothing did (and it was said why). */
  const importFile = async (path: string): Promise<ImportedRuns | undefined> => {
    let imported: ImportedRuns | undefined;
    await status.attempt(async () => {
      imported = await lab.api().importRuns({ path });
      await runs.refresh();
    });
    return imported;
  };

  return { write, exportFile, exportPage, importFile };
});

/** The server says that it is a file to keep, and what it is called. */
function download(url: string): void {
  const link = document.createElement('a');
  link.href = url;
  link.download = '';
  link.click();
}
