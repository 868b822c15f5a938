/** What packing is done with; handed down, so that it can be tested without a browser. */
import type { Checksum } from '#archive/checksum.ts';
import type { VideoCodec } from '#archive/video/video.ts';

export type PackTools = {
  readonly codec: VideoCodec;
  readonly checksum: Checksum;
  /** Called between pictures (`Pace.step`): waits where the machine is needed elsewhere, and rejects with an `AbortError` to stop. */
  step(settled?: () => Promise<void>): Promise<void>;
};
