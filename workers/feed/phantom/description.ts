/** What a phantom says of itself: its layout, and a profile that knows its camera exactly. */
import type { FeedDescription } from '#model/feed.ts';
import type { Homography } from '#model/geometry.ts';
import type { Layout } from '#model/layout.ts';
import type { PhantomSpec } from '#model/phantom.ts';
import { type Profile, unknownProfile } from '#model/profile.ts';
import { rangeOf } from './camera.ts';

/** White light on the left, NIR on the right, of equal size. */
const phantomLayout: Layout = {
  id: 'phantom',
  name: 'White light | NIR',
  white: { stream: 'main', rect: { x: 0, y: 0, width: 0.5, height: 1 } },
  nir: { stream: 'main', rect: { x: 0.5, y: 0, width: 0.5, height: 1 } },
  displayReferred: false,
  source: 'The phantom itself.',
};

/** Where white light's pixels lie in NIR: scaled about the picture's middle, then shifted. */
export function trueRegistration({ camera, widthPx, heightPx }: PhantomSpec): Homography {
  const { misregistrationPx: shift, misregistrationScale: scale } = camera;
  const fromMiddle = (lengthPx: number) => ((1 - scale) * (lengthPx - 1)) / 2;
  return [scale, 0, 0, 0, scale, 0, fromMiddle(widthPx) + shift.x, fromMiddle(heightPx) + shift.y, 1];
}

/**
 * The calibration of a phantom's camera, as if perfectly measured: curve, dark, registration. Flat field and scale are left
 * to be calibrated.
 */
export function phantomProfile(spec: PhantomSpec): Profile {
  const { camera } = spec;
  return {
    ...unknownProfile,
    id: `phantom-${spec.id}`,
    name: `Camera of “${spec.title}”`,
    range: camera.range,
    matrix: 'bt709',
    transfer: camera.transfer,
    darkCodes: rangeOf(spec).black + camera.blackOffsetCodes,
    registration: trueRegistration(spec),
  };
}

/** The description of a phantom's feed. */
export function describePhantom(spec: PhantomSpec): FeedDescription {
  return {
    kind: 'phantom',
    name: spec.title,
    nominalFps: spec.fps,
    layout: phantomLayout,
    profile: phantomProfile(spec),
    live: true,
    streams: 1,
  };
}
