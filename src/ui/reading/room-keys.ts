/** Keys of the reading room. Pure: an event to what is meant. */
import { type ReadingMark, readingMarks } from '#model/reading.ts';

type Meant =
  | { readonly kind: 'mark'; readonly mark: ReadingMark }
  | { readonly kind: 'confidence'; readonly confidence: number }
  | { readonly kind: 'next' | 'back' | 'undo' | 'leave' };

/** Confidence 1 … 5. */
export const confidenceKeys: readonly string[] = ['Q', 'W', 'E', 'R', 'T'];

type Key = Pick<KeyboardEvent, 'key' | 'code' | 'shiftKey' | 'ctrlKey' | 'altKey' | 'metaKey'>;

/** Null: no key of the room. Digits count by their place, so that Shift and other layouts do not move them. */
export function meantBy({ key, code, shiftKey, ctrlKey, altKey, metaKey }: Key): Meant | null {
  if (ctrlKey || altKey || metaKey) return null;
  const digit = Number(/^(?:Digit|Numpad)([1-5])$/.exec(code)?.[1] ?? 0);
  if (digit > 0 && shiftKey) return { kind: 'confidence', confidence: digit };
  const mark = readingMarks[digit - 1];
  if (mark) return { kind: 'mark', mark };
  const confidence = confidenceKeys.indexOf(key.toUpperCase()) + 1;
  if (confidence > 0) return { kind: 'confidence', confidence };
  const kinds: Readonly<Record<string, 'next' | 'back' | 'undo' | 'leave'>> = {
    Enter: 'next',
    Backspace: 'back',
    z: 'undo',
    Z: 'undo',
    Escape: 'leave',
  };
  const kind = kinds[key];
  return kind ? { kind } : null;
}
