import { LabError } from '../../../shared/errors.ts';
import { parseExperiment } from '../../../shared/experiment.ts';
import { shownPath } from '../../../shared/pickedFiles.ts';
import { saveFile } from '../../components/saveFile.ts';
import { t } from '../../i18n/index.ts';
import { useDraft } from '../../stores/draft.ts';
import { useStatus } from '../../stores/status.ts';

/** The draft as a file: taking one that was chosen, and saving it as one. */
export function useExperimentFile(): {
  readonly importFile: (event: Event) => Promise<void>;
  readonly exportFile: () => void;
} {
  const draft = useDraft();
  const status = useStatus();
  async function importFile(event: Event): Promise<void> {
    const input = event.target as HTMLInputElement;
    const file = input.files?.[0];
    input.value = '';
    if (file === undefined) return;
    await status.attempt(async () => {
      const text = await file.text();
      let json: unknown;
      try {
        json = JSON.parse(text);
      } catch {
        throw new LabError('bad-input', t('form.notJson', { name: file.name }));
      }
      draft.take(parseExperiment(json, file.name));
      status.say(t('form.imported', { name: file.name }));
    });
  }
  function exportFile(): void {
    const name = String(draft.read('name') ?? '').replace(/[^\p{L}\p{N}._-]+/gu, '-') || 'experiment';
    // What stands for a picked file means nothing outside this app: its name does.
    const plain = (key: string, value: unknown): unknown =>
      key === 'path' && typeof value === 'string' ? shownPath(value) : value;
    saveFile(`${name}.json`, `${JSON.stringify(draft.tree, plain, 2)}\n`, 'application/json');
  }
  return { importFile, exportFile };
}
