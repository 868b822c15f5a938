/** The smaller numbers: contrast to noise, clipping, pixels. */
import type { FigureKey } from '#model/figures.ts';
import { inDigits, inPercent } from '#overlay/figures-in-words.ts';
import { useConductor } from '../house.ts';
import { FigureName } from './FigureName.tsx';
import type { ShownFigures } from './shown-figures.ts';

const count = new Intl.NumberFormat('en-GB');

type Line = {
  readonly figure: FigureKey;
  readonly name: string;
  readonly shown: string;
  readonly isBad?: boolean;
};

export function SideFigures({ figures }: { readonly figures: ShownFigures }) {
  const limit = useConductor('scene', scene => scene.profile.clippedLimitShare);
  const { cnr, tumourStatistics: t, backgroundStatistics: b } = figures;
  const clipped = t && b ? Math.max(t.clippedShare, b.clippedShare) : null;
  const lines: readonly Line[] = [
    { figure: 'cnr', name: 'CNR', shown: 'value' in cnr ? inDigits(cnr.value) : '–' },
    {
      figure: 'clippedShare',
      name: 'Clipped',
      shown: clipped === null ? '–' : inPercent(clipped),
      isBad: clipped !== null && clipped > limit,
    },
    { figure: 'n', name: 'n T', shown: t ? count.format(t.n) : '–' },
    { figure: 'n', name: 'n B', shown: b ? count.format(b.n) : '–' },
  ];
  return (
    <ul className="side-figures">
      {lines.map(({ figure, name, shown, isBad }) => (
        <li key={name}>
          <FigureName figure={figure}>{name}</FigureName>
          <span className={isBad ? 'caution' : undefined}>{shown}</span>
        </li>
      ))}
    </ul>
  );
}
