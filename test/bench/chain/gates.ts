/** What must hold before a clock is started: contenders that do not the same work are not compared. */
import type { ChainFrame, Checks } from './order.ts';

/** A registration may be off by so much, in pixels of the frame. */
const shiftTolerancePx = 0.5;
/** Lines between pixels enclose what their pixels cover, but for noise along them. */
const areaTolerance = 0.01;

/** In our answers only; kernels and twins must agree on them. */
type Contenders = ReadonlyMap<string, Checks>;

/** Every fault in words; none: what was done is the same. */
export function faultsOf(frame: ChainFrame, contenders: Contenders): string[] {
  const faults: string[] = [];
  const [ours, ...others] = [...contenders];
  if (!ours) return ['Nobody answered.'];
  const [ourName, mine] = ours;
  for (const [name, theirs] of others)
    for (const [what, value] of Object.entries(theirs)) {
      const own = mine[what];
      const isNear = name !== 'twins' && (what === 'dx' || what === 'dy' || what.startsWith('area'));
      if (own === undefined || isNear || own === value) continue;
      faults.push(`${what} of ${ourName} is ${own}, of ${name} ${value}`);
    }
  for (const [name, checks] of contenders) faults.push(...shiftFaults(frame, name, checks));
  const reference = others.find(([, { 'area 1': area }]) => Number.isInteger(area));
  if (frame.readsSmoothed && reference) faults.push(...areaFaults(frame, mine, reference[1]));
  if (mine['distances to nothing'] === 0) faults.push('distances to no signal are finite');
  return faults;
}

function shiftFaults({ shift }: ChainFrame, name: string, { dx, dy, reading }: Checks): string[] {
  if (!shift) return [];
  if (typeof dx !== 'number' || typeof dy !== 'number') return [`${name} found no shift: ${reading ?? ''}`];
  const off = Math.hypot(dx - shift.dx, dy - shift.dy);
  return off <= shiftTolerancePx ? [] : [`${name} found the shift ${dx}, ${dy}: ${off.toFixed(2)} px off`];
}

function areaFaults({ lineCodes }: ChainFrame, ours: Checks, theirs: Checks): string[] {
  return lineCodes.flatMap((code, i) => {
    const own = Number(ours[`area ${i + 1}`]);
    const other = Number(theirs[`area ${i + 1}`]);
    return Math.abs(own - other) <= areaTolerance * other + 1
      ? []
      : [`lines at ${code} enclose ${own.toFixed(0)} px, its pixels are ${other}`];
  });
}
