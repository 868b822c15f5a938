/** Everything that is painted over the tissue, as data. Painted live on a 2D canvas and into stills by the same code. */
import type { Analysis, AnalysisShapes } from '#model/analysis.ts';
import type { Annotation } from '#model/annotation.ts';
import type { Display } from '#model/display.ts';
import type { SizePx } from '#model/geometry.ts';
import type { PictureState } from '#model/liveness.ts';
import type { IsoAnchor, Measurement } from '#model/measurement.ts';
import type { Pane } from '#model/panes.ts';
import type { Calibration } from '#model/profile.ts';
import type { Region, RegionRole, Shape } from '#model/region.ts';

/** What analysis found in a frame. `freshness` as of the scene: 0 … 1, how much of it still belongs to the frame shown. */
export type AnalysisPaint = {
  readonly analysis: Analysis;
  readonly shapes: AnalysisShapes;
  readonly freshness: number;
};

export type OverlayScene = {
  /** Device pixels of the canvas painted on. */
  readonly canvas: SizePx;
  /** Device pixels of one CSS pixel: line widths and type scale with it. */
  readonly unitPx: number;
  readonly panes: readonly Pane[];
  readonly scene: SizePx;
  readonly display: Display;
  readonly calibration: Calibration;
  /** Where they lie in the frame shown. */
  readonly regions: readonly Region[];
  readonly selectedId: string | null;
  /** A shape being drawn. */
  readonly draft: { readonly role: RegionRole; readonly shape: Shape } | null;
  readonly measurement: Measurement | null;
  readonly anchors: readonly IsoAnchor[];
  /** 0 … 1: how much the measured marks still belong to the frame shown; they fade, regions do not. */
  readonly freshness: number;
  readonly annotations: readonly Annotation[];
  readonly pictureState: PictureState;
  /** Left out: nothing is analysed. */
  readonly analysis?: AnalysisPaint | null;
  /** False: no legend. Left out: there is one. */
  readonly showsLegend?: boolean;
};
