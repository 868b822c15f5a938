/** Takes a still: the shown frame's picture and codes, a measurement of those very codes, and everything that was set. */
import { noShapes } from '#model/analysis.ts';
import type { Annotation } from '#model/annotation.ts';
import type { Case } from '#model/case-strip.ts';
import { definitionsInWords, withhold } from '#model/figures.ts';
import { mayShowNumbers } from '#model/liveness.ts';
import { notice, type Still } from '#model/still.ts';
import { randomId } from '#platform/opfs.ts';
import { moved, type WorkerHandle } from '#platform/workers.ts';
import type { ExportApi } from '#workers/export/api.ts';
import type { ViewApi } from '#workers/view/api.ts';
import type { FeedState, Readable, ReadoutState } from './api.ts';
import type { Fields } from './fields.ts';
import type { Measuring } from './measuring.ts';
import type { SceneKeeper } from './scene.ts';

/** The picture's height at which lines and words have their own size. */
const unitHeightPx = 720;

/** Keeps a still and resolves with its id; null when there is no picture. Throws a `ProblemError` when it cannot be kept. */
export async function keepStill(
  house: {
    readonly view: Pick<WorkerHandle<ViewApi>['api'], 'grab'>;
    readonly exporter: Pick<WorkerHandle<ExportApi>['api'], 'keepStill'>;
    readonly measuring: Measuring;
    readonly feed: Readable<FeedState>;
    readonly scene: SceneKeeper;
    readonly readout: Readable<ReadoutState>;
    readonly fields: Fields;
    readonly clockS: () => number;
  },
  shownCase: Case,
  annotations: readonly Annotation[],
): Promise<string | null> {
  const inputs = house.measuring.inputs();
  const { description } = house.feed.getState();
  const { display, view } = house.scene.store.getState();
  const { anchors, liveness } = house.readout.getState();
  if (!inputs || !description) return null;
  const grab = await house.view.grab();
  if (!grab) return null;
  const { main, second, picture } = grab;
  const { measurement: measured, analysis, shapes } = await house.measuring.measure({ main, second }, inputs);
  const { frameNumber, timestampS, arrivedS } = measured;
  const isTrusted = mayShowNumbers(liveness.state);
  const still: Still = {
    version: 1,
    id: randomId(),
    takenAtS: house.clockS(),
    feed: { kind: description.kind, name: description.name },
    frame: { number: frameNumber, timestampS, arrivedS },
    case: shownCase,
    inputs,
    display,
    view,
    // A picture that may not show numbers live may not carry them either.
    measurement: isTrusted ? measured : withhold(measured, 'frame-old', 'no signal'),
    analysis: isTrusted ? analysis : null,
    definitions: { ...definitionsInWords },
    annotations: [...annotations],
    files: { composite: '', whiteLight: null, nirLinear: null, nirCodes: null },
    nirLinearScale: null,
    notice,
  };
  const order = {
    still,
    picture,
    main,
    second,
    unitPx: Math.max(1, picture.height / unitHeightPx),
    anchors,
    shapes: isTrusted ? shapes : noShapes,
    fields: house.fields.of(inputs.profile),
    isFrozen: liveness.state === 'frozen',
  };
  await house.exporter.keepStill(moved(order, [picture]));
  return still.id;
}
