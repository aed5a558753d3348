import { useRouter, type RouteLocationRaw } from 'vue-router';
import { attentionEndings, shareEnding } from '../../shared/files.ts';
import { shownPath } from '../../shared/pickedFiles.ts';
import { usePaths } from '../stores/paths.ts';
import { useSharing } from '../stores/sharing.ts';
import { useStatus } from '../stores/status.ts';
import { importSummary, whereImported } from './imports/afterImport.ts';

const endingOf = (name: string): string => name.slice(name.lastIndexOf('.') + 1).toLowerCase();
const isAttention = (name: string): boolean =>
  (attentionEndings as readonly string[]).includes(endingOf(name));
const isShare = (name: string): boolean => endingOf(name) === shareEnding;

/**
 * Opens what lies on the lab's machine: attention is looked into, shared runs are imported, and anything else goes to
 * Datasets with the source that would read it. False if it could not be, which was said.
 */
export function useOpenPath(how: 'push' | 'replace' = 'push'): (path: string) => Promise<boolean> {
  const router = useRouter();
  const status = useStatus();
  const sharing = useSharing();
  const { inspect } = usePaths();
  const pageFor = async (path: string): Promise<RouteLocationRaw | undefined> => {
    const name = shownPath(path);
    if (isAttention(name)) return { path: '/attention/files', query: { path } };
    if (isShare(name)) {
      const imported = await sharing.importFile(path);
      if (imported === undefined) return undefined;
      status.say(importSummary(imported));
      return whereImported(imported);
    }
    let source: string | undefined;
    await status.attempt(async () => {
      ({ source } = await inspect(path));
    });
    return source === undefined ? undefined : { path: '/datasets', query: { add: source, path } };
  };
  return async (path) => {
    const page = await pageFor(path);
    if (page !== undefined) await router[how](page);
    return page !== undefined;
  };
}
