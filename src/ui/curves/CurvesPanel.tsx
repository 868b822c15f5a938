/** Time–intensity curves: plot, cursor, the mark of the injection, and what is read off the selected region's curve. */

import { useMemo, useState } from 'react';
import { curvesCsv } from '#model/time-curve/csv.ts';
import { curveRules } from '#model/time-curve/definitions.ts';
import { longestGapS } from '#model/time-curve/frames.ts';
import { curveParameters } from '#model/time-curve/parameters.ts';
import type { ArrivalRule } from '#model/time-curve/time-curve.ts';
import { inDigits } from '#overlay/figures-in-words.ts';
import { madeWith } from '#platform/version.ts';
import { words } from '#words/words.ts';
import { download } from '../capture/download.ts';
import { Choice } from '../controls/Choice.tsx';
import { deleteWithUndo } from '../hands/undo.ts';
import { useCommands, useConductor, useHouse } from '../house.ts';
import { CurvesPlot } from './CurvesPlot.tsx';
import { looksOf } from './looks.ts';
import { ParameterTable } from './ParameterTable.tsx';
import { curvePlot, lightNear, timeInWords } from './plot.ts';
import './curves.css';
import { useKeysInWords } from '../hands/use-keys-in-words.ts';

const rules: readonly (readonly [ArrivalRule, string])[] = [
  ['three-sd', curveRules['three-sd'].name.replaceAll('_', '')],
  ['tenth', curveRules.tenth.name.replaceAll('_', '')],
  ['tangent', curveRules.tangent.name],
];

/** The panel's content, to stand in a column of 360 pixels or more; what does not fit scrolls. */
export function CurvesPanel() {
  const tumourKey = useKeysInWords('regions.tumour');
  const backgroundKey = useKeysInWords('regions.background');
  const house = useHouse();
  const { desk } = house;
  const commands = useCommands();
  const state = useConductor('curves', curves => curves);
  const pickedId = useConductor('regions', regions => regions.selectedId);
  const [wantedS, setWantedS] = useState<number | null>(null);
  const { curves, rule, everyS, calibration } = state;
  const plot = useMemo(() => curvePlot(curves, rule), [curves, rule]);
  const selected = curves.find(({ id }) => id === pickedId) ?? curves[0] ?? null;
  const parameters = useMemo(
    () => selected && selected.points.length > 0 && curveParameters(selected.points, rule),
    [selected, rule],
  );
  const looks = looksOf(curves);

  // The cursor stays at its time while the axis grows; before it was moved it reads the newest.
  const cursorS = plot && (wantedS === null ? plot.toS : Math.min(plot.toS, Math.max(plot.fromS, wantedS)));
  const readings =
    plot && cursorS !== null
      ? curves.map(curve => {
          const light = lightNear(curve, cursorS + plot.zeroS, Math.max(longestGapS, 2 * everyS) / 2);
          return `${curve.id} ${light === null ? '–' : inDigits(light)}`;
        })
      : [];
  const cursorWords = plot && cursorS !== null ? timeInWords(cursorS, plot.isInMinutes) : '';
  const lastBreak = selected?.breaks.at(-1);

  const mark = () => {
    commands.curves.injectionNow();
    desk.say(words('Injection marked: time zero.'));
  };
  const save = () => {
    const name = `time-curves-${new Date().toISOString().slice(0, 19).replaceAll(':', '')}.csv`;
    download(new Blob([curvesCsv({ ...state, madeWith })], { type: 'text/csv' }), name);
    desk.say(words('Curves saved as a file.'));
  };

  return (
    <section className="curves" aria-label={words('Time–intensity curves')}>
      <div className="row curve-chips">
        {curves.map(({ id, role }, index) => (
          <button
            key={id}
            type="button"
            className={`chip ${role}`}
            aria-pressed={id === selected?.id}
            onClick={() => commands.selectRegion(id)}
          >
            <svg className="curve-sample" viewBox="0 0 24 8" aria-hidden="true">
              <path
                d="M0 4H24"
                stroke={looks[index]!.colour}
                strokeDasharray={looks[index]!.dash || undefined}
              />
            </svg>
            {id}
          </button>
        ))}
        {calibration !== null && calibration !== 'calibrated' && (
          <span className="caution">{calibration}</span>
        )}
      </div>
      {plot && cursorS !== null ? (
        <>
          <CurvesPlot
            curves={curves}
            plot={plot}
            selectedId={selected?.id ?? null}
            parameters={parameters || null}
            cursorS={cursorS}
            isMarked={rule.fromS !== null}
            onCursor={setWantedS}
          />
          <label className="slider">
            <span className="slider-words">
              <span>{cursorWords}</span>
              <output aria-live="off">{readings.join(' · ')}</output>
            </span>
            <input
              type="range"
              aria-label={words('Cursor, time')}
              min={plot.fromS}
              max={plot.toS}
              step="any"
              value={cursorS}
              aria-valuetext={`${cursorWords}: ${readings.join(', ')}`}
              onChange={event => setWantedS(event.currentTarget.valueAsNumber)}
              onKeyDown={event => {
                const steps: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowRight: 1 };
                const step = steps[event.key];
                if (step === undefined) return;
                event.preventDefault();
                setWantedS(cursorS + (step * (plot.toS - plot.fromS)) / (event.shiftKey ? 20 : 200));
              }}
            />
          </label>
        </>
      ) : (
        <p className="hint curves-empty">
          {words('Draw a tumour ({tumour}) or background ({background}): its light over time stands here.', {
            tumour: tumourKey,
            background: backgroundKey,
          })}
        </p>
      )}
      <div className="row curve-buttons">
        <button type="button" disabled={!plot} onClick={mark}>
          {words('Injection now')}
        </button>
        {rule.fromS !== null && (
          <button type="button" onClick={() => commands.curves.forgetInjection()}>
            {words('Unmark')}
          </button>
        )}
        <button type="button" disabled={!plot} onClick={save}>
          CSV
        </button>
        <button
          type="button"
          disabled={!plot}
          onClick={() =>
            deleteWithUndo(house, [], {
              said: words('Curves cleared.'),
              bringBack: commands.curves.clear(),
              doIt: async () => undefined,
            })
          }
        >
          {words('Clear')}
        </button>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keys. */}
      <section className="curves-read" aria-label={words('Read off the curve')} tabIndex={0}>
        {selected && lastBreak && plot && (
          <p className="caution">
            {words('{id} broken at {timeS}: {words}. Light before and after cannot be compared.', {
              id: selected.id,
              timeS: timeInWords(lastBreak.timeS - plot.zeroS, plot.isInMinutes),
              words: words(lastBreak.words),
            })}
          </p>
        )}
        {everyS > 0 && (
          <p className="hint">{words('Very many points: one in {everyS} s is kept.', { everyS })}</p>
        )}
        <Choice
          label={words('Arrival t₀')}
          value={rule.arrival}
          options={rules.map(([by, name]) => [by, words(name)] as const)}
          onChange={arrival => commands.curves.setArrivalRule(arrival)}
        />
        {selected && parameters && plot && (
          <ParameterTable id={selected.id} parameters={parameters} zeroS={plot.zeroS} />
        )}
      </section>
    </section>
  );
}
