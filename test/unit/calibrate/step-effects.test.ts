import { describe, expect, it } from 'vitest';
import type { FrameFormat } from '#model/frame.ts';
import { type Profile, partNames, unknownProfile } from '#model/profile.ts';
import { stepEffects, tbrOverDark, tbrThroughCurve } from '#model/step-effects.ts';
import { linearTable, linearToSignal } from '#model/transfer.ts';

const format: FrameFormat = {
  format: 'Y16',
  widthPx: 64,
  heightPx: 48,
  bitDepth: 16,
  colour: { fullRange: null, matrix: null, transfer: null, primaries: null },
};
const top = 65_535;

/** A camera of this curve whose dark is `dark` of the light that gives white. */
const camera = (transfer: Profile['transfer'], dark: number): Profile => ({
  ...unknownProfile,
  transfer,
  darkCodes: top * linearToSignal(dark, transfer),
});

const readsAs = (profile: Profile, nonUniformity: number | null = null) =>
  stepEffects(profile, format, nonUniformity).map(effect => effect.readsAs);

describe('The effect of each step on a TBR of 2', () => {
  it('is that of the published table for a display’s gamma of 2.2 and for offsets of 100 % and 10 % of background', () => {
    expect(readsAs(camera({ kind: 'power', gamma: 2.2 }, 0))[0]).toBeCloseTo(1.37, 3);
    expect(readsAs(camera({ kind: 'linear' }, 0.1))[1]).toBeCloseTo(1.5, 3);
    expect(readsAs(camera({ kind: 'linear' }, 0.01))[1]).toBeCloseTo(1.909, 3);
    expect(readsAs(camera({ kind: 'power', gamma: 2.2 }, 0.1))[1]).toBeCloseTo(1.5, 3);
  });

  it('is what the measurement reads when it leaves that step out', () => {
    const profile = camera({ kind: 'srgb' }, 0.02);
    const codeOf = (light: number) => Math.round(top * linearToSignal(light + 0.02, profile.transfer));
    const ratio = (as: Profile) => {
      const table = linearTable(format, as);
      return table[codeOf(0.2)]! / table[codeOf(0.1)]!;
    };
    expect(ratio(profile)).toBeCloseTo(2, 2);
    const [path, dark] = readsAs(profile);
    expect(ratio({ ...profile, transfer: { kind: 'unknown' } })).toBeCloseTo(path!, 3);
    expect(ratio({ ...profile, darkCodes: null })).toBeCloseTo(dark!, 3);
  });

  it('is nothing for a linear camera without an offset, and the words say so', () => {
    const [path, dark] = stepEffects(camera({ kind: 'linear' }, 0), format, 1);
    expect(path!.readsAs).toBe(2);
    expect(path!.words).toContain('nothing changes');
    expect(dark!.readsAs).toBe(2);
  });

  it('of a flat field is that of the darkest place against the brightest', () => {
    expect(readsAs(unknownProfile, 0.5)[2]).toBe(1);
    expect(readsAs(unknownProfile, 1)[2]).toBe(2);
  });

  it('of registration and scale is on no ratio, and the words say what it is on', () => {
    const effects = stepEffects(unknownProfile, format, null);
    expect(effects.map(({ part }) => part)).toEqual(partNames);
    expect(effects[3]).toMatchObject({ part: 'registration', readsAs: null });
    expect(effects[3]!.words).toContain('Moves no ratio');
    expect(effects[4]).toMatchObject({ part: 'scale', readsAs: null });
    expect(effects[4]!.words).toContain('millimetres');
  });

  it('says what was assumed where the camera’s own value is not known', () => {
    const [path, dark, flat] = stepEffects(unknownProfile, format, null);
    expect(path!.readsAs).toBeCloseTo(tbrThroughCurve({ kind: 'power', gamma: 2.2 }, 0), 12);
    expect(path!.words).toContain('not known');
    expect(dark!.readsAs).toBeCloseTo(tbrOverDark(0.01), 12);
    expect(dark!.words).toContain('not known');
    expect(flat!.readsAs).toBe(1);
    expect(flat!.words).toContain('not known');
  });
});
