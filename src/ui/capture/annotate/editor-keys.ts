/** Keys of the editor; the sheet it stands in keeps the screen's own keys away. Pure. */
import type { Point, SizePx } from '#model/geometry.ts';
import {
  type AnnotationTool,
  type Editing,
  holdsAnything,
  letGo,
  nextPart,
  nudge,
  placeInMiddle,
  redo,
  remove,
  takeTool,
  undo,
} from './editing.ts';
import { closeRegion } from './hand.ts';

/** In the order of the buttons. */
export const annotationTools = [
  { tool: 'select', key: 'V', words: 'Select' },
  { tool: 'arrow', key: 'A', words: 'Arrow' },
  { tool: 'length', key: 'L', words: 'Length' },
  { tool: 'text', key: 'T', words: 'Text' },
  { tool: 'freehand', key: 'F', words: 'Freehand' },
  { tool: 'pin', key: 'P', words: 'Pin' },
  { tool: 'region', key: 'G', words: 'Region' },
] as const satisfies readonly { tool: AnnotationTool; key: string; words: string }[];

const arrows: Readonly<Record<string, Point>> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};

/** Scene pixels of an arrow key with Shift. */
const largeStep = 10;

type Key = {
  readonly key: string;
  readonly shiftKey: boolean;
  /** Ctrl, or Command on a Mac. */
  readonly isCommand: boolean;
};

/** The state after `pressed`; null where the key means nothing here and belongs to others. */
export function afterKey(editing: Editing, pressed: Key, scene: SizePx): Editing | null {
  const { key, shiftKey, isCommand } = pressed;
  const letter = key.toLowerCase();
  if (letter === 'z') return shiftKey ? redo(editing) : undo(editing);
  if (letter === 'y' && isCommand) return redo(editing);
  if (isCommand) return null;
  const arrow = arrows[key];
  if (arrow) {
    const pixels = shiftKey ? largeStep : 1;
    return nudge(editing, { x: arrow.x * pixels, y: arrow.y * pixels }, scene);
  }
  switch (key) {
    case 'Enter':
      return editing.corners.length > 0 ? closeRegion(editing) : placeInMiddle(editing, scene);
    case 'Escape':
      return holdsAnything(editing) ? letGo(editing) : null;
    case 'Delete':
    case 'Backspace':
      return remove(editing);
  }
  if (letter === 'e') return nextPart(editing, shiftKey ? -1 : 1);
  const chosen = annotationTools.find(one => one.key.toLowerCase() === letter);
  return chosen && !shiftKey ? takeTool(editing, chosen.tool) : null;
}
