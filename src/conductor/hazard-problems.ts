/** What each hazard that is seen in the picture says, and what to do about it. */
import type { Problem } from '#model/problem.ts';
import type { PictureHazard } from '#model/watch/picture-watch.ts';
import type { PlaceHazard } from '#model/watch/place-watch.ts';

const withheld = { severity: 'stop', withholds: 'numbers' } as const;

export const pictureProblems: Readonly<Record<PictureHazard, Problem>> = {
  'picture-black': {
    ...withheld,
    id: 'picture-black',
    text: 'The picture is black.',
    tip: 'Check the camera head, its light and the cable.',
  },
  'channels-swapped': {
    ...withheld,
    id: 'channels-swapped',
    text: 'NIR and white light seem swapped: colour comes where NIR should be.',
    tip: 'Change the cables about, or choose the other layout.',
  },
  'lens-covered': {
    ...withheld,
    id: 'lens-covered',
    text: 'The lens seems covered.',
    tip: 'Free or wipe the lens.',
  },
  'excitation-off': {
    ...withheld,
    id: 'excitation-off',
    text: 'NIR light went out: excitation may be off.',
    tip: 'Check the excitation light and its safety switch.',
  },
  'field-saturated': {
    ...withheld,
    id: 'field-saturated',
    text: 'Much of the NIR picture is clipped.',
    tip: 'Lower gain or exposure, or go farther away.',
  },
  'specular-flood': {
    ...withheld,
    id: 'specular-flood',
    text: 'Glare covers much of the picture or of a region.',
    tip: 'Dry the field or tilt the camera.',
  },
};

/** Numbers are withheld where a region's light is not what it is called; where only comparisons suffer they stand. */
export function placeProblem(hazard: PlaceHazard): Problem {
  switch (hazard.kind) {
    case 'misregistered': {
      const px = Math.round(hazard.px);
      return hazard.isDistance
        ? {
            id: 'working-distance',
            severity: 'caution',
            text: `Out of working distance: NIR lies about ${px} px beside white light.`,
            tip: 'Go to the distance that registration was measured at, or register again.',
          }
        : {
            id: 'misregistered',
            severity: 'caution',
            text: `NIR lies about ${px} px beside white light.`,
            tip: 'Register again, and draw regions on NIR until then.',
          };
    }
    case 'out-of-focus':
      return {
        id: 'out-of-focus',
        severity: 'caution',
        text: 'The picture lost its focus.',
        tip: 'Focus, or go back to the working distance.',
      };
    case 'motion-too-fast':
      return {
        ...withheld,
        id: 'motion-too-fast',
        text: 'The scene moves too fast to be measured.',
        tip: 'Hold the camera still.',
      };
    case 'background-off-tissue':
      return {
        id: 'background-off-tissue',
        severity: 'caution',
        text: `Background ${hazard.id} seems to lie on no tissue.`,
        tip: 'Move it onto tissue like that about the tumour.',
      };
    case 'region-out-of-frame':
      return {
        id: 'region-out-of-frame',
        severity: hazard.share >= halfOutside ? 'stop' : 'caution',
        text: `Region ${hazard.id} lies partly outside the picture.`,
        tip: 'Move the camera or the region.',
        ...(hazard.share >= halfOutside && { withholds: 'numbers' }),
      };
  }
}

/** A region of which half is not seen is another region. */
const halfOutside = 0.5;

export const whiteBalanceJumped: Problem = {
  id: 'white-balance-jump',
  severity: 'caution',
  text: 'The white balance of the picture changed at once.',
  tip: 'Lock the white balance on the device. Edges found by colour may have moved.',
};
