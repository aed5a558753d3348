import { defineStore } from 'pinia';
import { shallowRef } from 'vue';
import { LabError } from '../../shared/errors.ts';
import { useStatus } from './status.ts';

/** The licences of what the app is made of: a text that both shells serve beside the window. */
export const useLicences = defineStore('licences', () => {
  const status = useStatus();
  const text = shallowRef<string | null>(null);

  const read = async (): Promise<void> => {
    if (text.value !== null) return;
    await status.attempt(async () => {
      const answer = await fetch('licences.txt');
      // A development server answers with the page itself for what it does not have.
      const isText = answer.headers.get('Content-Type')?.startsWith('text/plain') === true;
      if (!answer.ok || !isText) {
        throw new LabError('not-found', 'no licences.txt beside the window', {
          hint: 'It is made by "npm run build"',
        });
      }
      text.value = await answer.text();
    });
  };

  return { text, read };
});
