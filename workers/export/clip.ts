/**
 * A clip: pictures as stills are painted, with a strip under them, encoded one by one. Holds the encoder and the file in memory
 * until it is finished or dropped; whoever began it does either.
 */
import {
  BufferTarget,
  CanvasSource,
  getFirstEncodableVideoCodec,
  Mp4OutputFormat,
  Output,
  WebMOutputFormat,
} from 'mediabunny';
import { noShapes } from '#model/analysis.ts';
import { sceneSize } from '#model/layout.ts';
import { madeWithLine } from '#model/made-with.ts';
import { ProblemError } from '#model/problem.ts';
import { notice } from '#model/still.ts';
import { type ClipClock, clipStripHeightPx, paintClipStrip } from '#overlay/clip-strip.ts';
import type { StillOrder } from './api.ts';
import { contextOf, paintSeen } from './composite.ts';

/** Bits a second for a picture of a million pixels: fine lines and small words stay sharp. */
const bitrateOf = (pixels: number): number => Math.round(Math.min(40e6, Math.max(4e6, pixels * 8)));
/** A player goes to any second of the clip without waiting. */
const keyFrameEveryS = 1;

export type Clip = {
  /** The next picture, shown for `durationS`. `order.picture` is closed. */
  add(order: StillOrder, clock: ClipClock, durationS: number): Promise<void>;
  finish(): Promise<Blob>;
  /** Throws away what was made. */
  drop(): Promise<void>;
};

export function createClip(): Clip {
  let canvas: OffscreenCanvas | null = null;
  let source: CanvasSource | null = null;
  let output: Output<Mp4OutputFormat | WebMOutputFormat, BufferTarget> | null = null;
  let atS = 0;

  const begin = async (widthPx: number, heightPx: number, madeWith: string): Promise<void> => {
    const size = { width: widthPx, height: heightPx };
    const bitrate = bitrateOf(widthPx * heightPx);
    const codec = await getFirstEncodableVideoCodec(['avc', 'vp9', 'vp8'], { ...size, bitrate });
    if (!codec) throw new ProblemError(noEncoder);
    canvas = new OffscreenCanvas(widthPx, heightPx);
    source = new CanvasSource(canvas, { codec, bitrate, keyFrameInterval: keyFrameEveryS });
    output = new Output({
      format: codec === 'avc' ? new Mp4OutputFormat() : new WebMOutputFormat(),
      target: new BufferTarget(),
    });
    output.addVideoTrack(source);
    output.setMetadataTags({ comment: `${madeWithLine(madeWith)} ${notice}` });
    await output.start();
  };

  return {
    async add(order, clock, durationS) {
      const { still, picture } = order;
      try {
        const scene = sceneSize(still.inputs.layout, {
          main: order.main.format,
          ...(order.second && { second: order.second.format }),
        });
        if (!scene) throw new ProblemError(nothingToShow);
        const unitPx = order.unitPx ?? 1;
        const shown = { widthPx: picture.width, heightPx: picture.height };
        const stripPx = clipStripHeightPx(shown, unitPx);
        if (!canvas)
          await begin(even(shown.widthPx), even(shown.heightPx) + stripPx, still.madeWith ?? 'Rimlight');
        const context = contextOf(canvas!);
        context.fillStyle = '#000';
        context.fillRect(0, 0, canvas!.width, canvas!.height);
        const paint = {
          scene,
          unitPx,
          anchors: [...(order.anchors ?? [])],
          shapes: order.shapes ?? noShapes,
          isFrozen: false,
        };
        context.drawImage(paintSeen(picture, still, paint), 0, 0);
        paintClipStrip(
          context,
          { still, clock, canvas: shown, unitPx },
          { x: 0, y: canvas!.height - stripPx, width: canvas!.width, height: stripPx },
        );
        await source!.add(atS, durationS);
        atS += durationS;
      } finally {
        picture.close();
      }
    },
    async finish() {
      if (!output) throw new ProblemError(nothingToShow);
      await output.finalize();
      const { buffer } = output.target;
      if (!buffer) throw new ProblemError(nothingToShow);
      return new Blob([buffer], { type: output.format.mimeType });
    },
    async drop() {
      await output?.cancel();
    },
  };
}

const even = (px: number): number => 2 * Math.ceil(px / 2);

const noEncoder = {
  id: 'clip-no-encoder',
  severity: 'caution',
  text: 'This browser cannot write a video of this size.',
  tip: 'Make the window smaller, or use a current Chrome or Edge.',
} as const;

const nothingToShow = {
  id: 'clip-empty',
  severity: 'caution',
  text: 'The range holds no picture.',
  tip: 'Choose another range.',
} as const;
