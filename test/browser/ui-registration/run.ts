/** A calibration run in the registration or scale step, with pictures whose truth is known, over the fake conductor. */
import type { CalibrationRun, ChannelPictures, Picture, StepName } from '#model/calibration.ts';
import { beginRun } from '#model/calibration-run.ts';
import { fitRegistration } from '#model/fit/registration-fit.ts';
import { fitScale } from '#model/fit/scale-fit.ts';
import { type Homography, inverse, mapPoint, type Point } from '#model/geometry.ts';
import { unknownProfile } from '#model/profile.ts';
import type { FakeConductor } from '#test/support/fake-conductor.ts';

const size = { widthPx: 640, heightPx: 480 };

/** White light to NIR: a small turn, a shift and a little perspective. */
export const truth: Homography = [1.01, 0.02, 1e-5, -0.015, 0.99, -2e-5, 9, -6, 1];

/** Centres of dots in white light. */
export const dots: readonly Point[] = [0, 1, 2, 3].flatMap(row =>
  [0, 1, 2, 3, 4].map(column => ({ x: 80 + 120 * column, y: 75 + 110 * row })),
);

function painted(shadeAt: (x: number, y: number) => readonly [number, number, number]): Picture {
  const rgba = new Uint8ClampedArray(size.widthPx * size.heightPx * 4);
  for (let y = 0, i = 0; y < size.heightPx; y++)
    for (let x = 0; x < size.widthPx; x++, i += 4) rgba.set([...shadeAt(x, y), 255], i);
  return { ...size, rgba };
}

/** 0 … 1 at a point of the white-light plane: soft dots of about 6 px. */
const dotAt = ({ x, y }: Point): number =>
  dots.reduce((most, dot) => Math.max(most, Math.exp(-((dot.x - x) ** 2 + (dot.y - y) ** 2) / 40)), 0);

function madePictures(): ChannelPictures {
  const back = inverse(truth);
  const white = painted((x, y) => {
    const dot = dotAt({ x, y });
    const ground = 90 + 25 * Math.sin(x / 60) * Math.cos(y / 45);
    return [ground + 60 - 120 * dot, ground - 30 * dot, ground * 0.8 - 20 * dot];
  });
  const nir = painted((x, y) => {
    const shade = 30 + 190 * dotAt(mapPoint(back, { x, y }));
    return [shade, shade, shade];
  });
  return { white, nir };
}

/** Puts a run in this step; pairs and marks are fitted as the real house fits them. */
export function calibrating(step: StepName, change: Partial<CalibrationRun> = {}) {
  return ({ stores }: FakeConductor): void => {
    const fresh = beginRun(unknownProfile, [], { isOther: false, hasWhite: true, hasNir: true });
    stores.calibrating.setState({ run: { ...fresh, step, pictures: madePictures(), ...change } });
    stores.calibrating.subscribe(({ run }, { run: before }) => {
      if (run && run.pairs !== before?.pairs) {
        const fit = run.pairs.length < 4 ? null : fitRegistration(run.pairs, size, false);
        const registration = fit && 'model' in fit ? fit : null;
        stores.calibrating.setState({ run: { ...run, registration, refined: null } });
      }
      if (run && run.marks !== before?.marks) {
        const fit = run.marks.length === 0 ? null : fitScale(run.marks);
        const isRefused = fit !== null && 'severity' in fit;
        stores.calibrating.setState({
          run: { ...run, scale: isRefused ? null : fit },
          refused: isRefused
            ? { id: fit.id, severity: 'caution', text: fit.words, tip: 'Nothing was changed.' }
            : null,
        });
      }
    });
  };
}
