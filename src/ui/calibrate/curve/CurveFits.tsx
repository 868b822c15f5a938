/** The curves that were fitted, best first; one is looked at, and can be accepted. */

import { type ReactNode, useState } from 'react';
import type { CurveFit, Finding } from '#model/calibration.ts';
import { numerals, words } from '#words/words.ts';
import { Choice } from '../../controls/Choice.tsx';
import { useCommands } from '../../house.ts';
import { Accept } from '../Accept.tsx';
import { Facts } from '../Facts.tsx';
import { inCodes, plusMinus, refusalOf, transferInWords } from '../words.ts';
import { CurvePlot } from './CurvePlot.tsx';

export function CurveFits({
  fits,
  findings = [],
  children,
}: {
  readonly fits: readonly CurveFit[];
  /** Of the reading that the fits come from. */
  readonly findings?: readonly Finding[];
  /** What else there is to look at before one is accepted. */
  readonly children?: ReactNode;
}) {
  const { calibrate } = useCommands();
  const [chosen, setChosen] = useState(0);
  const index = Math.min(chosen, fits.length - 1);
  const fit = fits[index];
  if (!fit) return null;
  const gamma = fit.gammaSd !== null && fit.transfer.kind === 'power' ? fit.transfer.gamma : null;
  return (
    <>
      <Choice
        label={words('Curve')}
        value={String(index)}
        options={fits.map(({ transfer, rmsCodes }, i) => [
          String(i),
          words(
            i === 0 ? '{transfer}, left over {codes} codes (best)' : '{transfer}, left over {codes} codes',
            { transfer: transferInWords(transfer), codes: inCodes(rmsCodes) },
          ),
        ])}
        onChange={value => setChosen(Number(value))}
      />
      <CurvePlot fit={fit} />
      <Facts
        facts={[
          ['Left over, rms', words('{codes} codes', { codes: inCodes(fit.rmsCodes) })],
          ['Largest', words('{codes} codes', { codes: inCodes(fit.largestCodes) })],
          ['Code of no light', `${inCodes(fit.darkCodes)} ${plusMinus(fit.darkSdCodes)}`],
          ...(gamma === null
            ? []
            : [['γ', numerals(`${gamma.toFixed(3)} ± ${(2 * (fit.gammaSd ?? 0)).toFixed(3)}`)] as const]),
        ]}
      />
      {children}
      <Accept
        label={words('Accept this curve')}
        refusal={refusalOf(findings)}
        onAccept={() => calibrate.acceptCurve(fit)}
      />
    </>
  );
}
