/**
 * Paints everything that is not tissue, live above the picture and into stills: one code for both, so that a still shows
 * what was seen. The words of the picture's state (late, frozen, no signal) are the page's own and are not painted here.
 */
import type { Rect } from '#model/geometry.ts';
import { paintAnnotation } from './annotations.ts';
import { measureBy, type PaintContext, paintText } from './context.ts';
import { isoType, layoutOverlay, type PaneLayout } from './layout-overlay.ts';
import { isoColour, quietColour, textColour } from './marks.ts';
import { paintAnalysis } from './paint-analysis.ts';
import { paintLegend } from './paint-legend.ts';
import { paintHandles, paintName, paintOutline, toCanvasBy } from './paint-regions.ts';
import { titleType } from './place-title.ts';
import type { OverlayScene } from './scene.ts';

/**
 * Paints `scene` onto `context`, whose canvas has the scene's size in device pixels. Clears nothing and leaves the
 * context's state as it was. Paints nothing at all while `scene.display.overlayVisible` is false.
 */
export function paintOverlay(context: PaintContext, scene: OverlayScene): void {
  context.save();
  const { unit, panes } = layoutOverlay(scene, measureBy(context));
  for (const layout of panes) {
    context.save();
    keepOff(context, layout.keptFree, scene.canvas);
    context.save();
    clipTo(context, layout.pane.rect);
    paintPane(context, layout, { scene, unit });
    context.restore();
    paintTitle(context, layout, unit);
    context.restore();
  }
  for (const { pane } of panes.length > 1 ? panes : []) {
    if (pane.content === 'white-light') paintSeam(context, pane.rect, unit);
  }
  context.restore();
}

function paintPane(
  context: PaintContext,
  layout: PaneLayout,
  on: { scene: OverlayScene; unit: number },
): void {
  const { scene, unit } = on;
  for (const { region, outline, isSelected, isLost } of layout.regions) {
    paintOutline(context, { role: region.role, outline, isSelected, isLost, isClosed: true }, unit);
  }
  if (layout.analysis)
    paintAnalysis(context, layout.analysis, { sceneToCanvas: layout.pane.sceneToCanvas, unit });
  if (scene.draft && layout.draftOutline) {
    const { role, shape } = scene.draft;
    const isClosed = layout.draftOutline.length > 2;
    const { draftOutline: outline } = layout;
    paintOutline(context, { role, outline, isSelected: true, isLost: false, isClosed }, unit);
    paintHandles(context, shape, { toCanvas: toCanvasBy(layout.pane.sceneToCanvas), unit });
  }
  context.save();
  context.globalAlpha *= Math.min(1, Math.max(0, scene.freshness));
  for (const label of layout.isoLabels) {
    const look = { at: label.at, type: isoType(unit), colour: isoColour, align: 'center' } as const;
    paintText(context, label.text, look);
  }
  context.restore();
  if (layout.legend) paintLegend(context, layout.legend, { unit, freshness: scene.freshness });
  for (const mark of layout.regions) paintName(context, mark, unit);
  for (const annotation of layout.annotations) paintAnnotation(context, annotation, unit);
  for (const { region, isSelected } of layout.regions) {
    if (isSelected)
      paintHandles(context, region.shape, { toCanvas: toCanvasBy(layout.pane.sceneToCanvas), unit });
  }
}

function paintTitle(context: PaintContext, layout: PaneLayout, unit: number): void {
  if (!layout.title) return;
  const { text, at } = layout.title;
  const colour = layout.pane.content === 'white-light' ? quietColour : textColour;
  paintText(context, text, { at, type: titleType(unit), colour, align: 'center' });
}

function clipTo(context: PaintContext, { x, y, width, height }: Rect): void {
  context.beginPath();
  context.rect(x, y, width, height);
  context.clip();
}

/** Clips to the canvas without `rects`. */
function keepOff(context: PaintContext, rects: readonly Rect[], canvas: OverlayScene['canvas']): void {
  for (const { x, y, width, height } of rects) {
    context.beginPath();
    context.rect(0, 0, canvas.widthPx, canvas.heightPx);
    context.rect(x, y, width, height);
    context.clip('evenodd');
  }
}

/** A dark seam round white light, outside it, so that two pictures never run into each other. */
function paintSeam(context: PaintContext, { x, y, width, height }: Rect, unit: number): void {
  context.setLineDash([]);
  context.lineWidth = 2 * unit;
  context.strokeStyle = '#0b0d10';
  context.strokeRect(x - unit, y - unit, width + 2 * unit, height + 2 * unit);
}
