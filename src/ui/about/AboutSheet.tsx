/** Which build this is, whether it starts without a network, what it keeps on this device, and how to take all of it away. */
import { notice } from '#model/still.ts';
import { words } from '#words/words.ts';
import { Sheet } from '../controls/Sheet.tsx';
import { useCommands, useConductor } from '../house.ts';
import { LanguageChoice } from '../language/LanguageChoice.tsx';
import { HoldButton } from './HoldButton.tsx';
import { inUseWords } from './in-use-words.ts';
import { Licences } from './Licences.tsx';
import './about.css';

export function AboutSheet() {
  const { takeUpdate, deleteEverything } = useCommands().updates;
  const { version, isOffline, ready, inUse, isRefused } = useConductor('updates', updates => updates);
  const stills = useConductor('library', library => library.stills.length);
  const sessions = useConductor('sessions', state => state.sessions.length);
  return (
    <Sheet title={words('About')}>
      <div className="about">
        <p>
          Rimlight <strong className="build">{version}</strong>
        </p>
        <p>{words(notice)}</p>
        <LanguageChoice />
        <p>
          {isOffline
            ? words('Starts without a network: this version lies on this device.')
            : words('Not kept on this device yet: the next start needs the network.')}
        </p>
        {ready !== null && (
          <section>
            <h3>{words('New version')}</h3>
            <p>
              {words('Build {build} is ready. Nothing changes before you take it.', { build: ready })}
              {inUse !== null && ` ${inUseWords(inUse)}`}
            </p>
            <button type="button" disabled={inUse !== null} onClick={() => void takeUpdate()}>
              {words('Take it now')}
            </button>
          </section>
        )}
        <Licences />
        <section>
          <h3>{words('What lies on this device')}</h3>
          <p>
            {words(
              '{stills}, {recordings}, calibration profiles, reports of checks, readings, settings and the case typed last, in this browser’s own storage. It is not encrypted beyond what this machine does.',
              {
                stills: words(stills === 1 ? '{count} still' : '{count} stills', { count: stills }),
                recordings: words(sessions === 1 ? '{count} recording' : '{count} recordings', {
                  count: sessions,
                }),
              },
            )}
          </p>
          <p>{words('Deleting cannot be undone. Export what is to be kept first.')}</p>
          <HoldButton disabled={inUse !== null} onHeld={() => void deleteEverything()}>
            {words('Hold two seconds: delete everything on this device')}
          </HoldButton>
          {inUse !== null && <p>{inUseWords(inUse)}</p>}
          {isRefused && (
            <p role="alert">
              {words(
                'Another window is in use, or a file is open. Close other windows of this app, then try again.',
              )}
            </p>
          )}
        </section>
      </div>
    </Sheet>
  );
}
