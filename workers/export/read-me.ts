/** The text that travels with saved stills. */
import { madeWithLine } from '#model/made-with.ts';
import { notice, type Still } from '#model/still.ts';

/** What lies in the ZIP and what its numbers mean, for somebody who has never seen the viewer. `madeWith`: as `madeWithOf` says it. */
export function readMe(stills: readonly Still[], madeWith: string): string {
  const definitions = new Map(stills.flatMap(still => Object.entries(still.definitions)));
  return `Stills kept with Rimlight, a viewer for near-infrared (NIR) fluorescence.

${notice}

${madeWithLine(madeWith)} Each still.json says which build took it.

One folder for each still, named by a random identifier (${stills.length} in this archive):

composite.png    the picture as it was seen, with regions, legend, numbers and annotations
white-light.png  white light from the camera's codes, without overlay, at its own resolution, 8-bit RGB;
                 each chroma sample stands for its 2 x 2 block (nearest)
nir-linear.png   NIR as linear light above dark, 16-bit grey. For a value v:
                   linear = low + v / 65535 * (high - low)
                 low and high are in still.json under nirLinearScale and in the PNG's text.
                 1 is the light that gives white; values below dark are negative. cutPx counts
                 pixels that the scale could not hold.
nir-linear.tif   the same numbers as a 16-bit grey TIFF; scale, units and, where a scale was measured, the
                 size of a pixel are in its tags and description (ImageJ and Fiji apply them)
nir-codes.png    NIR codes exactly as the camera sent them, 8-bit grey, or 16-bit grey holding the
                 unstretched codes of a deeper camera
annotations.svg  what was drawn on the still, as a drawing in scene pixels that fits over
                 white-light.png; lengths and areas with their uncertainty (k = 2)
still.json       everything: regions, numbers, definitions, display settings, camera profile, study
                 protocol, frame number and times (seconds since 1970-01-01 UTC)

A file is absent where the feed had no such channel, or nothing was drawn. Regions are in scene pixels (pixels of white
light; of NIR where there is no white light); an integer coordinate is a pixel's centre. Numbers
under a profile without a known transfer curve and a measured dark are relative, not calibrated.

Definitions

${[...definitions].map(([key, words]) => `${key}: ${words}`).join('\n')}
`;
}
