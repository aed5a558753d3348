import { z } from 'zod';
import { presets, type PresetId } from '../../shared/presets.ts';

const storageKey = 'attention-lab.draft';

const keptSchema = z.object({
  presetId: z.custom<PresetId>((id) => presets.some((preset) => preset.id === id)),
  /** As it was typed, valid or not: the form says what is wrong with it. */
  tree: z.record(z.string(), z.unknown()),
  lastSeed: z.int().min(0).max(999),
});
export type KeptDraft = z.output<typeof keptSchema>;

/** The experiment that was being written when the window was last there; null where there was none, or none to be read. */
export function readDraft(): KeptDraft | null {
  try {
    const found = keptSchema.safeParse(JSON.parse(localStorage.getItem(storageKey) ?? 'null'));
    return found.success ? found.data : null;
  } catch {
    return null;
  }
}

/** Keeps it; a window without storage forgets it when it is closed. */
export function keepDraft(draft: KeptDraft): void {
  try {
    localStorage.setItem(storageKey, JSON.stringify(draft));
  } catch {
    // Refused or full: nothing on the page depends on it.
  }
}
