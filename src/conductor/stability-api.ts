/** What the screen sees of the stability log: how steadily the picture came. */
import type { StabilityRow } from '#model/stability/row.ts';

export type StabilityState = {
  /** Whose: the live picture's since its source was opened, the recording's that is under way, the open session's; nobody's. */
  readonly of: 'nothing' | 'live' | 'recording' | 'session';
  readonly sessionId: string | null;
  /** In the order of their time. Of a live picture the last day. */
  readonly rows: readonly StabilityRow[];
  /** The last row still goes on. */
  readonly isGoingOn: boolean;
  /** Rows of the session that could not be read, and are left out. */
  readonly refused: number;
  /** The session's rows are not all here yet. */
  readonly isReading: boolean;
};

export type StabilityCommands = {
  /** Reads what the open session kept, once; does nothing where none is open. */
  read(): Promise<void>;
};
