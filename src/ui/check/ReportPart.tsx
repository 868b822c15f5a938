/** What was read, as a report: of which camera, what differs from its history, and the ways to keep it. */

import { checkPartTitles } from '#model/check/report.ts';
import { checkPartNames } from '#model/check.ts';
import { words } from '#words/words.ts';
import { PanelKeyHint, usePanelKey } from '../calibrate/panel-keys.tsx';
import { useCommands, useConductor, useHouse } from '../house.ts';
import { ExportButtons } from './ExportButtons.tsx';
import { FigureList, useCompared } from './Figures.tsx';
import { comparedInWords, figureInWords, inDate, madsAway } from './words.ts';

/** How many of the figures farthest from what is usual are named first. */
const farthestShown = 3;

export function ReportPart() {
  const report = useConductor('checking', state => state.report);
  const figures = useCompared(report);
  if (!report)
    return (
      <p>
        {words('Nothing was read yet. Choose a part, read it, and come back: the report gathers them all.')}
      </p>
    );
  const farthest = figures
    .filter(figure => (madsAway(figure) ?? 0) > 0)
    .toSorted((a, b) => (madsAway(b) ?? 0) - (madsAway(a) ?? 0))
    .slice(0, farthestShown);
  const withheld = checkPartNames.flatMap(part => {
    const result = report.parts[part]?.result;
    return result && 'withheld' in result ? [{ part, detail: result.detail }] : [];
  });
  return (
    <>
      <Keep />
      <About />
      <p className="hint">
        {words(
          '{madeAtS}; {calibration}; profile {profileHash}. No limit is accepted for these figures, so none passes or fails.',
          {
            madeAtS: inDate(report.madeAtS),
            calibration: words(report.calibration),
            profileHash: report.profileHash.slice(0, 8),
          },
        )}
      </p>
      {farthest.length > 0 && (
        <section className="check-farthest" aria-label={words('Farthest from this camera’s own history')}>
          <h3>{words('Farthest from this camera’s own history')}</h3>
          <ul>
            {farthest.map(figure => (
              <li key={figure.id}>
                <strong>
                  {words(figure.name)} {figureInWords(figure)}
                </strong>{' '}
                {comparedInWords(figure)}
              </li>
            ))}
          </ul>
        </section>
      )}
      <FigureList report={report} figures={figures} />
      {withheld.map(({ part, detail }) => (
        <p key={part} className="check-withheld">
          <span className="caution">{words(checkPartTitles[part])} —</span> {words(detail)}
        </p>
      ))}
    </>
  );
}

function Keep() {
  const panelKey = usePanelKey();
  const { desk } = useHouse();
  const { check } = useCommands();
  const isKept = useConductor('checking', state => state.isKept);
  const id = useConductor('checking', state => state.report?.id ?? '');
  const madeAtS = useConductor('checking', state => state.report?.madeAtS ?? 0);
  return (
    <div className="row">
      <button
        type="button"
        className={isKept ? undefined : 'primary'}
        {...panelKey('A')}
        disabled={isKept}
        onClick={async () => {
          if (await check.keep()) desk.say(words('The report is kept.'));
        }}
      >
        {isKept ? words('Kept') : words('Keep')} <PanelKeyHint of="A" />
      </button>
      <ExportButtons id={id} madeAtS={madeAtS} />
      <button
        type="button"
        disabled={!isKept}
        title={isKept ? words('Puts this one aside; it is kept') : words('Keep this one first')}
        onClick={() => {
          check.beginAnew();
          desk.store.setState({ checkTab: 'concentration' });
        }}
      >
        {words('New check')}
      </button>
    </div>
  );
}

function About() {
  const { check } = useCommands();
  const about = useConductor('checking', state => state.about);
  return (
    <div className="check-about">
      <label className="field">
        <span>{words('Camera')}</span>
        <input
          value={about.device}
          maxLength={200}
          onChange={event => check.setAbout({ device: event.currentTarget.value })}
        />
      </label>
      <label className="field">
        <span>{words('Optics')}</span>
        <input
          value={about.scope}
          maxLength={100}
          onChange={event => check.setAbout({ scope: event.currentTarget.value })}
        />
      </label>
      <label className="field wide">
        <span>{words('Note, nothing of a person')}</span>
        <input
          value={about.note}
          maxLength={1000}
          onChange={event => check.setAbout({ note: event.currentTarget.value })}
        />
      </label>
    </div>
  );
}
