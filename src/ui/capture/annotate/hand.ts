/** What a pointer does to the editor: press, move, let go. Pure: state in, state out. */
import { type Annotation, mostCorners } from '#model/annotation.ts';
import type { Point, SizePx } from '#model/geometry.ts';
import {
  distanceTo,
  keptIn,
  madeAt,
  moved,
  nextPinNumber,
  partsOf,
  pointsOf,
  simplified,
} from './annotation-shape.ts';
import { add, type Editing, replace, select } from './editing.ts';

/**
 * The surface under the pointer. `reachPx`: scene pixels within which a finger means what it touches. `touched`: the annotation whose
 * paint is under it, words too; null or left out: none.
 */
export type Surface = {
  readonly scene: SizePx;
  readonly reachPx: number;
  readonly touched?: number | null;
};

/** A press that moves less than this share of `reachPx` was no drag. */
const slackShare = 0.4;
/** A trail keeps a point at least every so many parts of the reach, and no more than a minute of them. */
const trailShare = 0.06;
const longestTrail = 20_000;

const between = (a: Point, b: Point): number => Math.hypot(b.x - a.x, b.y - a.y);

export function press(editing: Editing, at: Point, surface: Surface): Editing {
  const p = keptIn(surface.scene, at);
  if (editing.tool !== 'select') return { ...editing, hold: { kind: 'draw', trail: [p] } };
  const held = editing.selected === null ? undefined : editing.annotations[editing.selected];
  const part = held ? partAt(held, p, surface.reachPx) : null;
  if (part !== null) return { ...editing, part, hold: { kind: 'carry', part, from: p, to: p } };
  const hit = surface.touched ?? hitBy(editing.annotations, p, surface.reachPx);
  const chosen = hit === editing.selected ? editing : select(editing, hit);
  return hit === null
    ? chosen
    : { ...chosen, part: null, hold: { kind: 'carry', part: null, from: p, to: p } };
}

export function drag(editing: Editing, at: Point, surface: Surface): Editing {
  const p = keptIn(surface.scene, at);
  const { hold } = editing;
  if (hold?.kind === 'carry') return { ...editing, hold: { ...hold, to: p } };
  if (hold?.kind !== 'draw' || hold.trail.length >= longestTrail) return editing;
  const isTraced = editing.tool === 'freehand' || editing.tool === 'region';
  if (!isTraced) return { ...editing, hold: { kind: 'draw', trail: [hold.trail[0]!, p] } };
  if (between(hold.trail.at(-1)!, p) < trailShare * surface.reachPx) return editing;
  return { ...editing, hold: { kind: 'draw', trail: [...hold.trail, p] } };
}

export function lift(editing: Editing, surface: Surface): Editing {
  const { hold } = editing;
  const free = { ...editing, hold: null };
  if (!hold) return editing;
  const slackPx = slackShare * surface.reachPx;
  if (hold.kind === 'carry') {
    if (between(hold.from, hold.to) < slackPx) return free;
    const carried = carriedBy(editing, surface.scene);
    return carried ? replace(free, carried) : free;
  }
  const start = hold.trail[0]!;
  const isDrag = hold.trail.some(p => between(start, p) >= slackPx);
  if (editing.tool === 'region' && !isDrag) return clicked(free, start, surface);
  if (editing.tool === 'freehand' && !isDrag) return free;
  const made = isDrag ? drawnBy(editing, surface) : null;
  if (made) return add({ ...free, corners: [] }, made);
  return editing.tool === 'select' ? free : add(free, pressed(editing, start, surface));
}

/** A corner more, or the end of the outline at its first one. */
function clicked(editing: Editing, p: Point, surface: Surface): Editing {
  const { corners } = editing;
  const isAtFirst = corners.length >= 3 && between(corners[0]!, p) < surface.reachPx / 2;
  if (isAtFirst || corners.length >= mostCorners - 1) return closeRegion(editing);
  return { ...editing, corners: [...corners, p] };
}

/** Makes a region of the corners that were clicked; nothing with fewer than three. */
export function closeRegion(editing: Editing): Editing {
  const { corners, style } = editing;
  if (corners.length < 3) return editing;
  return add({ ...editing, corners: [] }, { kind: 'region', points: [...corners], text: '', style });
}

const pressed = (editing: Editing, at: Point, { scene, reachPx }: Surface): Annotation =>
  madeAt(editing.tool === 'select' ? 'text' : editing.tool, at, {
    spanPx: 4 * reachPx,
    scene,
    number: nextPinNumber(editing.annotations),
    style: editing.style,
  });

/** The annotation that letting go now would add; null: a press, or too little for one. */
function drawnBy(editing: Editing, { reachPx }: Surface): Annotation | null {
  const { hold, tool, style } = editing;
  if (hold?.kind !== 'draw') return null;
  const [from, to] = [hold.trail[0]!, hold.trail.at(-1)!];
  switch (tool) {
    case 'arrow':
    case 'length':
      return { kind: tool, from, to, text: '', style };
    case 'freehand':
      return hold.trail.length < 2
        ? null
        : { kind: tool, points: simplified(hold.trail, reachPx / 30), text: '', style };
    case 'region': {
      const points = simplified(hold.trail, reachPx / 30, mostCorners);
      return points.length < 3 ? null : { kind: tool, points, text: '', style };
    }
    default:
      return null;
  }
}

function carriedBy(editing: Editing, scene: SizePx): Annotation | null {
  const { hold, selected, annotations } = editing;
  const annotation = selected === null ? undefined : annotations[selected];
  if (hold?.kind !== 'carry' || !annotation) return null;
  const step = { x: hold.to.x - hold.from.x, y: hold.to.y - hold.from.y };
  return moved(annotation, step, { part: hold.part, scene });
}

/** All that is to be seen now, with what the hand holds where it holds it. */
export function shownAnnotations(editing: Editing, surface: Surface): readonly Annotation[] {
  const { annotations, selected, corners, style, hold } = editing;
  const carried = carriedBy(editing, surface.scene);
  if (carried && selected !== null) return annotations.with(selected, carried);
  const drawn = hold?.kind === 'draw' && hold.trail.length > 1 ? drawnBy(editing, surface) : null;
  if (drawn) return [...annotations, drawn];
  if (corners.length > 1)
    return [...annotations, { kind: 'freehand', points: [...corners], text: '', style }];
  return annotations;
}

/** The end or corner nearest to `p` within reach. */
function partAt(annotation: Annotation, p: Point, reachPx: number): number | null {
  if (partsOf(annotation) === 0) return null;
  const distances = pointsOf(annotation).map(point => between(point, p));
  const least = Math.min(...distances);
  return least <= reachPx / 2 ? distances.indexOf(least) : null;
}

/** The nearest within reach; of equals the one on top. */
function hitBy(annotations: readonly Annotation[], p: Point, reachPx: number): number | null {
  let best: { index: number; distance: number } | null = null;
  for (const [index, annotation] of annotations.entries()) {
    const distance = distanceTo(annotation, p);
    if (distance <= reachPx && (best === null || distance <= best.distance)) best = { index, distance };
  }
  return best?.index ?? null;
}
