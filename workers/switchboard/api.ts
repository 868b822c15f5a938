/**
 * What windows tell the switchboard, a shared worker that introduces theatre displays to their console. The windows live in processes of
 * their own, so that one that is busy or crashes does not take the other with it; a port is all that they share.
 */

/** Said every second; a window that was not heard for `goneAfterS` is gone. */
export type SwitchboardHello =
  | { readonly type: 'hello'; readonly role: 'console'; readonly id: string }
  /** `consoleId`: the one that opened it. It is given to another only while that one is gone. */
  | { readonly type: 'hello'; readonly role: 'theatre'; readonly id: string; readonly consoleId: string }
  | { readonly type: 'bye' };

export type SwitchboardNews =
  /** Answers each hello. */
  | { readonly type: 'heard' }
  /** To the console: a display, and the console's ends of its ports. The one that had this id before is gone. */
  | {
      readonly type: 'theatre';
      readonly id: string;
      readonly pictures: MessagePort;
      readonly facts: MessagePort;
    }
  /** To the display: the other ends. */
  | { readonly type: 'console'; readonly pictures: MessagePort; readonly facts: MessagePort };
