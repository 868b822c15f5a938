/** What stands in the panel for one part of analysis: its figures, or why there are none. Pure. */
import type { Asked } from '#model/analysis.ts';
import { mayShowNumbers, type PictureState } from '#model/liveness.ts';

export type Shown<T> =
  | { readonly kind: 'off' }
  | { readonly kind: 'withheld'; readonly detail: string }
  | { readonly kind: 'given'; readonly figures: T };

const stateReasons: Partial<Record<PictureState, string>> = {
  waiting: 'no frame yet',
  'no-signal': 'no signal',
  identical: 'identical frames',
};

/** `part`: undefined before the first analysis. What was not asked for is off, whatever an older analysis still says. */
export function shownPart<T extends object>(
  part: Asked<T> | undefined,
  on: { isAsked: boolean; state: PictureState },
): Shown<T> {
  if (!on.isAsked) return { kind: 'off' };
  if (!mayShowNumbers(on.state)) return { kind: 'withheld', detail: stateReasons[on.state] ?? on.state };
  if (part === undefined || part === null) return { kind: 'withheld', detail: 'measuring' };
  return 'withheld' in part ? { kind: 'withheld', detail: part.detail } : { kind: 'given', figures: part };
}
