/** The state of the editor and everything that changes it but the hand (`hand.ts`). Pure: state in, state out. */
import {
  type Annotation,
  type AnnotationKind,
  type AnnotationStyle,
  mostAnnotations,
  styleOf,
} from '#model/annotation.ts';
import type { Point, SizePx } from '#model/geometry.ts';
import { madeAt, moved, nextPinNumber, partsOf } from './annotation-shape.ts';

export type AnnotationTool = 'select' | AnnotationKind;

/** What a pointer holds down: a part of an annotation, or the way it went since the press. */
export type Hold =
  | { readonly kind: 'carry'; readonly part: number | null; readonly from: Point; readonly to: Point }
  | { readonly kind: 'draw'; readonly trail: readonly Point[] };

export type Editing = {
  readonly annotations: readonly Annotation[];
  readonly past: readonly (readonly Annotation[])[];
  readonly future: readonly (readonly Annotation[])[];
  /** Index in `annotations`. */
  readonly selected: number | null;
  /** Which point of the selected one arrows move; null: all of it. */
  readonly part: number | null;
  readonly tool: AnnotationTool;
  readonly style: AnnotationStyle;
  readonly hold: Hold | null;
  /** Corners of a region that is being clicked. */
  readonly corners: readonly Point[];
  /** What the last change was; the next of the same name is one step of undo with it. */
  readonly step: string;
};

/** A few hundred annotations each: what is older is not a slip any more. */
const mostSteps = 200;

export const startEditing = (annotations: readonly Annotation[]): Editing => ({
  annotations,
  past: [],
  future: [],
  selected: null,
  part: null,
  tool: 'select',
  style: { colour: 'white', width: 'medium' },
  hold: null,
  corners: [],
  step: '',
});

/** `step` empty: a step of its own. */
function changed(
  editing: Editing,
  annotations: readonly Annotation[],
  { selected, step = '' }: { selected: number | null; step?: string },
): Editing {
  const isSameStep = step !== '' && step === editing.step;
  return {
    ...editing,
    annotations,
    past: isSameStep ? editing.past : [...editing.past, editing.annotations].slice(-mostSteps),
    future: [],
    selected,
    part: selected === editing.selected ? editing.part : null,
    step,
  };
}

export const isFull = ({ annotations }: Editing): boolean => annotations.length >= mostAnnotations;

/** Adds and selects; nothing when there are as many as a still may have. */
export const add = (editing: Editing, annotation: Annotation): Editing =>
  isFull(editing)
    ? editing
    : changed(editing, [...editing.annotations, annotation], { selected: editing.annotations.length });

/** Replaces the selected one; changes of one name that follow each other are undone together. */
export function replace(editing: Editing, annotation: Annotation, step = ''): Editing {
  const { annotations, selected } = editing;
  if (selected === null || !annotations[selected]) return editing;
  return changed(editing, annotations.with(selected, annotation), {
    selected,
    step: step && `${step} ${selected}`,
  });
}

export function remove(editing: Editing): Editing {
  const { annotations, selected } = editing;
  if (selected === null) return editing;
  return changed(editing, annotations.toSpliced(selected, 1), { selected: null });
}

export function undo(editing: Editing): Editing {
  const before = editing.past.at(-1);
  if (!before) return editing;
  return {
    ...editing,
    ...nothingHeld,
    annotations: before,
    past: editing.past.slice(0, -1),
    future: [editing.annotations, ...editing.future],
  };
}

export function redo(editing: Editing): Editing {
  const [after, ...future] = editing.future;
  if (!after) return editing;
  return {
    ...editing,
    ...nothingHeld,
    annotations: after,
    past: [...editing.past, editing.annotations],
    future,
  };
}

const nothingHeld = { selected: null, part: null, hold: null, corners: [], step: '' } as const;

/** Puts down what is held or half drawn; with nothing of that, what is selected, then the tool. */
export function letGo(editing: Editing): Editing {
  const { hold, corners, selected } = editing;
  if (hold || corners.length > 0) return { ...editing, hold: null, corners: [] };
  return selected === null ? { ...editing, tool: 'select' } : { ...editing, selected: null, part: null };
}

/** Whether `letGo` would do anything. */
export const holdsAnything = ({ hold, corners, selected, tool }: Editing): boolean =>
  hold !== null || corners.length > 0 || selected !== null || tool !== 'select';

export const takeTool = (editing: Editing, tool: AnnotationTool): Editing => ({
  ...editing,
  tool,
  hold: null,
  corners: [],
});

/** Selects, and takes its style for what is drawn next. */
export function select(editing: Editing, selected: number | null): Editing {
  const annotation = selected === null ? undefined : editing.annotations[selected];
  if (!annotation) return { ...editing, selected: null, part: null };
  return { ...editing, selected, part: null, style: styleOf(annotation) };
}

/** Of the selected one, and of everything drawn from now on. */
export function setStyle(editing: Editing, change: Partial<AnnotationStyle>): Editing {
  const style = { ...editing.style, ...change };
  const annotation = editing.selected === null ? undefined : editing.annotations[editing.selected];
  return { ...(annotation ? replace(editing, { ...annotation, style }) : editing), style };
}

export function setText(editing: Editing, text: string): Editing {
  const annotation = editing.selected === null ? undefined : editing.annotations[editing.selected];
  return annotation ? replace(editing, { ...annotation, text }, 'text') : editing;
}

/** By `step` scene pixels; several in a row are one step of undo. */
export function nudge(editing: Editing, step: Point, scene: SizePx): Editing {
  const { selected, part } = editing;
  const annotation = selected === null ? undefined : editing.annotations[selected];
  if (!annotation) return editing;
  return replace(editing, moved(annotation, step, { part, scene }), `nudge ${part}`);
}

/** The next point to move on its own, then the whole again; `direction` 1 or −1. */
export function nextPart(editing: Editing, direction: 1 | -1): Editing {
  const { selected, part } = editing;
  const annotation = selected === null ? undefined : editing.annotations[selected];
  const parts = annotation ? partsOf(annotation) : 0;
  if (parts === 0) return editing;
  const next = ((part ?? -1) + 1 + direction + parts + 1) % (parts + 1);
  return { ...editing, part: next === 0 ? null : next - 1 };
}

/** What the tool in hand makes, in the middle of the picture: drawing without a pointer. */
export function placeInMiddle(editing: Editing, scene: SizePx): Editing {
  const { tool, style, annotations } = editing;
  if (tool === 'select') return editing;
  const at = { x: Math.round((scene.widthPx - 1) / 2), y: Math.round((scene.heightPx - 1) / 2) };
  const spanPx = Math.min(scene.widthPx, scene.heightPx) / 6;
  return add(editing, madeAt(tool, at, { spanPx, scene, number: nextPinNumber(annotations), style }));
}

/** Without what says nothing: a text of no letters. */
export const worthKeeping = (annotations: readonly Annotation[]): readonly Annotation[] =>
  annotations.filter(one => one.kind !== 'text' || one.text.trim() !== '');
