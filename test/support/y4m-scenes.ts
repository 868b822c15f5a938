/** Scenes for the fake camera, with something to see in the white half: an even dim grey is what a covered lens sends. */
import { discsLuma, greyPicture, writeY4m } from './y4m.ts';

const size = { widthPx: 960, heightPx: 360 };

/** White light | NIR of 480 × 360 each: three discs, one that glows at (240, 180). In white light frames differ where it `isMoving`; else the source counts as frozen. */
export function discsVideo(file: string, isMoving = true): void {
  writeY4m(file, {
    picture: greyPicture(
      size,
      discsLuma(size, 60, [
        ...[90, 250, 410].map(x => ({ x, y: 180, radiusPx: 60, code: 190 })),
        { x: 720, y: 180, radiusPx: 60, code: 150 },
      ]),
    ),
    range: 'limited',
    fps: 15,
    frames: 5,
    changing: { x: 0, y: 0, width: isMoving ? 480 : 0, height: isMoving ? 360 : 0 },
  });
}
