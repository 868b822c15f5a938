import { describe, expect, test } from 'vitest';
import { analysisSettingsSchema, noAnalysis } from '#model/analysis.ts';
import { isAsked, toggled } from '#study/preset-analysis.ts';
import { presets } from '#study/seeds.ts';

describe('every published rule', () => {
  test.each(presets.map(preset => [preset.id, preset] as const))(
    '%s can be switched on and off, or is no rule for analysis',
    (_, preset) => {
      const before = isAsked(preset, noAnalysis);
      if (before === null) {
        expect(['tbr', 'cnr']).toContain(preset.kind);
        return;
      }
      expect(before, 'ships off').toBe(false);
      const on = analysisSettingsSchema.parse({ ...noAnalysis, ...toggled(preset, noAnalysis, true) });
      expect(isAsked(preset, on)).toBe(true);
      const off = analysisSettingsSchema.parse({ ...on, ...toggled(preset, on, false) });
      if (preset.kind !== 'distance') expect(isAsked(preset, off)).toBe(false);
      expect(off.limitsMm.length).toBeGreaterThan(0);
    },
  );

  test('of distance keeps to the four limits there is room for, in order', () => {
    const distance = presets.find(({ kind }) => kind === 'distance')!;
    const full = { ...noAnalysis, limitsMm: [2, 3, 4, 6] };
    const { limitsMm } = toggled(distance, full, true);
    expect(limitsMm).toEqual([1, 2, 3, 4]);
  });
});
