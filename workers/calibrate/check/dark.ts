/** Dark noise, lens capped: the reading of dark, told as figures of a check. */
import { type CheckWithheld, checkWithheld, type DarkResult } from '#model/check.ts';
import type { MeasuredFrame } from '../../nir-codes.ts';
import type { Reading } from '../api.ts';
import { createDarkReader } from '../fields/dark.ts';

/** What a profile can live with and noise cannot be read through. */
const hidden = [
  ['dark-one-picture', 'frozen'],
  ['dark-cut-off', 'clipped'],
] as const;

export type CheckDarkReader = {
  /** Throws a `ProblemError` where the frame cannot be read. */
  add(frame: MeasuredFrame): void;
  /** Throws a `ProblemError` where fewer than two frames came. */
  finish(): DarkResult | CheckWithheld;
};

export function createCheckDarkReader(reading: Reading): CheckDarkReader {
  const dark = createDarkReader(reading);
  let bitDepth = 8;
  return {
    add(frame) {
      const nir = reading.layout.nir?.stream === 'second' ? frame.second : frame.main;
      bitDepth = nir?.format.bitDepth ?? bitDepth;
      dark.add(frame);
    },
    finish() {
      const { frames, darkCodes, darkSdCodes, noiseCodes, structureCodes, findings } = dark.finish();
      const stop = findings.find(({ severity }) => severity === 'stop');
      if (stop) return checkWithheld('not-dark', stop.words);
      for (const [id, reason] of hidden) {
        const finding = findings.find(found => found.id === id);
        if (finding) return checkWithheld(reason, finding.words);
      }
      return {
        frames,
        bitDepth,
        meanCodes: { value: darkCodes, sd: darkSdCodes },
        temporalSdCodes: noiseCodes,
        fixedPatternSdCodes: structureCodes,
      };
    },
  };
}
