/** Every fault that is in the codes of a single frame, by name. Those that are in the timing lie in `timing.ts`. */
import type { PhantomFault, PhantomSpec } from '#model/phantom.ts';
import { addAmbientLight, darkenNir, jumpGain, saturate } from './nir-light.ts';
import type { Spoil } from './planes.ts';
import { defocus, misregister, swapChannels, sweepScene } from './shape.ts';
import { blacken, coverLens, floodWithGlare, jumpWhiteBalance } from './white-light.ts';

/** Makes what spoils frames of a phantom; what it needs of tables is made here, once. */
export const spoils: Readonly<Partial<Record<PhantomFault, (spec: PhantomSpec) => Spoil>>> = {
  'channels-swapped': swapChannels,
  black: blacken,
  'lens-covered': coverLens,
  saturated: saturate,
  'gain-jump': jumpGain,
  'white-balance-jump': jumpWhiteBalance,
  'ambient-light': addAmbientLight,
  'excitation-off': darkenNir,
  'specular-flood': floodWithGlare,
  misregistered: misregister,
  'out-of-focus': defocus,
  'fast-motion': sweepScene,
};
