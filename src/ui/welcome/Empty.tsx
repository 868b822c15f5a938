/** A place with nothing in it: drawn, said, and what to do next as buttons (`children`). */
import type { ReactNode } from 'react';
import { Drawing, type DrawingName } from './Drawing.tsx';
import './empty.css';

export function Empty({
  drawing,
  says,
  next,
  children,
}: {
  readonly drawing: DrawingName;
  /** What is so, in the language of the screen. */
  readonly says: string;
  /** What to do about it. */
  readonly next: string;
  readonly children?: ReactNode;
}) {
  return (
    <div className="empty">
      <Drawing name={drawing} />
      <div className="stack">
        <p>
          <strong>{says}</strong>
        </p>
        <p className="soft">{next}</p>
        {children && <div className="row">{children}</div>}
      </div>
    </div>
  );
}
