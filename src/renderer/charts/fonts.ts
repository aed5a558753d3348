import type { FontFamily } from './plan.ts';

/** Families of every drawing: the lab's own first, then whatever the reader's machine has. */
export const fontFamilies: Readonly<Record<FontFamily, string>> = {
  ui: "Inter, 'Inter Variable', 'Helvetica Neue', Arial, sans-serif",
  num: "'JetBrains Mono', 'JetBrains Mono Variable', 'DejaVu Sans Mono', monospace",
};
