import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { screen, type BrowserWindow, type Rectangle } from 'electron';
import * as z from 'zod/mini';

const pixels = z.int().check(z.gte(-100_000), z.lte(100_000));
const stateSchema = z.strictObject({
  bounds: z.strictObject({ x: pixels, y: pixels, width: pixels, height: pixels }),
  maximized: z.boolean(),
});
type WindowState = z.infer<typeof stateSchema>;

export const smallestSize = { width: 360, height: 480 };
const firstSize = { width: 1320, height: 900 };

/** Where the window was last time; a sensible size when there is no such file, it is damaged, or that screen is gone. */
export function loadWindowState(filePath: string): { bounds: Partial<Rectangle>; maximized: boolean } {
  const state = readState(filePath);
  if (state === null || !isOnScreen(state.bounds)) return { bounds: firstSize, maximized: false };
  return state;
}

/** Keeps the file up to date when the window closes. */
export function keepWindowState(window: BrowserWindow, filePath: string): void {
  window.on('close', () => {
    const state: WindowState = { bounds: window.getNormalBounds(), maximized: window.isMaximized() };
    try {
      writeFileSync(`${filePath}.new`, JSON.stringify(state));
      renameSync(`${filePath}.new`, filePath);
    } catch {
      // The place of a window is not worth a message when the disk is full.
    }
  });
}

function readState(filePath: string): WindowState | null {
  try {
    const parsed = stateSchema.safeParse(JSON.parse(readFileSync(filePath, 'utf8')));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

function isOnScreen(bounds: Rectangle): boolean {
  if (bounds.width < smallestSize.width || bounds.height < smallestSize.height) return false;
  const { workArea } = screen.getDisplayMatching(bounds);
  const overlapX = Math.min(bounds.x + bounds.width, workArea.x + workArea.width) - Math.max(bounds.x, workArea.x);
  const overlapY = Math.min(bounds.y + bounds.height, workArea.y + workArea.height) - Math.max(bounds.y, workArea.y);
  return overlapX > 100 && overlapY > 100;
}
