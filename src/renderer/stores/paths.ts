import { computed, type ComputedRef } from 'vue';
import type { PathReport, TablePreview } from '../../shared/datasets.ts';
import type { PickKind } from '../../shared/files.ts';
import { useLab } from './lab.ts';
import { useStatus } from './status.ts';

/** Files and folders of the lab's machine: looked at, and chosen where there is a dialog. */
export interface Paths {
  /** Whether the window stands on the lab's own machine. */
  readonly canPick: ComputedRef<boolean>;
  readonly inspect: (path: string) => Promise<PathReport>;
  readonly preview: (path: string, format: 'auto' | TablePreview['format']) => Promise<TablePreview>;
  /** Undefined if the dialog was closed. */
  readonly pick: (kind: PickKind) => Promise<string | undefined>;
}

export function usePaths(): Paths {
  const lab = useLab();
  const status = useStatus();
  return {
    canPick: computed(() => lab.info?.shell === 'electron'),
    inspect: (path) => lab.api().inspectPath({ path }),
    preview: (path, format) => lab.api().previewTable({ path, format }),
    pick: async (kind) => {
      let picked: string | undefined;
      await status.attempt(async () => {
        picked = (await lab.api().pickPath({ kind })).path ?? undefined;
      });
      return picked;
    },
  };
}
