import { readFileSync, writeFileSync } from 'node:fs';
import { z } from 'zod';

/** Where the window was, in device-independent pixels of the whole desktop. */
const stateSchema = z.strictObject({
  x: z.int(),
  y: z.int(),
  width: z.int().min(480),
  height: z.int().min(360),
  maximised: z.boolean(),
});

export type WindowState = z.output<typeof stateSchema>;

export interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export const defaultSize = { width: 1440, height: 900 } as const;
export const minimumSize = { width: 720, height: 480 } as const;

/** The remembered state if it still shows on one of the screens; a file that cannot be read is as good as none. */
export function readWindowState(file: string, screens: readonly Area[]): WindowState | undefined {
  try {
    const state = stateSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
    return screens.some((screen) => overlap(screen, state) > 0.25) ? state : undefined;
  } catch {
    return undefined;
  }
}

/** Remembers the state where the folder may be written; a window that closes is no moment to speak of it. */
export function writeWindowState(file: string, state: WindowState): void {
  const text = JSON.stringify(stateSchema.parse(state));
  try {
    writeFileSync(file, text);
  } catch {
    // A read-only or full disk: the next window opens where it opened this time.
  }
}

/** Share of the window that lies on a screen. */
function overlap(screen: Area, state: Area): number {
  const width = Math.min(screen.x + screen.width, state.x + state.width) - Math.max(screen.x, state.x);
  const height = Math.min(screen.y + screen.height, state.y + state.height) - Math.max(screen.y, state.y);
  return (Math.max(width, 0) * Math.max(height, 0)) / (state.width * state.height);
}
