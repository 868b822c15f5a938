/** A track's capabilities and settings (W3C MediaStream Image Capture) as camera controls, and controls as constraints. Pure. */

import type { CameraControl, ControlId } from '#model/camera-controls.ts';
import { z } from '#model/schema-rules.ts';

const range = z.object({ min: z.number(), max: z.number() });
const modes = z.array(z.string());

/** What the device can do and what it does; anything else in it, or of another shape, is not a setting of ours. */
const capabilitiesSchema = z.object({
  exposureMode: modes.optional().catch(undefined),
  exposureTime: range.optional().catch(undefined),
  iso: range.optional().catch(undefined),
  whiteBalanceMode: modes.optional().catch(undefined),
  colorTemperature: range.optional().catch(undefined),
  focusMode: modes.optional().catch(undefined),
  focusDistance: range.optional().catch(undefined),
});
const settingsSchema = z.object({
  exposureMode: z.string().optional().catch(undefined),
  exposureTime: z.number().optional().catch(undefined),
  iso: z.number().optional().catch(undefined),
  whiteBalanceMode: z.string().optional().catch(undefined),
  colorTemperature: z.number().optional().catch(undefined),
  focusMode: z.string().optional().catch(undefined),
  focusDistance: z.number().optional().catch(undefined),
});
type Settings = z.infer<typeof settingsSchema>;

/** `perUnit`: the browser's numbers in one of ours; exposure comes in 100 µs. Gain has no mode of its own: exposure's rules it. */
const sources = [
  { id: 'exposure', name: 'Exposure', mode: 'exposureMode', value: 'exposureTime', unit: 'ms', perUnit: 10 },
  { id: 'gain', name: 'Gain (ISO)', mode: 'exposureMode', value: 'iso', unit: '', perUnit: 1 },
  {
    id: 'white-balance',
    name: 'White balance',
    mode: 'whiteBalanceMode',
    value: 'colorTemperature',
    unit: 'K',
    perUnit: 1,
  },
  { id: 'focus', name: 'Focus', mode: 'focusMode', value: 'focusDistance', unit: 'm', perUnit: 1 },
] as const;

/**
 * The settings that a track exposes, from its `getCapabilities()` and `getSettings()`. `whose` is added to their names, e.g.
 * "NIR camera". Empty where there are none.
 */
export function controlsOf(capabilities: unknown, settings: unknown, whose = ''): readonly CameraControl[] {
  const can = capabilitiesSchema.parse(capabilities);
  const now = settingsSchema.parse(settings);
  return sources.flatMap(({ id, name, mode, value, unit, perUnit }) => {
    const isGain = id === 'gain';
    // A mode alone is no gain: exposure has that one.
    if (isGain ? !can[value] : !can[value] && !can[mode]?.length) return [];
    const number = now[value];
    return {
      id,
      name: whose === '' ? name : `${name}, ${whose}`,
      mode: modeOf(now[mode]),
      canLock: can[mode]?.includes('manual') ?? false,
      value: number === undefined ? null : number / perUnit,
      unit,
    };
  });
}

/** `single-shot` has done its work and holds; `none` says that the device has no such modes. */
function modeOf(mode: string | undefined): CameraControl['mode'] {
  if (mode === 'manual' || mode === 'single-shot') return 'locked';
  return mode === 'continuous' ? 'automatic' : 'unknown';
}

/** What TypeScript's own constraints leave out. */
type SettingConstraints = MediaTrackConstraintSet & Settings;

/**
 * Constraints that lock `id` at its present value or let the camera regulate it. They name every setting that is locked now,
 * too: constraints replace those before them.
 */
export function lockConstraints(
  change: { readonly id: ControlId; readonly isLocked: boolean },
  capabilities: unknown,
  settings: unknown,
): MediaTrackConstraints {
  const now = settingsSchema.parse(settings);
  const exposed = controlsOf(capabilities, settings);
  const changed = sources.find(({ id }) => id === change.id)?.mode;
  const asked: SettingConstraints = {};
  for (const { id, mode, value } of sources) {
    const control = exposed.find(c => c.id === id);
    if (!control?.canLock) continue;
    const isLocked = mode === changed ? change.isLocked : control.mode === 'locked';
    if (isLocked) {
      asked[mode] = 'manual';
      if (now[value] !== undefined) asked[value] = now[value];
    } else if (mode === changed) asked[mode] = 'continuous';
  }
  return { advanced: [asked] };
}
