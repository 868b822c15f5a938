/** What the order and the rows of frames tell the user, and when it is over. */
import type { Problem } from '#model/problem.ts';

const flowProblems = {
  'frames-repeated': {
    id: 'frames-repeated',
    // Some cards do so for a whole list, and numbers are right: said once, and put aside for this source.
    severity: 'note',
    text: 'Many frames repeat the one before: the picture is newer less often than it seems.',
    tip: 'Check cable and capture card; set the card to the frame rate of the tower.',
  },
  'frames-torn': {
    id: 'frames-torn',
    severity: 'stop',
    text: 'Frames are torn: parts of them are older than the rest.',
    tip: 'Check cable and capture card, then choose the source again.',
    withholds: 'numbers',
  },
  'frames-out-of-order': {
    id: 'frames-out-of-order',
    severity: 'caution',
    text: 'Frames come in the wrong order; older ones are left out.',
    tip: 'Check the link and the driver of the capture card.',
  },
} as const satisfies Readonly<Record<string, Problem>>;

type FlowProblem = keyof typeof flowProblems;

/** Tells what has begun and what is over; `now`: what is so. */
export function createFlowTeller(
  tell: (problem: Problem, isOver: boolean) => void,
): (now: readonly FlowProblem[]) => void {
  let told: readonly FlowProblem[] = [];
  return now => {
    for (const id of told) if (!now.includes(id)) tell(flowProblems[id], true);
    // What withholds numbers cannot be closed while it lasts: told again, it is still one problem.
    for (const id of now)
      if (!told.includes(id) || 'withholds' in flowProblems[id]) tell(flowProblems[id], false);
    told = now;
  };
}
