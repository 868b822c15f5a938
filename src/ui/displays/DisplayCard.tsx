/** One theatre display: what it says of itself, and what it is to show. */
import type { TheatreDisplay } from '#conductor/displays-api.ts';
import { defaultView, type Mode, modes } from '#model/display.ts';
import { type TheatreNumber, type TheatreReport, theatreNumbers } from '#model/theatre.ts';
import { words } from '#words/words.ts';
import { Choice } from '../controls/Choice.tsx';
import { modeNames } from '../controls/mode-names.ts';
import { useHouse } from '../house.ts';

const asConsole = 'as-console';

const numberNames = {
  tbr: 'TBR',
  cnr: 'CNR',
  margin: 'Edge to signal',
  background: 'TBR over backgrounds',
  'since-injection': 'Since injection',
  recording: 'Recording',
} as const satisfies Record<TheatreNumber, string>;

const stateWords = {
  waiting: 'waiting for a frame',
  live: 'live',
  late: 'late',
  'no-signal': 'NO SIGNAL',
  identical: 'IDENTICAL FRAMES',
  frozen: 'FROZEN',
  still: 'still picture',
  'no-console': 'WAITING FOR THE CONSOLE',
  'console-lost': 'CONSOLE LOST',
} as const satisfies Record<TheatreReport['state'], string>;

export function DisplayCard({
  display,
  number,
}: {
  readonly display: TheatreDisplay;
  readonly number: number;
}) {
  const { displays } = useHouse().conductor.commands;
  const { id, settings, report, isGone } = display;
  const name = words('Display {number}', { number });
  const view = settings.view ?? defaultView;
  const setView = (change: Partial<typeof view>) => displays.setTheatre(id, { view: { ...view, ...change } });
  const choose = (key: TheatreNumber, isChosen: boolean) =>
    displays.setTheatre(id, {
      numbers: isChosen ? [...settings.numbers, key] : settings.numbers.filter(each => each !== key),
    });
  return (
    <section className="display-card" aria-label={name} data-gone={isGone}>
      <h3>
        {name}
        {report?.screen && ` · ${report.screen}`}
      </h3>
      <p>
        {isGone ? (
          <strong className="stop">{words('gone')}</strong>
        ) : report ? (
          <ReportLine report={report} />
        ) : (
          words('connecting')
        )}
      </p>
      {isGone ? (
        <button type="button" onClick={() => displays.forget(id)}>
          {words('Forget it')}
        </button>
      ) : (
        <>
          <div className="columns">
            <Choice<Mode | typeof asConsole>
              label={words('Picture')}
              value={settings.mode ?? asConsole}
              options={[
                [asConsole, words('as on the console')],
                ...modes.map(mode => [mode, words(modeNames[mode][1])] as const),
              ]}
              onChange={mode => displays.setTheatre(id, { mode: mode === asConsole ? null : mode })}
            />
            <Choice
              label={words('Zoom and turn')}
              value={settings.view ? 'own' : asConsole}
              options={[
                [asConsole, words('as on the console')],
                ['own', words('its own')],
              ]}
              onChange={which => displays.setTheatre(id, { view: which === 'own' ? defaultView : null })}
            />
          </div>
          {settings.view && (
            <div className="row">
              <button type="button" onClick={() => setView({ zoom: Math.max(1, view.zoom / 1.25) })}>
                {words('Zoom out')}
              </button>
              <button type="button" onClick={() => setView({ zoom: Math.min(32, view.zoom * 1.25) })}>
                {words('Zoom in')}
              </button>
              <button type="button" aria-pressed={view.flipX} onClick={() => setView({ flipX: !view.flipX })}>
                {words('Mirror')}
              </button>
              <button type="button" onClick={() => setView({ quarterTurns: (view.quarterTurns + 1) % 4 })}>
                {words('Turn by 90°')}
              </button>
            </div>
          )}
          <fieldset className="row">
            <legend>{words('Numbers')}</legend>
            {theatreNumbers.map(key => (
              <button
                key={key}
                type="button"
                aria-pressed={settings.numbers.includes(key)}
                onClick={() => choose(key, !settings.numbers.includes(key))}
              >
                {words(numberNames[key])}
              </button>
            ))}
          </fieldset>
          <div className="row">
            <button
              type="button"
              aria-pressed={settings.showsMarks}
              onClick={() => displays.setTheatre(id, { showsMarks: !settings.showsMarks })}
            >
              {words('Regions and margins')}
            </button>
            <button
              type="button"
              aria-pressed={settings.showsLegend}
              onClick={() => displays.setTheatre(id, { showsLegend: !settings.showsLegend })}
            >
              {words('Legend')}
            </button>
            <button type="button" onClick={() => displays.showPattern(id)}>
              {words('Test pattern')}
            </button>
          </div>
        </>
      )}
    </section>
  );
}

function ReportLine({ report }: { readonly report: TheatreReport }) {
  const { state, widthPx, heightPx, shownFps, isVisible, isFullScreen } = report;
  return (
    <>
      {words(stateWords[state])} · {widthPx} × {heightPx} ·{' '}
      {words('{fps} pictures a second', { fps: Math.round(shownFps) })}
      {!isVisible && <strong className="caution"> · {words('hidden behind another window')}</strong>}
      {isVisible && !isFullScreen && <span className="soft"> · {words('not full screen')}</span>}
    </>
  );
}
