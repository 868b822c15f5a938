/**
 * A guided calibration as data: what each step puts into the draft, and what it takes back. Pure; taking readings and keeping
 * profiles is the conductor's.
 */
import type {
  CalibrationRun,
  CurveFit,
  DarkReading,
  Finding,
  FlatReading,
  RegistrationFit,
  ScaleFit,
  StepName,
  StepState,
} from './calibration.ts';
import { stepNames } from './calibration.ts';
import { type Field, refOf } from './field.ts';
import {
  type PartName,
  type Profile,
  type ProfileSubject,
  profileVersion,
  unknownProfile,
} from './profile.ts';

/** How long a part is trusted, in days. Electronics hold a year; sensors drift with temperature; lenses are bumped. */
const validDays: Readonly<Record<PartName, number>> = {
  path: 365,
  dark: 30,
  flat: 180,
  registration: 30,
  // A ruler's scale holds for one working distance.
  scale: 1,
};

/** Whether a reading may be used at all. */
export const isUsable = (reading: { readonly findings: readonly Finding[] }): boolean =>
  reading.findings.every(({ severity }) => severity !== 'stop');

/** A new run that begins with the profile in force, or with nothing where that was made for something else. */
export function beginRun(
  inForce: Profile,
  fields: readonly Field[],
  { isOther, hasWhite, hasNir }: { isOther: boolean; hasWhite: boolean; hasNir: boolean },
): CalibrationRun {
  const base = isOther ? unknownProfile : inForce;
  const needs = (isNeeded: boolean): StepState => (isNeeded ? 'to-do' : 'not-needed');
  return {
    base,
    draft: base,
    fields: isOther ? [] : fields,
    step: 'path',
    states: {
      path: needs(hasNir),
      steps: needs(hasNir),
      dark: needs(hasNir),
      flat: needs(hasNir),
      registration: needs(hasWhite && hasNir),
      scale: 'to-do',
      verdict: 'to-do',
    },
    chart: null,
    curvePoints: [],
    curveFits: [],
    dark: null,
    flat: null,
    pictures: null,
    pairs: [],
    registration: null,
    refined: null,
    marks: [],
    scale: null,
  };
}

/** The next step that this source needs. */
export function stepAfter({ step, states }: CalibrationRun): StepName {
  const later = stepNames.slice(stepNames.indexOf(step) + 1);
  return later.find(name => states[name] !== 'not-needed' && states[name] !== 'skipped') ?? 'verdict';
}

const withState = (run: CalibrationRun, step: StepName, state: StepState): CalibrationRun => ({
  ...run,
  states: { ...run.states, [step]: state },
});

/** Fields that the draft still refers to, with `more` added. */
function withDraft(run: CalibrationRun, draft: Profile, more: readonly Field[] = []): CalibrationRun {
  const wanted = [draft.darkField?.hash, draft.flatField?.hash];
  const fields = [...more, ...run.fields].filter(
    (field, i, all) => wanted.includes(field.hash) && all.findIndex(f => f.hash === field.hash) === i,
  );
  return { ...run, draft, fields };
}

const madeNow = (name: PartName, residual: string, nowS: number) => ({
  madeAtS: nowS,
  validUntilS: nowS + validDays[name] * 86_400,
  residual: residual.slice(0, 300),
});

/** What was made of codes by a curve that no longer holds must be made anew. */
function withoutFlat(run: CalibrationRun): CalibrationRun {
  if (run.draft.flatField === null) return run;
  const { draft } = run;
  const states: CalibrationRun['states'] =
    run.states.flat === 'done' ? { ...run.states, flat: 'to-do' } : run.states;
  return withDraft(
    { ...run, flat: null, states },
    {
      ...draft,
      flatField: null,
      uncertainty: { ...draft.uncertainty, flatShare: null },
      parts: { ...draft.parts, flat: null },
    },
  );
}

function withoutDarkField(run: CalibrationRun): CalibrationRun {
  if (run.draft.darkField === null) return run;
  const states: CalibrationRun['states'] =
    run.states.dark === 'done' ? { ...run.states, dark: 'to-do' } : run.states;
  return withDraft(
    { ...run, dark: null, states },
    {
      ...run.draft,
      darkField: null,
      darkCodes: null,
      parts: { ...run.draft.parts, dark: null },
    },
  );
}

/**
 * Takes a curve into the draft. A chart passes no sensor, so its black is not the sensor's dark; a step target does, so dark is
 * what its curve says the code of no light is.
 */
export function acceptCurve(
  run: CalibrationRun,
  fit: CurveFit,
  { from, nowS }: { from: 'path' | 'steps'; nowS: number },
): CalibrationRun {
  const { chart } = run;
  const words = `${fit.rmsCodes.toFixed(2)} codes rms, largest ${fit.largestCodes.toFixed(2)}, ${fit.residuals.length} steps`;
  const read = from === 'path' ? chart : null;
  const cleared = withoutFlat(withoutDarkField(run));
  const { draft } = cleared;
  const next: Profile = {
    ...draft,
    range:
      read === null || read.range === 'unclear' ? draft.range : read.range === 'full' ? 'full' : 'limited',
    matrix: read?.matrix === 'bt601' || read?.matrix === 'bt709' ? read.matrix : draft.matrix,
    clipCodes: read?.clippedHigh ? read.whiteCodes : draft.clipCodes,
    transfer: fit.transfer,
    darkCodes: from === 'steps' ? fit.darkCodes : draft.darkCodes,
    uncertainty: {
      ...draft.uncertainty,
      curveCodes: fit.rmsCodes,
      gamma: fit.gammaSd,
      darkCodes: from === 'steps' ? fit.darkSdCodes : draft.uncertainty.darkCodes,
    },
    parts: { ...draft.parts, path: madeNow('path', words, nowS) },
  };
  return withState(withDraft(cleared, next), from, 'done');
}

export function acceptDark(
  run: CalibrationRun,
  reading: DarkReading,
  { usesField, nowS }: { usesField: boolean; nowS: number },
): CalibrationRun {
  const cleared = withoutFlat(run);
  const field = usesField ? reading.field : null;
  const { draft } = cleared;
  const words = `${reading.darkCodes.toFixed(2)} ± ${reading.darkSdCodes.toFixed(2)} codes, structure ${reading.structureCodes.toFixed(2)} codes${field ? ', by pixel' : ''}`;
  const next: Profile = {
    ...draft,
    darkCodes: reading.darkCodes,
    darkField: field && refOf(field),
    uncertainty: { ...draft.uncertainty, darkCodes: reading.darkSdCodes },
    parts: { ...draft.parts, dark: madeNow('dark', words, nowS) },
  };
  return withState(withDraft(cleared, next, field ? [field] : []), 'dark', 'done');
}

export function acceptFlat(run: CalibrationRun, reading: FlatReading, nowS: number): CalibrationRun {
  const { draft } = run;
  const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
  const words = `above 80 % of maximum: ${percent(reading.before.above80)} of the field before, ${percent(reading.after.above80)} after; left over ${percent(reading.residualShare)}`;
  const next: Profile = {
    ...draft,
    flatField: refOf(reading.field),
    uncertainty: { ...draft.uncertainty, flatShare: reading.residualShare },
    parts: { ...draft.parts, flat: madeNow('flat', words, nowS) },
  };
  return withState(withDraft(run, next, [reading.field]), 'flat', 'done');
}

export function acceptRegistration(run: CalibrationRun, fit: RegistrationFit, nowS: number): CalibrationRun {
  const { draft } = run;
  const words = `${fit.model}, rms ${fit.rmsPx.toFixed(2)} px, largest ${fit.largestPx.toFixed(2)} px`;
  const next: Profile = {
    ...draft,
    registration: [...fit.registration],
    distortion: fit.distortion,
    registrationSdPx: fit.rmsPx,
    parts: { ...draft.parts, registration: madeNow('registration', words, nowS) },
  };
  return withState({ ...run, draft: next }, 'registration', 'done');
}

export function acceptScale(run: CalibrationRun, fit: ScaleFit, nowS: number): CalibrationRun {
  const { draft } = run;
  const words = `${fit.mmPerPx.toPrecision(4)} ± ${fit.sdMmPerPx.toPrecision(2)} mm a pixel from ${fit.each.length} ${fit.each.length === 1 ? 'mark' : 'marks'}`;
  const next: Profile = {
    ...draft,
    scale: { mmPerPx: fit.mmPerPx, sdMmPerPx: fit.sdMmPerPx },
    parts: { ...draft.parts, scale: madeNow('scale', words, nowS) },
  };
  return withState({ ...run, draft: next }, 'scale', 'done');
}

/** Gives the part of the current step back what the run began with, and marks the step as skipped. */
export function skipStep(run: CalibrationRun): CalibrationRun {
  // A flat field of this run was made with what is taken back now.
  const isFlatOurs = run.draft.flatField !== run.base.flatField;
  const changesCodes = run.step === 'path' || run.step === 'steps' || run.step === 'dark';
  const isKept = run.states[run.step] !== 'done' || !changesCodes || !isFlatOurs;
  const skipped = withState(isKept ? run : withoutFlat(run), run.step, 'skipped');
  return { ...takenBack(skipped), step: stepAfter(skipped) };
}

function takenBack(run: CalibrationRun): CalibrationRun {
  const { base, draft } = run;
  const part = (name: PartName) => ({ ...draft.parts, [name]: base.parts[name] });
  switch (run.step) {
    case 'path':
    case 'steps': {
      // The other of the two may have given the curve.
      const other = run.step === 'path' ? 'steps' : 'path';
      if (run.states[other] === 'done') return run;
      const { range, matrix, clipCodes, transfer } = base;
      const uncertainty = {
        ...draft.uncertainty,
        curveCodes: base.uncertainty.curveCodes,
        gamma: base.uncertainty.gamma,
      };
      return withDraft(run, {
        ...draft,
        range,
        matrix,
        clipCodes,
        transfer,
        uncertainty,
        parts: part('path'),
      });
    }
    case 'dark': {
      const uncertainty = { ...draft.uncertainty, darkCodes: base.uncertainty.darkCodes };
      const { darkCodes, darkField } = base;
      return withDraft(run, { ...draft, darkCodes, darkField, uncertainty, parts: part('dark') });
    }
    case 'flat': {
      const uncertainty = { ...draft.uncertainty, flatShare: base.uncertainty.flatShare };
      return withDraft(run, { ...draft, flatField: base.flatField, uncertainty, parts: part('flat') });
    }
    case 'registration':
      return withDraft(run, {
        ...draft,
        registration: base.registration,
        distortion: base.distortion,
        registrationSdPx: base.registrationSdPx,
        parts: part('registration'),
      });
    case 'scale':
      return withDraft(run, { ...draft, scale: base.scale, parts: part('scale') });
    case 'verdict':
      return run;
  }
}

/** The profile that a run ends with: named, new, and tied to what it was measured with. */
export function finishedProfile(
  { draft }: CalibrationRun,
  made: { id: string; name: string; scope: string; subject: ProfileSubject },
): Profile {
  const { device, nir, scene, bitDepth } = made.subject;
  const isTied = nir !== null && scene !== null && bitDepth !== null;
  return {
    ...draft,
    version: profileVersion,
    id: made.id,
    name: made.name,
    madeFor: isTied ? { device, scope: made.scope, nir, scene, bitDepth } : null,
  };
}
