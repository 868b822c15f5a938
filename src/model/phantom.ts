/** The description of a simulated theatre camera and the tissue before it. Seeds lie in `seeds/phantoms`. */

import { transferSchema } from './profile-schema.ts';
import { z } from './schema-rules.ts';

const share = z.number().min(0).max(1);
/** Linear NIR radiance, in units of the radiance that gives white at gain 1. */
const radiance = z.number().min(0).max(4);
/** Positions are shares of the scene's width and height; radii shares of its width. */
const spot = { x: share, y: share, radius: z.number().min(0.005).max(0.5) };

export const phantomSchema = z.object({
  id: z.string().min(1),
  title: z.string().min(1),
  source: z.string().min(1),
  seed: z.number().int().min(0),
  /** Of one channel; the frame holds white light and NIR side by side. Even numbers. */
  widthPx: z.number().int().min(64).max(1920).multipleOf(2),
  heightPx: z.number().int().min(64).max(1080).multipleOf(2),
  fps: z.number().min(1).max(60),
  /** Millimetres a pixel of the scene. */
  mmPerPx: z.number().min(0.01).max(2).default(0.2),
  tissue: z.enum(['muscle bed', 'liver', 'specimen on drape']),
  breathing: z.object({ periodS: z.number().min(0.5).max(20), amplitudePx: z.number().min(0).max(20) }),
  nir: z.object({
    background: radiance,
    nodule: z.object({ ...spot, radiance, edgePx: z.number().min(0.5).max(40) }).nullable(),
    /** A ring whose gap starts at `gapFromDeg`, clockwise from three o'clock. */
    rim: z
      .object({
        ...spot,
        width: z.number().min(0.002).max(0.2),
        radiance,
        gapFromDeg: z.number(),
        gapDeg: z.number().min(0).max(359),
      })
      .nullable(),
    vessel: z
      .object({
        fromX: share,
        fromY: share,
        toX: share,
        toY: share,
        width: z.number().min(0.002).max(0.1),
        radiance,
      })
      .nullable(),
    leak: z.object({ ...spot, radiance }).nullable(),
    /**
     * Dye that arrives: all light has `baseShare` of its radiance until `arrivalS`, rises in a straight line to the whole for `riseS`, then stays
     * or, with `washoutS`, falls towards the base with that time constant. Begins anew every `everyS`. Null: all light all the time.
     */
    bolus: z
      .object({
        baseShare: share,
        arrivalS: z.number().min(0).max(3600),
        riseS: z.number().min(0.1).max(3600),
        washoutS: z.number().min(0.1).max(36_000).nullable(),
        everyS: z.number().min(1).max(36_000),
      })
      .nullable()
      .default(null),
  }),
  camera: z.object({
    transfer: transferSchema,
    /**
     * The mean code with the light off, in 8-bit codes above black. The camera adds it as a pedestal of linear light before
     * its curve, as sensors do: only then does subtracting dark from linear values give the light back.
     */
    blackOffsetCodes: z.number().min(0).max(64),
    /** Loss in the corners, 0 … 1. */
    vignetting: share,
    /** Electrons at white: shot noise is its square root. Null: a camera without any noise, for checks. */
    fullWellElectrons: z.number().min(100).max(1_000_000).nullable(),
    readNoiseElectrons: z.number().min(0).max(500),
    range: z.enum(['limited', 'full']),
    /** The NIR gain creeps towards a bright picture and hunts about it, in steps of a tenth of a decibel. */
    autoGain: z.boolean(),
    /** NIR shifted against white light, in pixels: what lies at (x, y) in white light lies at (x + this, y + this) in NIR. */
    misregistrationPx: z.object({ x: z.number().min(-50).max(50), y: z.number().min(-50).max(50) }),
    /** NIR magnified against white light, about the picture's middle, before that shift. */
    misregistrationScale: z.number().min(1).max(1.2).default(1),
  }),
});

/**
 * What is put before the phantom's camera, for calibration. The chart is fed into its processor, as into a tower, and passes
 * no lens. `uniform`: a fluorescent sheet, or one step of a step target, of this linear radiance. `grid`: dots that are seen
 * in both channels. `wells`: the concentration target with nine wells. `ruler`: a ruler in white light, `mmPerPx` of which the phantom knows.
 */
export type PhantomTarget =
  | { readonly kind: 'tissue' | 'cap' | 'grid' | 'wells' | 'ruler' }
  | { readonly kind: 'chart' }
  | { readonly kind: 'uniform'; readonly radiance: number };

/**
 * What may go wrong with a camera, on purpose: for practice, and for the tests of what the viewer says then. One at a time; in the codes or in
 * the timing of frames, as a real camera would do it.
 */
export const phantomFaults = [
  'late-frames',
  'frozen',
  'repeated-frames',
  'torn-frames',
  'out-of-order',
  'wrong-size',
  'channels-swapped',
  'black',
  'lens-covered',
  'saturated',
  'gain-jump',
  'white-balance-jump',
  'ambient-light',
  'excitation-off',
  'specular-flood',
  'misregistered',
  'out-of-focus',
  'fast-motion',
  'unplugged',
] as const;
export type PhantomFault = (typeof phantomFaults)[number];

export type PhantomSpec = z.infer<typeof phantomSchema>;
