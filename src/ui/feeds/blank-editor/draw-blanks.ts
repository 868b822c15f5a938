import type { House } from '../../house.ts';

/** Opens the drawing of black places over the picture, with those that are in force. */
export function drawBlanks({ desk, conductor }: Pick<House, 'desk' | 'conductor'>): void {
  desk.close();
  const { blanks } = conductor.stores.recording.getState();
  desk.store.setState({ layoutDraft: null, blankDraft: { blanks, stream: 'main' } });
}
