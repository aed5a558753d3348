import { shallowRef, type Ref } from 'vue';
import { readComparison, writeComparison, type Comparison } from '../../../shared/comparison.ts';
import { saveFile } from '../../components/saveFile.ts';
import { t } from '../../i18n/index.ts';
import { useRuns } from '../../stores/runs.ts';
import { useStatus } from '../../stores/status.ts';

/** Saving a comparison as a file, and opening one: through the file chooser or by a drop on the page. */
export function useComparisonFile(
  comparison: Readonly<Ref<Comparison>>,
  open: (comparison: Comparison) => void,
): {
  readonly input: Ref<HTMLInputElement | null>;
  readonly save: () => void;
  readonly choose: (event: Event) => Promise<void>;
  readonly drop: (event: DragEvent) => void;
} {
  const status = useStatus();
  const runs = useRuns();
  const input = shallowRef<HTMLInputElement | null>(null);

  const read = (file: File): Promise<boolean> =>
    status.attempt(async () => {
      const found = readComparison(await file.text(), file.name);
      const missing = found.runs.filter((id) => !runs.byId.has(id)).length;
      open(found);
      if (missing > 0) status.say(t('compare.runsMissing', {}, missing));
    });

  return {
    input,
    save: () => saveFile(t('compare.fileName'), writeComparison(comparison.value), 'application/json'),
    choose: async (event) => {
      const { files } = event.target as HTMLInputElement;
      const file = files?.[0];
      if (file !== undefined) await read(file);
      // The same file can be chosen again.
      if (input.value !== null) input.value.value = '';
    },
    drop: (event) => {
      const file = event.dataTransfer?.files[0];
      if (file === undefined || !file.name.toLowerCase().endsWith('.json')) return;
      event.preventDefault();
      void read(file);
    },
  };
}
