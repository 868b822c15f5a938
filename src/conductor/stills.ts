/** Takes a still: the shown frame's picture and codes, a measurement of those very codes, and everything that was set. */
import { noShapes } from '#model/analysis.ts';
import type { Annotation } from '#model/annotation.ts';
import type { Case } from '#model/case-strip.ts';
import { definitionsInWords, withhold, withholdAll } from '#model/figures.ts';
import { mayShowNumbers } from '#model/liveness.ts';
import type { Measurement } from '#model/measurement.ts';
import type { Problem } from '#model/problem.ts';
import { notice, type Still } from '#model/still.ts';
import { randomId } from '#platform/opfs.ts';
import { madeWith } from '#platform/version.ts';
import { moved, type WorkerHandle } from '#platform/workers.ts';
import type { ExportApi, StillOrder } from '#workers/export/api.ts';
import type { Grab, ViewApi } from '#workers/view/api.ts';
import type { FeedState, ReadoutState } from './api.ts';
import type { Fields } from './fields.ts';
import type { Measuring } from './measuring.ts';
import type { Readable } from './readable.ts';
import type { SceneKeeper } from './scene.ts';

/** The picture's height at which lines and words have their own size. */
const unitHeightPx = 720;

export type StillHouse = {
  readonly view: Pick<WorkerHandle<ViewApi>['api'], 'grab'>;
  readonly exporter: Pick<WorkerHandle<ExportApi>['api'], 'keepStill'>;
  readonly measuring: Measuring;
  readonly feed: Readable<FeedState>;
  readonly scene: SceneKeeper;
  readonly readout: Readable<ReadoutState>;
  readonly fields: Fields;
  /** Because of which no number may be shown now; null: none. */
  readonly withholding: () => Problem | null;
  readonly clockS: () => number;
};

/** Keeps a still and resolves with its id; null when there is no picture. Throws a `ProblemError` when it cannot be kept. */
export async function keepStill(
  house: StillHouse,
  shownCase: Case,
  annotations: readonly Annotation[],
): Promise<string | null> {
  const grab = await house.view.grab();
  const order = grab && (await stillOf(house, grab, { shownCase, annotations }));
  if (!order) return null;
  await house.exporter.keepStill(moved(order, [order.picture]));
  return order.still.id;
}

/** All that a still of what was grabbed is made of; null before anything can be measured, and the picture is closed then. */
export async function stillOf(
  house: Omit<StillHouse, 'exporter' | 'view'>,
  { main, second, picture }: Grab,
  { shownCase, annotations }: { readonly shownCase: Case; readonly annotations: readonly Annotation[] },
): Promise<StillOrder | null> {
  const inputs = house.measuring.inputs();
  const { description } = house.feed.getState();
  const { display, view } = house.scene.store.getState();
  const { anchors, liveness } = house.readout.getState();
  if (!inputs || !description) {
    picture.close();
    return null;
  }
  const { measurement: measured, analysis, shapes } = await house.measuring.measure({ main, second }, inputs);
  const { frameNumber, timestampS, arrivedS } = measured;
  const hazard = house.withholding();
  const isLive = mayShowNumbers(liveness.state);
  const isTrusted = isLive && !hazard;
  const still: Still = {
    version: 1,
    id: randomId(),
    takenAtS: house.clockS(),
    madeWith,
    feed: { kind: description.kind, name: description.name },
    frame: { number: frameNumber, timestampS, arrivedS },
    case: shownCase,
    inputs,
    display,
    view,
    // A picture that may not show numbers live may not carry them either.
    measurement: carried(measured, { isLive, hazard }),
    analysis: isTrusted ? analysis : null,
    definitions: { ...definitionsInWords },
    annotations: [...annotations],
    files: { composite: '', whiteLight: null, nirLinear: null, nirCodes: null },
    nirLinearScale: null,
    notice,
  };
  return {
    still,
    picture,
    main,
    second,
    unitPx: Math.max(1, picture.height / unitHeightPx),
    anchors: isTrusted ? anchors : [],
    shapes: isTrusted ? shapes : noShapes,
    fields: house.fields.of(inputs.profile),
    isFrozen: liveness.state === 'frozen',
  };
}

const carried = (
  measured: Measurement,
  { isLive, hazard }: { isLive: boolean; hazard: Problem | null },
): Measurement => {
  if (!isLive) return withhold(measured, 'frame-old', 'no signal');
  return hazard ? withholdAll(measured, 'hazard', hazard.text) : measured;
};
