/** Why a window may not be loaded anew now, as a person reads it. */
import type { InUse } from '#conductor/updates-api.ts';
import { words } from '#words/words.ts';

export function inUseWords(inUse: InUse): string {
  switch (inUse) {
    case 'camera':
      return words('A camera is connected. Close the source first.');
    case 'recording':
      return words('A recording is under way. Stop it first.');
    case 'replay':
      return words('A recording is being reviewed. Close the source first.');
    case 'calibration':
      return words('A calibration is under way. Finish or leave it first.');
    case 'check':
      return words('The start-of-day check is open. Leave it first.');
    case 'transfer':
      return words('A recording is being exported or imported. Wait for it, or stop it.');
    case 'display':
      return words('A theatre display is open. Close it first.');
  }
}
