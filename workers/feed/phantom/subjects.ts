/** What can stand before the phantom's lens. To add a target: its name in `PhantomTarget`, its line here. */
import type { PhantomSpec, PhantomTarget } from '#model/phantom.ts';
import { radianceScale } from './camera.ts';
import { createGrid } from './grid.ts';
import { createRadiance } from './radiance.ts';
import { createRuler } from './ruler.ts';
import type { Painter, Subject } from './surface.ts';
import { createPainter } from './tissue.ts';
import { radianceTexture } from './truth.ts';
import { createWells } from './wells.ts';
import { createWhiteLight, type WhiteLightTexture } from './white-light.ts';

/** A subject ready to be seen: textures with the margin of `marginPx`. */
export type SubjectTextures = {
  readonly white: WhiteLightTexture;
  /** In parts of `radianceScale`. */
  readonly radiance: Uint16Array;
  readonly radianceWidthPx: number;
};

/** What passes the lens; the chart is fed in behind it. */
export type SeenTarget = Exclude<PhantomTarget, { kind: 'chart' }>;

function subjectOf(spec: PhantomSpec, target: SeenTarget): Subject {
  switch (target.kind) {
    case 'tissue':
      return { paint: createPainter(spec), radianceAt: createRadiance(spec) };
    case 'cap':
      return { paint: plain(0), radianceAt: () => 0 };
    case 'uniform':
      return { paint: plain(0.35), radianceAt: () => target.radiance };
    case 'grid':
      return createGrid(spec);
    case 'wells':
      return createWells(spec);
    case 'ruler':
      return createRuler(spec);
  }
}

/** A grey, dull sheet that fills the view. */
const plain =
  (reflectance: number): Painter =>
  (_u, _v, into) => {
    into.red = reflectance;
    into.green = reflectance;
    into.blue = reflectance;
    into.height = 0;
    into.gloss = 0;
  };

/** Paints a target: a few tenths of a second at the default size. */
export function paintSubject(spec: PhantomSpec, target: SeenTarget): SubjectTextures {
  const { paint, radianceAt } = subjectOf(spec, target);
  const { linear, widthPx } = radianceTexture(spec, radianceAt);
  const radiance = Uint16Array.from(linear, light => Math.min(65_535, Math.round(light * radianceScale)));
  return { white: createWhiteLight(spec, paint), radiance, radianceWidthPx: widthPx };
}
