/** Small pictures: the right part, the right colours, and nothing read beside the frame. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openSession } from '#archive/reader.ts';
import { type FrameFormat, packedPlanes, planesIn } from '#model/frame.ts';
import { unknownProfile } from '#model/profile.ts';
import { planesToRgb } from '#model/yuv.ts';
import { smallPicture } from '#workers/feed/replay/small-picture.ts';
import { pictureOf } from '#workers/feed/replay/thumbnails.ts';
import { anyFormat, codesOf, grey, inputsEvent, sessionInMemory, writeSample } from '../archive/samples.ts';
import { id } from './replays.ts';

const frameOf = (format: FrameFormat, seed = 1) => ({
  format,
  planes: planesIn(codesOf(format, seed).buffer, format),
});
const whole = ({ widthPx, heightPx }: FrameFormat) => ({ x: 0, y: 0, width: widthPx, height: heightPx });

test('at its own size every pixel is that of the full conversion, in every format and with every declaration', () => {
  fc.assert(
    fc.property(anyFormat, format => {
      const frame = frameOf(format);
      const rect = whole(format);
      const small = smallPicture(frame, { rect, isGrey: false, profile: unknownProfile }, format.heightPx);
      const rgb = planesToRgb(frame, rect, unknownProfile);
      expect([small.widthPx, small.heightPx]).toEqual([format.widthPx, format.heightPx]);
      const seen = [...small.rgba].filter((_, i) => i % 4 !== 3);
      // Chroma of an odd-sized frame has one sample more than half the picture: nearest may take its neighbour there.
      const isEven = format.widthPx % 2 === 0 && format.heightPx % 2 === 0;
      if (isEven || !['I420', 'NV12'].includes(format.format)) expect(seen).toEqual([...rgb]);
    }),
  );
});

test('each part keeps its place and its colour when it is made small', () => {
  const format: FrameFormat = { ...grey(640, 360), format: 'I420' };
  const frame = { format, planes: planesIn(new ArrayBuffer(packedPlanes(format).totalBytes), format) };
  const [luma, u, v] = frame.planes;
  luma!.samples.fill(16);
  u!.samples.fill(128);
  v!.samples.fill(128);
  // A red square, upper right; grey at the lower left.
  for (let y = 0; y < 180; y++)
    for (let x = 320; x < 640; x++) {
      luma!.samples[y * 640 + x] = 81;
      u!.samples[(y >> 1) * 320 + (x >> 1)] = 90;
      v!.samples[(y >> 1) * 320 + (x >> 1)] = 240;
    }
  const small = smallPicture(frame, { rect: whole(format), isGrey: false, profile: unknownProfile }, 36);
  expect([small.widthPx, small.heightPx]).toEqual([64, 36]);
  const at = (x: number, y: number) => [...small.rgba.slice((y * 64 + x) * 4, (y * 64 + x) * 4 + 4)];
  expect(at(48, 9)).toEqual([254, 0, 0, 255]);
  expect(at(33, 17)[0]).toBe(254);
  expect(at(16, 9)).toEqual([0, 0, 0, 255]);
  expect(at(48, 27)).toEqual([0, 0, 0, 255]);
});

test('whatever part and height are asked for, the picture is whole, opaque and no larger than the part', () => {
  const asked = fc.record({
    format: anyFormat,
    heightPx: fc.oneof(fc.integer({ min: -5, max: 2000 }), fc.constantFrom(Number.NaN, 1e300, 0.2)),
    isGrey: fc.boolean(),
    share: fc.record({ x: fc.nat(1000), y: fc.nat(1000) }),
  });
  fc.assert(
    fc.property(asked, ({ format, heightPx, isGrey, share }) => {
      const x = 2 * Math.floor((share.x / 1001) * Math.ceil(format.widthPx / 2));
      const y = 2 * Math.floor((share.y / 1001) * Math.ceil(format.heightPx / 2));
      const rect = { x, y, width: format.widthPx - x, height: format.heightPx - y };
      const small = smallPicture(frameOf(format), { rect, isGrey, profile: unknownProfile }, heightPx);
      expect(small.heightPx).toBeGreaterThanOrEqual(1);
      expect(small.heightPx).toBeLessThanOrEqual(rect.height);
      expect(small.rgba.length).toBe(small.widthPx * small.heightPx * 4);
      expect(small.rgba.every((code, i) => i % 4 !== 3 || code === 255)).toBe(true);
    }),
  );
});

test('NIR alone is grey: no colour of its chroma is in it', () => {
  const format: FrameFormat = { ...grey(32, 16), format: 'NV12' };
  const { rgba } = smallPicture(
    frameOf(format, 3),
    { rect: whole(format), isGrey: true, profile: unknownProfile },
    8,
  );
  for (let i = 0; i < rgba.length; i += 4) {
    expect(rgba[i]).toBe(rgba[i + 1]);
    expect(rgba[i]).toBe(rgba[i + 2]);
  }
});

test('a session’s frame is made small by its index; a frame that is not there is none', async () => {
  const { sessions } = await sessionInMemory(async writer => {
    await writer.writeEvent(inputsEvent(1, -1));
    for (let number = 0; number < 4; number++) await writeSample(writer, { number, format: grey(20, 10) });
  });
  const reader = await openSession(sessions, id);
  const picture = await pictureOf(reader, 2, 10);
  const codes = codesOf(grey(20, 10), 2);
  expect(picture).toMatchObject({ widthPx: 20, heightPx: 10 });
  expect([...picture!.rgba].filter((_, i) => i % 4 === 0)).toEqual([...codes]);
  expect(await pictureOf(reader, 4, 10)).toBeNull();
  expect(await pictureOf(reader, -1, 10)).toBeNull();
});
