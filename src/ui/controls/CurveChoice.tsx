/** Linear, logarithmic, or one of three powers. */

import type { Display } from '#model/display.ts';
import { words } from '#words/words.ts';
import { useCommands, useConductor } from '../house.ts';
import { Choice } from './Choice.tsx';

type Name = 'linear' | 'log' | 'gamma-0.5' | 'gamma-0.7' | 'gamma-1.5';

const options = [
  ['linear', 'Linear'],
  ['log', 'Log'],
  ['gamma-0.5', 'γ 0.5'],
  ['gamma-0.7', 'γ 0.7'],
  ['gamma-1.5', 'γ 1.5'],
] as const satisfies readonly (readonly [Name, string])[];

const curves: Record<Name, Display['curve']> = {
  linear: { kind: 'linear' },
  log: { kind: 'log' },
  'gamma-0.5': { kind: 'gamma', gamma: 0.5 },
  'gamma-0.7': { kind: 'gamma', gamma: 0.7 },
  'gamma-1.5': { kind: 'gamma', gamma: 1.5 },
};

const nameOf = (curve: Display['curve']): Name =>
  curve.kind !== 'gamma'
    ? curve.kind
    : curve.gamma < 0.6
      ? 'gamma-0.5'
      : curve.gamma < 1
        ? 'gamma-0.7'
        : 'gamma-1.5';

export function CurveChoice() {
  const { setDisplay } = useCommands();
  const curve = useConductor('scene', state => state.display.curve);
  return (
    <Choice
      label={words('Curve')}
      value={nameOf(curve)}
      options={options.map(([name, word]) => [name, words(word)] as const)}
      onChange={name => setDisplay({ curve: curves[name] })}
    />
  );
}
