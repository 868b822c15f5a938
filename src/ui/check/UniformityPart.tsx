/** Evenness: what share of the field lies above 60, 80, 90 and 95 % of its maximum. */

import { isChecked, type UniformityResult } from '#model/check.ts';
import { numerals, words } from '#words/words.ts';
import { PhantomTargets } from '../calibrate/PhantomTargets.tsx';
import { phantomTargets } from '../calibrate/step-words.ts';
import { useConductor } from '../house.ts';
import { PartFigures } from './Figures.tsx';
import { PictureOf } from './PictureOf.tsx';
import { Read } from './Read.tsx';
import { Withheld } from './Withheld.tsx';

const limits = [60, 80, 90, 95] as const;
const targets = phantomTargets.flat ? [phantomTargets.flat] : [];

export function UniformityPart() {
  const done = useConductor('checking', state => state.report?.parts.uniformity ?? null);
  const result = done?.result ?? null;
  return (
    <>
      <p>
        {words(
          'Fill the whole NIR picture with the even fluorescent target, at the usual distance, nothing clipped.',
        )}
      </p>
      <PhantomTargets targets={targets} />
      <Read part="uniformity" label={words('Read the field')} />
      {result && 'withheld' in result && <Withheld name={words('Uniformity')} why={result} />}
      {isChecked(result) && <FieldBars result={result} />}
      <PartFigures part="uniformity" />
      <PictureOf part="uniformity" name={words('Field that was read')}>
        {view =>
          view.show({
            bar: <span>{words('Grey by the root of light.')}</span>,
            hint: words('Plus and minus zoom, 0 shows the whole.'),
            onPress: () => undefined,
            marks: () => null,
          })
        }
      </PictureOf>
    </>
  );
}

/** Bars of the share of the field above each limit. */
function FieldBars({ result }: { readonly result: UniformityResult }) {
  const shares = limits.map(limit =>
    words('{share} % above {limit} %', { share: (100 * result[`above${limit}`]).toFixed(1), limit }),
  );
  return (
    <svg
      className="check-plot"
      viewBox="0 0 440 136"
      role="img"
      aria-label={words('Of the field: {shares}.', { shares: shares.join(', ') })}
    >
      {limits.map((limit, i) => {
        const share = result[`above${limit}`];
        const y = 6 + i * 33;
        return (
          <g key={limit}>
            <text x={92} y={y + 18} textAnchor="end">
              {words('above {limit} %', { limit })}
            </text>
            <rect className="bar-ground" x={102} y={y} width={270} height={25} rx={3} />
            <rect className="bar" x={102} y={y} width={270 * share} height={25} rx={3} />
            <text className="value" x={438} y={y + 18} textAnchor="end">
              {numerals((100 * share).toFixed(1))} %
            </text>
          </g>
        );
      })}
    </svg>
  );
}
