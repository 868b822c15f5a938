/** The start-of-day check before anything was read. */
import type { CheckTarget } from '#model/check.ts';
import type { CheckingState, CheckSeries } from './api.ts';

/** With the first target of each kind among the seeds. Throws an `Error` where there is none. */
export function closedCheck(targets: readonly CheckTarget[]): CheckingState {
  const seriesOf = (kind: CheckTarget['kind']): CheckSeries => {
    const target = targets.find(each => each.kind === kind);
    if (!target) throw new Error(`The check needs a target of the kind ${kind} among the seeds.`);
    return { target, placed: [], wells: [] };
  };
  return {
    isOpen: false,
    held: null,
    series: { concentration: seriesOf('concentration'), depth: seriesOf('depth') },
    marks: [],
    profiles: [],
    stabilityS: 120,
    about: { device: '', scope: '', note: '' },
    report: null,
    isKept: false,
    readingPart: null,
    busy: null,
    refused: null,
    reports: [],
  };
}
