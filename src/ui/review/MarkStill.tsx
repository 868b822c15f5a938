/** The still behind a mark, where it is a part of the session: in small, and large when it is pressed. Otherwise nothing. */

import { useEffect, useRef, useState } from 'react';
import { words } from '#words/words.ts';
import { useCommands } from '../house.ts';

export function MarkStill({
  sessionId,
  stillId,
  moment,
}: {
  readonly sessionId: string;
  readonly stillId: string;
  /** When it was taken, in words. */
  readonly moment: string;
}) {
  const url = useSessionStill(sessionId, stillId);
  const large = useRef<HTMLDialogElement>(null);
  if (url === null) return null;
  return (
    <>
      <button
        type="button"
        className="mark-still"
        // The focus goes into the dialog, whose keys are its own, and must stay there for Escape to close it.
        data-keeps-focus
        aria-label={words('Show the still of {moment}', { moment })}
        onClick={() => large.current?.showModal()}
      >
        <img src={url} alt="" loading="lazy" />
      </button>
      <dialog ref={large} className="mark-still-large" aria-label={words('Still of {moment}', { moment })}>
        <img
          src={url}
          alt={words('As it was kept: picture, overlay and numbers of {moment}', { moment })}
          loading="lazy"
        />
        <button type="button" onClick={() => large.current?.close()}>
          {words('Close')}
        </button>
      </dialog>
    </>
  );
}

/** An object URL, revoked when it is no longer shown; null while it loads, or where the session holds no such still. */
function useSessionStill(sessionId: string, stillId: string): string | null {
  const { sessionStill } = useCommands();
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => {
    let isWanted = true;
    let mine: string | null = null;
    setUrl(null);
    void sessionStill(sessionId, stillId).then(made => {
      if (!isWanted) {
        if (made) URL.revokeObjectURL(made);
        return;
      }
      mine = made;
      setUrl(made);
    });
    return () => {
      isWanted = false;
      if (mine) URL.revokeObjectURL(mine);
    };
  }, [sessionId, stillId, sessionStill]);
  return url;
}
