/** The smaller numbers: contrast to noise, clipping, pixels, the tumour's light. Each is a button that says what it is. */
import type { FigureKey } from '#model/figures.ts';
import type { Figure } from '#model/measurement.ts';
import { inDigits, inPercent } from '#overlay/figures-in-words.ts';
import { useConductor, useHouse } from '../house.ts';
import type { ShownFigures } from './shown-figures.ts';
import { inWordsWithUncertainty } from './uncertainty.ts';

const count = new Intl.NumberFormat('en-GB');

const inLight = (light: number | null | undefined): string =>
  light === null || light === undefined ? '–' : inDigits(light);

const inPercentOf = (figure: Figure): string => ('value' in figure ? `${inDigits(figure.value)} %` : '–');

type Cell = {
  readonly figure: FigureKey;
  readonly name: string;
  readonly values: readonly string[];
  readonly isBad?: boolean;
};

export function SideFigures({ figures }: { readonly figures: ShownFigures }) {
  const { desk } = useHouse();
  const limit = useConductor('scene', scene => scene.profile.clippedLimitShare);
  const { cnr, pair, ofSpecimen, tumourStatistics: t, backgroundStatistics: b } = figures;
  const clipped = t && b ? Math.max(t.clippedShare, b.clippedShare) : null;
  const highlights = t && b ? Math.max(t.specularShare, b.specularShare) : 0;
  const cells: readonly Cell[] = [
    {
      figure: 'cnr',
      name: 'CNR',
      values: ['value' in cnr ? inWordsWithUncertainty(cnr.value, pair?.cnrSd ?? null) : '–'],
    },
    {
      figure: 'clippedShare',
      name: 'Clipped',
      values: [clipped === null ? '–' : inPercent(clipped)],
      isBad: clipped !== null && clipped > limit,
    },
    {
      figure: 'n',
      name: 'Pixels',
      values: [`T ${t ? count.format(t.n) : '–'}`, `B ${b ? count.format(b.n) : '–'}`],
    },
    { figure: 'mean', name: 'Mean T', values: [inLight(t?.mean)] },
    { figure: 'p95', name: '95 %', values: [inLight(t?.p95)] },
    { figure: 'peak', name: 'Peak', values: [inLight(t?.peak)] },
    ...(highlights > 0
      ? [{ figure: 'specularShare', name: 'Highlights', values: [inPercent(highlights)] } as const]
      : []),
    ...(ofSpecimen
      ? [{ figure: 'ofSpecimen', name: 'Of specimen', values: [inPercentOf(ofSpecimen)] } as const]
      : []),
  ];
  return (
    <ul className="side-figures">
      {cells.map(({ figure, name, values, isBad }) => (
        <li key={name}>
          <button
            type="button"
            className="side-figure"
            aria-haspopup="dialog"
            title="What this is (D)"
            onClick={() => desk.explain(figure)}
          >
            <span className="side-name">{name}</span>
            {values.map(value => (
              <span key={value} className={isBad ? 'side-value caution' : 'side-value'}>
                {value}
              </span>
            ))}
          </button>
        </li>
      ))}
    </ul>
  );
}
