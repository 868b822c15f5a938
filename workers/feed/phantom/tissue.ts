/** Which painter paints which tissue. To add a tissue: its name in the schema, its painter, its line here. */
import type { PhantomSpec } from '#model/phantom.ts';
import { createLiver } from './liver.ts';
import { createMuscleBed } from './muscle-bed.ts';
import { createSpecimen } from './specimen.ts';
import type { Painter } from './surface.ts';

const painters = {
  'muscle bed': createMuscleBed,
  liver: createLiver,
  'specimen on drape': createSpecimen,
} as const satisfies Record<PhantomSpec['tissue'], (spec: PhantomSpec) => Painter>;

/** The painter of the phantom's tissue. */
export const createPainter = (spec: PhantomSpec): Painter => painters[spec.tissue](spec);
