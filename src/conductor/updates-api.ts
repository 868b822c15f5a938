/** What the UI sees of the build it runs as, of one that is ready, and of what is kept on this device. */

/** Why this window may not be loaded anew now. */
export type InUse = 'camera' | 'recording' | 'replay' | 'calibration' | 'check' | 'transfer' | 'display';

export type UpdatesState = {
  /** `0.1.0+<build>`. */
  readonly version: string;
  /** The app starts without a network: a whole build lies on this device. */
  readonly isOffline: boolean;
  /** A newer build that lies here whole; null: none. */
  readonly ready: string | null;
  /** What this window is in use for; null: it may be loaded anew. */
  readonly inUse: InUse | null;
  /** The last wish was refused, because another window was in use or a file open. */
  readonly isRefused: boolean;
};

export type UpdatesCommands = {
  /** Takes the build that is ready: every window is loaded anew. Nothing while any is in use. */
  takeUpdate(): Promise<void>;
  /** Deletes stills, recordings, profiles, settings and the app's own files on this device. Nothing while any window is in use. */
  deleteEverything(): Promise<void>;
};
