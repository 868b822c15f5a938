/** Buttons of the panel that have a key of their own: found by the key's first name, told by the keys that the user gave it. */
import { useKeysInWords, useShortcuts } from '../hands/use-keys-in-words.ts';

/** As in `keys/bindings.ts`; Enter and Escape belong to the whole screen. */
export type PanelKey = 'A' | 'V' | 'U' | 'W' | 'H' | 'Shift+Q' | 'Enter' | 'Escape';

const idOf = (key: PanelKey): string =>
  key === 'Enter'
    ? 'regions.confirm'
    : key === 'Escape'
      ? 'screen.let-go'
      : `calibration.panel-${key.toLowerCase()}`;

/** What a button is given: `<button {...panelKey('A')}>`. */
export function usePanelKey(): (key: PanelKey) => {
  readonly 'data-panel-key': PanelKey;
  readonly 'aria-keyshortcuts': string | undefined;
} {
  const shortcuts = useShortcuts();
  return key => ({ 'data-panel-key': key, 'aria-keyshortcuts': shortcuts(idOf(key)) });
}

/** The key beside the button's name. */
export const PanelKeyHint = ({ of }: { readonly of: PanelKey }) => <KeyHint of={idOf(of)} />;

/** The keys of any function. */
export function KeyHint({ of }: { readonly of: string }) {
  return (
    <span className="key-hint" aria-hidden="true">
      {useKeysInWords(of)}
    </span>
  );
}
