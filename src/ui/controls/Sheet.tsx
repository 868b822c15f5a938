/** A native dialog at the side of the screen; Esc, the cross and a press beside it close it. */

import { type ReactNode, useLayoutEffect, useRef } from 'react';
import { words } from '#words/words.ts';
import { UndoLine } from '../hands/UndoLine.tsx';
import { useHouse } from '../house.ts';
import { Icon } from './Icon.tsx';

export function Sheet({
  title,
  wide = false,
  children,
}: {
  readonly title: string;
  readonly wide?: boolean;
  readonly children: ReactNode;
}) {
  const { desk } = useHouse();
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  // Closed while it still stands in the page: only then the focus goes back to where it came from.
  useLayoutEffect(() => {
    const element = dialog.current;
    if (element && !element.open) element.showModal();
    heading.current?.focus();
    return () => element?.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      className={wide ? 'sheet wide' : 'sheet'}
      aria-label={title}
      onCancel={() => desk.close()}
      onPointerDown={event => {
        if (event.target === dialog.current) desk.close();
      }}
    >
      <div className="sheet-head">
        <h2 ref={heading} tabIndex={-1}>
          {title}
        </h2>
        <button type="button" className="plain" aria-label={words('Close')} onClick={() => desk.close()}>
          <Icon name="close" />
        </button>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keys. */}
      <section className="sheet-body" aria-label={title} tabIndex={0}>
        {children}
        <UndoLine />
      </section>
    </dialog>
  );
}
