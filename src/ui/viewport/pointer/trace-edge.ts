/** A click inside the specimen: its outline is looked for in white light, and becomes the edge. */

import type { Point } from '#model/geometry.ts';
import { words } from '#words/words.ts';
import type { Ground } from './state.ts';

/** `at` in scene pixels. Lays the tool down at once; a refusal is among the problems. */
export function traceEdge(at: Point, { commands, desk }: Ground): undefined {
  desk.letGo();
  desk.say(words('Looking for the edge in white light.'));
  void commands
    .traceEdge(at)
    .then(isFound =>
      desk.say(isFound ? words('Edge traced. Check it against the picture.') : words('No edge was found.')),
    );
}
