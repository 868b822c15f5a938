/** The room of one reader: the picture and nothing that could tell of it; mark, confidence, outlines, and on by key. */

import { type KeyboardEvent, type MouseEvent, type Ref, useEffect, useRef } from 'react';
import type { ReadingRun } from '#conductor/reading-api.ts';
import { words } from '#words/words.ts';
import { OutlinedPicture, placeIn, useDecoded } from './OutlinedPicture.tsx';
import { RoomAnswer } from './RoomAnswer.tsx';
import { useReading, useReadingCommands } from './reading-context.ts';
import { meantBy } from './room-keys.ts';
import { useOutlining } from './use-outlining.ts';
import { stepWords } from './words.ts';

const noSize = { widthPx: 1, heightPx: 1 };

export function ReadingRoom() {
  const run = useReading(state => state.run);
  return run && <Room run={run} />;
}

function Room({ run }: { readonly run: ReadingRun }) {
  const commands = useReadingCommands();
  const dialog = useRef<HTMLDialogElement>(null);
  const surface = useRef<HTMLDivElement>(null);
  const svg = useRef<SVGSVGElement>(null);
  const { place, count, answer, isShown, pictureUrl, problem, reader } = run;
  const sizePx = answer.sizePx ?? noSize;
  const outlining = useOutlining(sizePx, commands.addOutline, event => placeIn(svg.current, event));
  useDecoded(pictureUrl, commands.pictureShown, commands.pictureFailed);

  const { letGo } = outlining;
  useEffect(() => {
    const element = dialog.current;
    if (element && !element.open) element.showModal();
    // The browser would give the keys to the first button.
    surface.current?.focus({ preventScroll: true });
    return () => element?.close();
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: at another picture.
  useEffect(() => {
    // A line that was begun belongs to the picture before.
    letGo();
    const focused = document.activeElement;
    if (!(focused instanceof HTMLButtonElement) || !dialog.current?.contains(focused))
      surface.current?.focus({ preventScroll: true });
  }, [place]);

  const next = () => {
    // An open line is part of the answer: closed first, seen, and kept with the next press.
    if (!outlining.close()) void commands.next();
  };
  const undo = () => {
    if (!outlining.takeBack()) commands.removeLastOutline();
  };
  const leave = () => {
    if (outlining.line.length > 0) letGo();
    else void commands.pause();
  };
  const press = (event: KeyboardEvent) => {
    const isOnButton = event.target instanceof HTMLButtonElement;
    if (isOnButton && (event.key === 'Enter' || event.key === ' ')) return;
    if (isShown && event.target === surface.current && outlining.press(event)) {
      event.preventDefault();
      return;
    }
    const meant = meantBy(event);
    if (!meant) return;
    event.preventDefault();
    if (event.repeat) return;
    if (meant.kind === 'mark') commands.setMark(meant.mark);
    else if (meant.kind === 'confidence') commands.setConfidence(meant.confidence);
    else if (meant.kind === 'next') next();
    else if (meant.kind === 'back') void commands.back();
    else if (meant.kind === 'undo') undo();
    else leave();
  };
  /** After a press by hand the keys are the picture's again. */
  const giveKeysBack = (event: MouseEvent) => {
    if (event.detail > 0 && event.target instanceof Element && event.target.closest('button'))
      surface.current?.focus({ preventScroll: true });
  };

  return (
    <dialog
      ref={dialog}
      className="reading-room"
      aria-label={words('Blinded reading')}
      onCancel={event => {
        event.preventDefault();
        leave();
      }}
      onKeyDown={press}
      onClick={giveKeysBack}
    >
      <header>
        <p>
          {words('Reader {reader} · {place}', {
            reader,
            place:
              place < count
                ? words('picture {place} of {count}', { place: place + 1, count })
                : words('{count} pictures', { count }),
          })}
        </p>
        <progress
          max={count}
          value={run.answered}
          aria-label={words('{answered} of {count} answered', { answered: run.answered, count })}
        />
        <button type="button" onClick={() => void commands.pause()}>
          {words('Leave, go on later')} <span className="key">Esc</span>
        </button>
      </header>
      {place < count ? (
        <div
          ref={surface}
          className="reading-surface"
          role="application"
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a picture that is drawn on is an application.
          tabIndex={0}
          aria-label={words('Picture {place} of {count}', { place: place + 1, count })}
          aria-description={words(
            'Press for corners or drag to trace. Arrows carry a cross, Space puts a corner down, Enter closes the line.',
          )}
          {...(isShown ? outlining.hand : {})}
        >
          {pictureUrl && isShown && (
            <OutlinedPicture
              ref={svg}
              url={pictureUrl}
              sizePx={sizePx}
              outlines={answer.outlines}
              line={outlining.line}
              cross={outlining.cross}
            />
          )}
        </div>
      ) : (
        <End ref={surface} count={count} />
      )}
      <RoomAnswer
        run={run}
        isDrawing={outlining.line.length > 0}
        onNext={next}
        onUndo={undo}
        onBack={() => void commands.back()}
      />
      <footer>
        <p role="status">{stepWords(run, outlining.line.length > 0)}</p>
        {problem && (
          <p role="alert" className="caution">
            {words(problem.text)} {words(problem.tip)}
          </p>
        )}
        {problem && !answer.isMissing && (
          <button type="button" onClick={commands.drop}>
            {words('Leave without keeping this answer')}
          </button>
        )}
      </footer>
    </dialog>
  );
}

function End({ ref, count }: { readonly ref: Ref<HTMLDivElement>; readonly count: number }) {
  const { finish } = useReadingCommands();
  return (
    <div ref={ref} className="reading-end" tabIndex={-1}>
      <p>
        {words('All {count} pictures are answered. After Finish the answers do not change any more.', {
          count,
        })}
      </p>
      <button type="button" className="primary" onClick={() => void finish()}>
        {words('Finish')}
      </button>
    </div>
  );
}
