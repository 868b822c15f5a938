/**
 * What is painted where, as data: everything is decided here and only drawn by `paint.ts`. White light beside
 * another pane is never covered; white light alone carries what the user put there, and nothing measured.
 */
import { mapPoint, type Point, type Rect } from '#model/geometry.ts';
import { mayShowNumbers } from '#model/liveness.ts';
import type { Pane } from '#model/panes.ts';
import type { Region } from '#model/region.ts';
import { words } from '#words/words.ts';
import { type AnalysisMarks, analysisMarks } from './analysis-marks.ts';
import { type PlacedAnnotation, placeAnnotation } from './annotations.ts';
import type { MeasureText, TypeSize } from './context.ts';
import { inShort } from './figures-in-words.ts';
import { legendOf, whyNoLines } from './legend.ts';
import { labelOf } from './marks.ts';
import { boundsOfPoints, outlineOf } from './outline.ts';
import { type PaneFrame, paneFrame } from './pane-frame.ts';
import { isWithin, overlaps, type PlacedLabel, placeLabels } from './place-labels.ts';
import { type PlacedLegend, placeLegend } from './place-legend.ts';
import { type PlacedText, placeTitle } from './place-title.ts';
import type { OverlayScene } from './scene.ts';
import { unitOf } from './unit.ts';

/** A region on one pane, in canvas pixels. */
export type RegionMark = {
  readonly region: Region;
  /** Its tissue is no longer found. */
  readonly isLost: boolean;
  readonly outline: readonly Point[];
  readonly isSelected: boolean;
  readonly name: string;
  readonly type: TypeSize;
  readonly label: PlacedLabel;
};

export type PaneLayout = {
  readonly pane: Pane;
  readonly frame: PaneFrame;
  readonly title: PlacedText | null;
  readonly legend: PlacedLegend | null;
  readonly regions: readonly RegionMark[];
  readonly draftOutline: readonly Point[] | null;
  readonly isoLabels: readonly PlacedText[];
  readonly analysis: AnalysisMarks | null;
  readonly annotations: readonly PlacedAnnotation[];
  /** Canvas rectangles inside this pane that belong to a pane in front of it: nothing is painted there. */
  readonly keptFree: readonly Rect[];
};

export type OverlayLayout = { readonly unit: number; readonly panes: readonly PaneLayout[] };

const regionType = (unit: number): TypeSize => ({ sizePx: 16 * unit, weight: 600 });
export const isoType = (unit: number): TypeSize => ({ sizePx: 13 * unit, weight: 600 });

/** Lays out `scene`; `measure` tells the width of a text. No panes where nothing may be painted. */
export function layoutOverlay(scene: OverlayScene, measure: MeasureText): OverlayLayout {
  const unit = unitOf(scene.canvas, scene.unitPx);
  if (!scene.display.overlayVisible) return { unit, panes: [] };
  const set = { unit, measure };
  const bare = scene.panes.map((pane, index) => {
    const frame = paneFrame(pane, scene.scene);
    const inFront = scene.panes.slice(index + 1).map(other => other.rect);
    const keptFree = inFront.filter(rect => overlaps(rect, pane.rect));
    return {
      pane,
      frame,
      keptFree,
      title: placeTitle({ pane, frame, keptFree }, { ...set, canvas: scene.canvas }),
    };
  });
  const titles = bare.flatMap(({ title }) => (title ? [title.box] : []));
  return { unit, panes: bare.map(part => layoutPane(part, scene, { ...set, titles })) };
}

type Setting = { readonly unit: number; readonly measure: MeasureText };

function layoutPane(
  bare: Pick<PaneLayout, 'pane' | 'frame' | 'title' | 'keptFree'>,
  scene: OverlayScene,
  set: Setting & { titles: readonly Rect[] },
): PaneLayout {
  const { pane, frame } = bare;
  const { unit, measure } = set;
  if (pane.content === 'white-light' && scene.panes.length > 1) {
    return {
      ...bare,
      legend: null,
      regions: [],
      draftOutline: null,
      isoLabels: [],
      analysis: null,
      annotations: [],
    };
  }
  const taken = [...bare.keptFree, ...set.titles];
  const content = scene.showsLegend === false ? null : legendOf(pane.content, scene);
  const marked = scene.regions.map(({ shape }) => boundsOfPoints(outlineOf(shape, pane.sceneToCanvas)));
  const legend =
    content && placeLegend(content, { rect: pane.rect, picture: frame.picture, taken, marked, ...set });
  // Words belong on the picture, unless so little of it is in view that they would not fit.
  const room = frame.picture.width < 240 * unit ? pane.rect : frame.picture;
  const annotations = scene.annotations.map(annotation =>
    placeAnnotation(annotation, { pane, room, avoid: legend?.rect ?? null, unit, measure }),
  );
  const obstacles = [
    ...taken,
    ...(legend ? [legend.rect] : []),
    ...annotations.flatMap(({ plate }) => (plate ? [plate] : [])),
  ];
  const isoLabels = placeIsoLabels(pane, obstacles, { ...set, scene });
  const words = [...obstacles, ...isoLabels.map(label => label.box)];
  const analysis = analysisMarks(scene, pane, { ...set, obstacles: words });
  const named = [...words, ...(analysis?.labels.map(label => label.rect) ?? [])];
  return {
    ...bare,
    legend,
    annotations,
    isoLabels,
    analysis,
    regions: placeRegions(pane, named, { ...set, scene }),
    draftOutline: scene.draft && outlineOf(scene.draft.shape, pane.sceneToCanvas),
  };
}

/** Each on its anchor, in the line as on a map; left out where it would stand outside the pane or on something else. */
function placeIsoLabels(
  pane: Pane,
  obstacles: readonly Rect[],
  set: Setting & { scene: OverlayScene },
): PlacedText[] {
  const { scene, unit, measure } = set;
  const hasLines = pane.content !== 'white-light' && whyNoLines(scene) === null;
  if (!hasLines || !mayShowNumbers(scene.pictureState) || scene.freshness <= 0) return [];
  const placed: PlacedText[] = [];
  for (const anchor of scene.anchors) {
    const text = inShort(anchor.threshold);
    const at = mapPoint(pane.sceneToCanvas, anchor);
    const width = measure(text, isoType(unit)) + 4 * unit;
    const height = 16 * unit;
    const box = { x: at.x - width / 2, y: at.y - height / 2, width, height };
    const taken = [...obstacles, ...placed.map(label => label.box)];
    if (isWithin(box, pane.rect) && !taken.some(other => overlaps(other, box)))
      placed.push({ text, at, box });
  }
  return placed;
}

const placingCorners = 128;

function placeRegions(
  pane: Pane,
  obstacles: readonly Rect[],
  set: Setting & { scene: OverlayScene },
): RegionMark[] {
  const { scene, unit, measure } = set;
  const type = regionType(unit);
  const isLost = scene.measurement?.motion?.kind === 'lost';
  const marks = scene.regions.map(region => {
    const name = isLost ? words('{name}: tracking lost', { name: labelOf(region) }) : labelOf(region);
    const outline = outlineOf(region.shape, pane.sceneToCanvas);
    return { region, isLost, name, type, outline, isSelected: region.id === scene.selectedId };
  });
  const requests = marks.map(({ outline, name }) => ({
    outline: thinned(outline),
    widthPx: measure(name, type) + 6 * unit,
    heightPx: type.sizePx * 1.3,
  }));
  const labels = placeLabels(requests, { pane: pane.rect, obstacles, gapPx: 6 * unit });
  return marks.map((mark, index) => ({ ...mark, label: labels[index]! }));
}

/** A traced outline may have thousands of corners; placing its name needs their gist. */
function thinned(outline: readonly Point[]): readonly Point[] {
  const step = Math.ceil(outline.length / placingCorners);
  return step <= 1 ? outline : outline.filter((_, index) => index % step === 0);
}
