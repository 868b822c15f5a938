/** The motion of the tissue in a frame, against the key frame that its inputs name. Holds the key frames that the page provided. */
import { channelRectPx, type Layout, type StreamSizes, sceneSize } from '#model/layout.ts';
import type { MeasurementInputs } from '#model/measurement.ts';
import type { KeyFrame, MotionReading } from '#model/motion.ts';
import { createCodesReader, type MeasuredFrame } from '../nir-codes.ts';
import { createPictureReducer, keyFrameOf } from './motion/key-picture.ts';
import { createFollower } from './motion/register.ts';

export type TissueFollower = {
  /** Replaces what was there. */
  put(keyFrames: readonly KeyFrame[]): void;
  /** A key frame of `frame`; null where the layout has no picture in it. */
  take(frame: MeasuredFrame, layout: Layout): KeyFrame | null;
  /** Null: the inputs follow nothing. */
  read(frame: MeasuredFrame, inputs: MeasurementInputs): MotionReading | null;
};

/** `wasm` null: the twin in plain TypeScript. */
export function createTissueFollower(wasm: Uint8Array<ArrayBuffer> | null): TissueFollower {
  const follower = createFollower(wasm);
  const reduced = createPictureReducer(wasm);
  const readCodes = createCodesReader();
  let keyFrames: readonly KeyFrame[] = [];

  const pictureOf = (frame: MeasuredFrame, layout: Layout) => {
    const sizes: StreamSizes = {
      main: frame.main.format,
      ...(frame.second && { second: frame.second.format }),
    };
    const channel = layout.white ?? layout.nir;
    const rect = channelRectPx(channel, sizes);
    const scene = sceneSize(layout, sizes);
    const carrier = channel?.stream === 'second' ? frame.second : frame.main;
    return rect && scene && carrier ? { codes: readCodes(carrier, rect), scene } : null;
  };

  return {
    put(provided) {
      keyFrames = provided;
    },
    take(frame, layout) {
      const picture = pictureOf(frame, layout);
      return picture && keyFrameOf(picture.codes, picture.scene);
    },
    read(frame, { keyFrame: hash, motionModel = 'rigid', layout }) {
      if (hash === null) return null;
      const keyFrame = keyFrames.find(candidate => candidate.hash === hash);
      if (!keyFrame) return { kind: 'lost', detail: 'the key frame is not there' };
      const picture = pictureOf(frame, layout);
      if (!picture) return { kind: 'lost', detail: 'no picture to follow in this frame' };
      const { widthPx, heightPx } = picture.scene;
      if (widthPx !== keyFrame.sceneWidthPx || heightPx !== keyFrame.sceneHeightPx)
        return { kind: 'lost', detail: 'the picture has another size than the key frame' };
      return follower.follow(keyFrame, reduced(picture.codes, picture.scene), motionModel);
    },
  };
}
