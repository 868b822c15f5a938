/** The colours of fluorescence. */

import type { ColourMap } from '#model/display.ts';
import { words } from '#words/words.ts';
import { useCommands, useConductor } from '../house.ts';
import { Choice } from './Choice.tsx';

const options = [
  ['green', 'Green'],
  ['cyan', 'Cyan'],
  ['grey', 'Grey'],
  ['inferno', 'Inferno'],
  ['viridis', 'Viridis'],
  ['cividis', 'Cividis'],
  ['red-blue', 'Red–blue'],
] as const satisfies readonly (readonly [ColourMap, string])[];

export function ColourMapChoice() {
  const { setDisplay } = useCommands();
  const colourMap = useConductor('scene', state => state.display.colourMap);
  return (
    <Choice
      label={words('Colours')}
      value={colourMap}
      options={options.map(([map, word]) => [map, words(word)] as const)}
      onChange={chosen => setDisplay({ colourMap: chosen })}
    />
  );
}
