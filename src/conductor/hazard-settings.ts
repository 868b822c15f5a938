/** What does not fit among the settings: profile and camera, published thresholds and the case. */
import type { AnalysisSettings } from '#model/analysis.ts';
import type { Case } from '#model/case-strip.ts';
import type { Display } from '#model/display.ts';
import type { Problem } from '#model/problem.ts';
import type { ProfileFault } from '#model/profile.ts';
import type { Preset } from '#study/preset.ts';
import { isAsked } from '#study/preset-analysis.ts';
import { presets } from '#study/seeds.ts';
import type { AnalysisState, CaseState, SceneState } from './api.ts';
import type { Problems } from './problems.ts';
import type { Readable } from './readable.ts';

/** Time passes by itself, and parts of a profile expire. */
const lookEveryMs = 30_000;

/** Tells what does not fit, and when it is over. Holds a timer. */
export function watchSettings(parts: {
  readonly problems: Pick<Problems, 'report' | 'over'>;
  readonly scene: Readable<SceneState>;
  readonly analysis: Readable<AnalysisState>;
  readonly caseStore: Readable<CaseState>;
  readonly clockS: () => number;
}): Disposable {
  const { problems, scene, analysis, caseStore, clockS } = parts;
  let told: readonly Problem[] = [];
  const look = (): void => {
    const { faults, display } = scene.getState();
    const now = settingsProblems({
      faults,
      display,
      analysis: analysis.getState().settings,
      case: caseStore.getState().case,
      presets,
      nowS: clockS(),
    });
    for (const { id } of told) if (!now.some(problem => problem.id === id)) problems.over(id);
    // Closed by the user, it stays closed until it is another.
    for (const problem of now)
      if (!told.some(({ id, text }) => id === problem.id && text === problem.text)) problems.report(problem);
    told = now;
  };
  const leave = [scene.subscribe(look), analysis.subscribe(look), caseStore.subscribe(look)];
  const timer = setInterval(look, lookEveryMs);
  return {
    [Symbol.dispose]() {
      clearInterval(timer);
      for (const stop of leave) stop();
    },
  };
}

/** Times since injection differ when one is more than so many times the other: dyes change over hours, not minutes. */
const timingTimes = 2;

export function settingsProblems(given: {
  readonly faults: readonly ProfileFault[];
  readonly display: Pick<Display, 'thresholds' | 'presetIds'>;
  readonly analysis: AnalysisSettings;
  readonly case: Pick<Case, 'dye' | 'injectedAtS'>;
  readonly presets: readonly Preset[];
  readonly nowS: number;
}): readonly Problem[] {
  const { faults } = given;
  const problems: Problem[] = [];
  const expired = faults.flatMap(fault => (fault.kind === 'expired' ? [fault.part] : []));
  if (expired.length > 0)
    problems.push({
      id: 'profile-expired',
      severity: 'caution',
      text: 'The calibration has expired in part; numbers are relative.',
      tip: 'Calibrate again what has expired.',
    });
  if (faults.some(({ kind }) => kind !== 'expired'))
    problems.push({
      id: 'profile-other-camera',
      severity: 'caution',
      text: 'The calibration was made for another camera, size or depth; numbers are relative.',
      tip: 'Choose the profile of this camera, or calibrate it.',
    });
  const other = otherStudy(given);
  if (other) problems.push(other);
  return problems;
}

type Asked = Pick<
  Parameters<typeof settingsProblems>[0],
  'display' | 'analysis' | 'case' | 'presets' | 'nowS'
>;

/**
 * A published threshold in use whose dye or timing is not the case's; null: none. A line of TBR is a published one only where it was switched
 * on as such: at 2 anybody may draw one of their own. What the analysis follows cannot be told apart so: one of several with the same
 * value is enough to fit.
 */
function otherStudy({ display, analysis, case: shown, presets, nowS }: Asked): Problem | null {
  const inUse = presets.filter(preset =>
    preset.kind === 'tbr'
      ? display.presetIds?.includes(preset.id) === true && display.thresholds.includes(preset.value)
      : isAsked(preset, analysis) === true,
  );
  for (const { kind, value } of inUse) {
    const alike = inUse.filter(preset => preset.kind === kind && preset.value === value);
    const [first] = alike;
    if (!first || alike.some(preset => isSameDye(preset, shown.dye) && isSameTiming(preset, shown, nowS)))
      continue;
    const isDye = !alike.some(preset => isSameDye(preset, shown.dye));
    return {
      id: 'preset-of-other-study',
      severity: 'caution',
      text: isDye
        ? `The threshold “${first.name}” was published for ${first.dye}, not for the dye of this case.`
        : `The threshold “${first.name}” was published for another time: ${first.timing}.`,
      tip: 'Take it away, or correct dye and time of the case.',
    };
  }
  return null;
}

/** The published name without what stands in brackets; a case may name it in part. */
function isSameDye({ dye }: Preset, shown: string): boolean {
  const plain = (name: string): string =>
    name
      .replace(/\(.*\)/, '')
      .toLowerCase()
      .replace(/[^a-z0-9]/g, '');
  const [published, given] = [plain(dye ?? ''), plain(shown)];
  return published === '' || given === '' || published.includes(given) || given.includes(published);
}

/** Unknown, or not in hours: nothing is said. */
function isSameTiming({ timing }: Preset, { injectedAtS }: Pick<Case, 'injectedAtS'>, nowS: number): boolean {
  const hours = Number(timing?.match(/(\d+(?:\.\d+)?) hours?/)?.[1]);
  if (!(hours > 0) || injectedAtS === null) return true;
  const ratio = (nowS - injectedAtS) / 3600 / hours;
  return ratio <= timingTimes && ratio >= 1 / timingTimes;
}
