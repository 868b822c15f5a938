/** Agreement of a set's finished readers: of all together, of each pair, of each reader with himself; files. */

import { useState } from 'react';
import type { ReadingSet } from '#model/reading.ts';
import type { Agreement, Comparison } from '#study/agreement/agreement.ts';
import { agreementDefinitions } from '#study/agreement/definitions.ts';
import { isEstimated } from '#study/agreement/estimate.ts';
import { words } from '#words/words.ts';
import { download } from '../capture/download.ts';
import { useHouse } from '../house.ts';
import { inDay } from '../replay/in-words.ts';
import { BlandAltmanView } from './BlandAltmanView.tsx';
import { useReadingCommands } from './reading-context.ts';
import { comparedWords, figureWords, inFigures } from './words.ts';

export function AgreementView({
  set,
  agreement,
}: {
  readonly set: ReadingSet;
  readonly agreement: Agreement;
}) {
  const { closeAgreement } = useReadingCommands();
  const { readers, cases, marked, notOutlined, kappa, agreed, icc, pairs, repeats } = agreement;
  const compared = [...pairs, ...repeats];
  const [shownAt, setShownAt] = useState(0);
  const shown = compared[shownAt];
  const told = {
    day: inDay(set.madeAtS),
    readers: readers.join(', '),
    marked: words(cases === 1 ? '{marked} of {count} still' : '{marked} of {count} stills', {
      marked,
      count: cases,
    }),
  };
  const figures = [
    [words('Share agreed'), agreed],
    [kappa.kind === 'cohen' ? words('Cohen’s κ') : words('Fleiss’ κ'), kappa.figure],
    [words('ICC(2,1) of areas'), icc],
  ] as const;
  return (
    <div className="stack reading-agreement">
      <div className="row">
        <button type="button" onClick={closeAgreement}>
          {words('Back to the sets')}
        </button>
        <Exports set={set} />
      </div>
      <p>
        {notOutlined > 0
          ? words(
              'Set of {day}: readers {readers}; {marked} marked by every one, areas of {notOutlined} not known of every one.',
              { ...told, notOutlined },
            )
          : words('Set of {day}: readers {readers}; {marked} marked by every one.', told)}
      </p>
      <dl className="reading-figures">
        {figures.map(([name, figure]) => {
          const { value, below, n } = figureWords(figure, 2);
          return (
            <div key={name}>
              <dt>{name}</dt>
              <dd>
                <strong>{value}</strong>
                <span className="hint">
                  {below}
                  {n !== null && ` · n ${n}`}
                </span>
              </dd>
            </div>
          );
        })}
      </dl>
      {kappa.kind === 'fleiss' && isEstimated(kappa.figure) && (
        <p className="hint">
          {words('Variance of κ by chance alone: {varianceByChance} (test against κ = 0, not an interval).', {
            varianceByChance: inFigures(kappa.figure.varianceByChance, null),
          })}
        </p>
      )}
      <Compared compared={compared} shownAt={shownAt} onShow={setShownAt} />
      {shown && <BlandAltmanView comparison={shown} />}
      <details>
        <summary>{words('Definitions and sources')}</summary>
        <dl className="reading-definitions">
          {Object.values(agreementDefinitions).map(definition => (
            <dd key={definition}>{words(definition)}</dd>
          ))}
        </dl>
      </details>
    </div>
  );
}

function Compared({
  compared,
  shownAt,
  onShow,
}: {
  readonly compared: readonly Comparison[];
  readonly shownAt: number;
  readonly onShow: (at: number) => void;
}) {
  return (
    <table>
      <caption>{words('Two by two; a row shows its areas below')}</caption>
      <thead>
        <tr>
          <th scope="col">{words('Compared')}</th>
          <th scope="col">{words('Share agreed')}</th>
          <th scope="col">{words('Cohen’s κ')}</th>
          <th scope="col">{words('Overlap (Dice)')}</th>
        </tr>
      </thead>
      <tbody>
        {compared.map((each, at) => {
          const name = comparedWords(each);
          const { dice } = each;
          return (
            <tr key={name}>
              <th scope="row">
                <button type="button" aria-pressed={at === shownAt} onClick={() => onShow(at)}>
                  {name}
                </button>
              </th>
              {[each.agreed, each.kappa].map((figure, i) => {
                const { value, below, n } = figureWords(figure, 2);
                return (
                  <td key={i === 0 ? 'agreed' : 'kappa'}>
                    <strong>{value}</strong>
                    <span className="hint">
                      {below}
                      {n !== null && ` · n ${n}`}
                    </span>
                  </td>
                );
              })}
              <td>
                <strong>{isEstimated(dice) ? inFigures(dice.mean, 2) : '—'}</strong>
                <span className="hint">
                  {isEstimated(dice)
                    ? words('mean; {smallest} to {largest} · n {n}', {
                        smallest: inFigures(dice.smallest, 2),
                        largest: inFigures(dice.largest, 2),
                        n: dice.n,
                      })
                    : words('Not estimable. {notEstimable}', { notEstimable: words(dice.notEstimable) })}
                </span>
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function Exports({ set }: { readonly set: ReadingSet }) {
  const { desk } = useHouse();
  const { exportReading } = useReadingCommands();
  const day = new Date(1000 * set.madeAtS).toISOString().slice(0, 10);
  return (['csv', 'json'] as const).map(kind => (
    <button
      key={kind}
      type="button"
      aria-label={words('Export as {kind}', { kind: kind.toUpperCase() })}
      onClick={async () => {
        const file = await exportReading(set.id, kind);
        if (file) download(file, `rimlight-reading-${day}.${kind}`);
        else desk.say(words('This set is not on this device any more.'));
      }}
    >
      {kind.toUpperCase()}
    </button>
  ));
}
