/** One frame to what is made of it beside its regions: the only way to these figures, live, for stills and in replay. */
import {
  type Analysis,
  type AnalysisShapes,
  asksAnalysis,
  isGiven,
  type NotGiven,
  noShapes,
  notGiven,
  type Polyline,
} from '#model/analysis.ts';
import type { SizePx } from '#model/geometry.ts';
import type { Measurement, MeasurementInputs } from '#model/measurement.ts';
import { movedShape } from '#model/motion.ts';
import type { Region } from '#model/region.ts';
import type { Sensor } from '../sensor.ts';
import { type AnalysedFrame, firstOf, leaksOf } from './analysed-frame.ts';
import { type Bands, createBandMaker } from './bands.ts';
import { type EdgeOutline, edgeOutline } from './edge-outline.ts';
import { isoLines } from './iso-lines.ts';
import type { Kernels } from './kernels.ts';
import { createPictureMaker, pictureSize } from './light-picture.ts';
import { createMarginReader, edgeFault, type MarginReader } from './margin.ts';
import { signalOutline } from './outline.ts';
import { peaksOf } from './peaks.ts';
import { simplified } from './polyline.ts';
import { type Allowed, createRegionPlaces, type RegionPlaces } from './region-places.ts';
import { createResidualReader } from './residual.ts';
import { rimOf } from './rim.ts';
import {
  noSignalRule,
  type Signal,
  segmentSignal,
  signalFigures,
  type Threshold,
  thresholdOf,
} from './signal.ts';

/** Scene pixels that the drawn outline may lie off the signal's; margins are measured to the outline as it was traced. */
const drawnTolerancePx = 0.25;

export type AnalysisOrder = {
  readonly sensor: Sensor;
  /** Of the same frame. */
  readonly measurement: Measurement;
  readonly inputs: MeasurementInputs;
  /** 2: from every second pixel each way. */
  readonly stepPx: 1 | 2;
  /** Standard uncertainty of where NIR lies on white light, in scene pixels; null: not known, and not in the ±. */
  readonly registrationPx?: number | null;
};

/** `bands` null: there is nothing to draw. Planes of `shapes` and `bands` are the caller's. */
type FrameAnalysis = {
  readonly analysis: Analysis;
  readonly shapes: AnalysisShapes;
  readonly bands: Bands | null;
};

export type Analyst = { analyse(order: AnalysisOrder): FrameAnalysis };

/** What is kept between frames saves time and cannot change a number. */
export function createAnalyst(kernelsFor: (size: SizePx) => Kernels): Analyst {
  const tools: Tools = {
    pictureOf: createPictureMaker(),
    placesOf: createRegionPlaces(),
    /** NIR pixels, whatever the picture's step. */
    nirPlacesOf: createRegionPlaces(),
    bandsOf: createBandMaker(),
    residualOf: createResidualReader(),
    marginOf: createMarginReader(),
  };
  return {
    analyse(order) {
      const { measurement, inputs, sensor } = order;
      const size = pictureSize(sensor.codes, order.stepPx);
      const head = {
        frameNumber: measurement.frameNumber,
        timestampS: measurement.timestampS,
        arrivedS: measurement.arrivedS,
        inputsRevision: inputs.revision,
        stepPx: size.stepPx,
      };
      const none = (figures: Pick<Analysis, FigureName>): FrameAnalysis => ({
        analysis: { ...head, ...figures },
        shapes: noShapes,
        bands: null,
      });
      if (!asksAnalysis(inputs.analysis)) return none(nothingAsked);
      const reason = unreadable(order);
      if (reason) return none(withheldAll(inputs, reason));
      const kernels = kernelsFor({ widthPx: size.widthPx, heightPx: size.heightPx });
      const picture = tools.pictureOf(sensor, order.stepPx, kernels);
      const frame: AnalysedFrame = {
        sensor,
        picture,
        kernels,
        measurement,
        places: tools.placesOf(sensor, picture, kernels),
        regions: movedRegions(inputs.regions, measurement),
        settings: inputs.analysis,
        scale: inputs.profile.scale,
        clippedLimitShare: inputs.profile.clippedLimitShare,
        registrationPx: order.registrationPx ?? 0,
      };
      const { figures, shapes, bands } = analysisOf(frame, tools);
      return { analysis: { ...head, ...figures }, shapes, bands };
    },
  };
}

type Tools = {
  readonly pictureOf: ReturnType<typeof createPictureMaker>;
  readonly placesOf: ReturnType<typeof createRegionPlaces>;
  readonly nirPlacesOf: ReturnType<typeof createRegionPlaces>;
  readonly bandsOf: ReturnType<typeof createBandMaker>;
  readonly residualOf: ReturnType<typeof createResidualReader>;
  readonly marginOf: MarginReader;
};

type FigureName = 'signal' | 'lines' | 'margin' | 'rim' | 'peaks' | 'residual';
type Figures = Pick<Analysis, FigureName>;

const nothingAsked: Figures = {
  signal: null,
  lines: null,
  margin: null,
  rim: null,
  peaks: null,
  residual: null,
};

function unreadable({ sensor, measurement }: AnalysisOrder): NotGiven | null {
  const { motion } = measurement;
  if (motion?.kind === 'lost') return notGiven('tracking-lost', `tissue is not followed: ${motion.detail}`);
  if (sensor.missingField !== null) return notGiven('no-field', sensor.missingField);
  return null;
}

/** `reason` for everything that was asked for. */
function withheldAll({ analysis }: MeasurementInputs, reason: NotGiven): Figures {
  const unless = (isAsked: boolean) => (isAsked ? reason : null);
  return {
    signal: unless(analysis.signal !== null),
    lines: unless(analysis.levels.length > 0),
    margin: unless(analysis.margin),
    rim: unless(analysis.rimOf !== null),
    peaks: unless(analysis.peaksApartMm !== null),
    residual: unless(analysis.applicatorMm !== null),
  };
}

function movedRegions(regions: readonly Region[], { motion }: Measurement): readonly Region[] {
  if (motion?.kind !== 'followed') return regions;
  return regions.map(region => ({ ...region, shape: movedShape(region.shape, motion.motion) }));
}

type Made = { readonly figures: Figures; readonly shapes: AnalysisShapes; readonly bands: Bands | null };

function analysisOf(frame: AnalysedFrame, tools: Tools): Made {
  const { settings, places } = frame;
  const edge = firstOf(frame, 'edge');
  const edgeLine = edge && edgeOutline(edge.shape);
  const fault = edge && edgeLine && edgeFault(frame, edge, edgeLine);
  const allowed = places.allowedOf('edge', edge && !fault ? edge.shape : null, leaksOf(frame));
  const relative = relativeWords(frame);
  const threshold =
    settings.signal && (relative ?? fault ?? thresholdOf(frame, settings.signal.rule, allowed));
  const signal = threshold && isGiven(threshold) ? segmentSignal(frame, threshold, allowed) : threshold;
  const outline = signal && isGiven(signal) ? outlineOf(frame, signal) : [];
  const lines = settings.levels.length > 0 ? (relative ?? isoLines(frame)) : null;
  const margin = settings.margin
    ? marginFor(frame, signal, { tools, edge, edgeLine, fault, allowed, outline })
    : null;
  const rim = settings.rimOf === null ? null : rimFor(frame, settings.rimOf, threshold);
  const figures = {
    signal: signal && isGiven(signal) ? signalFigures(frame, signal) : signal,
    lines: lines && isGiven(lines) ? lines.figures : lines,
    margin: margin && isGiven(margin) ? margin.figures : margin,
    rim: rim && isGiven(rim) ? rim.figures : rim,
    peaks: peaksFor(frame, tools, fault),
  };
  const bands = settings.margin && signal && isGiven(signal) ? tools.bandsOf(frame, signal) : null;
  return {
    // Last: it may segment once more, and what came before holds until then.
    figures: { ...figures, residual: residualFor(frame, tools, { signal, threshold }) },
    shapes: {
      signal: outline.map(line => simplified(line, drawnTolerancePx)),
      lines: lines && isGiven(lines) ? lines.shapes : [],
      edge: margin && isGiven(margin) ? margin.profile : null,
      rim: rim && isGiven(rim) ? rim.profile : null,
    },
    bands,
  };
}

/** Thresholds mean nothing certain in light that is only relative: null when it is more than that, or the user accepted it. */
function relativeWords({ measurement, settings }: AnalysedFrame): NotGiven | null {
  if (measurement.calibration === 'calibrated' || settings.acceptsRelative) return null;
  return notGiven('relative', `numbers are ${measurement.calibration}: accept that, or calibrate`);
}

function outlineOf({ kernels, picture }: AnalysedFrame, { threshold, segmented }: Signal): Polyline[] {
  if (segmented.count === 0) return [];
  const traced = kernels.trace(picture.levels, picture.toLevel(threshold.linear), 0);
  return signalOutline(traced, segmented.mask, picture);
}

type Edge = {
  readonly tools: Tools;
  readonly edge: Region | null;
  readonly edgeLine: EdgeOutline | null;
  readonly fault: NotGiven | null;
  readonly allowed: Allowed;
  readonly outline: readonly Polyline[];
};

function marginFor(
  frame: AnalysedFrame,
  signal: Signal | NotGiven | null,
  { tools, edge, edgeLine, fault, allowed, outline }: Edge,
): ReturnType<MarginReader> {
  if (!signal) return noSignalRule('a margin');
  if (!edge || !edgeLine) return notGiven('no-edge', 'no edge: draw it');
  if (fault) return fault;
  return isGiven(signal) ? tools.marginOf(frame, { edge, edgeLine, signal, allowed, outline }) : signal;
}

function rimFor(
  frame: AnalysedFrame,
  id: string,
  threshold: Threshold | NotGiven | null,
): ReturnType<typeof rimOf> {
  if (!threshold) return noSignalRule('a rim');
  return isGiven(threshold) ? rimOf(frame, id, threshold) : threshold;
}

function peaksFor(frame: AnalysedFrame, tools: Tools, fault: NotGiven | null): Figures['peaks'] {
  const apartMm = frame.settings.peaksApartMm;
  if (apartMm === null) return null;
  if (fault) return fault;
  const { sensor, kernels } = frame;
  const edge = firstOf(frame, 'edge');
  const { widthPx, heightPx } = sensor.codes;
  const nir = { ...frame.picture, widthPx, heightPx, stepPx: 1 as const };
  const places: RegionPlaces =
    frame.picture.stepPx === 1 ? frame.places : tools.nirPlacesOf(sensor, nir, kernels);
  const spans = places.pixelsOf(edge?.shape ?? null, leaksOf(frame));
  return peaksOf(frame, { edge, spans, apartMm });
}

function residualFor(
  frame: AnalysedFrame,
  tools: Tools,
  { signal, threshold }: { signal: Signal | NotGiven | null; threshold: Threshold | NotGiven | null },
): Figures['residual'] {
  const diameterMm = frame.settings.applicatorMm;
  if (diameterMm === null) return null;
  if (!signal || !threshold) return noSignalRule('a residual map');
  const cavity = firstOf(frame, 'cavity');
  if (!cavity) return notGiven('no-cavity', 'no cavity: draw it');
  if (!isGiven(signal) || !isGiven(threshold)) return isGiven(signal) ? null : signal;
  // A cavity lies beside the specimen: an edge must not hide its signal.
  const { segmented } = firstOf(frame, 'edge')
    ? segmentSignal(frame, threshold, frame.places.allowedOf('everywhere', null, leaksOf(frame)))
    : signal;
  return tools.residualOf(frame, { cavity, mask: segmented.mask, diameterMm });
}
