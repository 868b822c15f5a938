/** The pixels of every region, kept from frame to frame and found anew only when a shape or the mapping changes. */
import type { Rect, SizePx } from '#model/geometry.ts';
import { type Mapping, toSensor } from '#model/mapping.ts';
import { boundsOf, type Region } from '#model/region.ts';
import { clipToSensor, countPixels, type Spans, spansOf, subtract } from './spans.ts';

/** One region on the sensor. `spans`: its pixels there that are in no leak and in no black place; a leak keeps its own. */
type Mask = {
  readonly region: Region;
  readonly spans: Spans;
  /** Pixels beyond the sensor, as a share of the region's. Counted up to one sensor's size away from it. */
  readonly outsideShare: number;
};

export type MaskCache = (
  regions: readonly Region[],
  sceneToSensor: Mapping,
  sensor: SizePx,
  /** Black places in sensor pixels; what of them lies beside it does not matter. */
  blanked?: readonly Rect[],
) => readonly Mask[];

export function createMaskCache(): MaskCache {
  let lastRegions: readonly Region[] | null = null;
  let lastMapping = '';
  let masks: readonly Mask[] = [];
  let shapes = new Map<string, Spans>();

  return (regions, sceneToSensor, sensor, blanked = []) => {
    const mapping = JSON.stringify([sceneToSensor, sensor.widthPx, sensor.heightPx, blanked]);
    if (regions === lastRegions && mapping === lastMapping) return masks;
    const known = mapping === lastMapping ? shapes : new Map<string, Spans>();
    shapes = new Map();
    const whole = regions.map(region => {
      const key = JSON.stringify(region.shape);
      const spans = known.get(key) ?? spansOf(region.shape, sceneToSensor, sensor);
      shapes.set(key, spans);
      return { region, spans, onSensor: clipToSensor(spans, sensor) };
    });
    const hidden = [
      ...whole.filter(w => w.region.role === 'leak').map(w => w.onSensor),
      ...blanked.map(rect => clipToSensor(spansOfRect(rect), sensor)),
    ];
    masks = whole.map(({ region, spans, onSensor }) => {
      const pixels = countPixels(spans);
      return {
        region,
        spans: region.role === 'leak' ? onSensor : hidden.reduce(subtract, onSensor),
        outsideShare:
          pixels === 0
            ? emptyOutsideShare(region, sceneToSensor, sensor)
            : 1 - countPixels(onSensor) / pixels,
      };
    });
    lastRegions = regions;
    lastMapping = mapping;
    return masks;
  };
}

const spansOfRect = ({ x, y, width, height }: Rect): Spans =>
  Int32Array.from(Array.from({ length: height }, (_, row) => [y + row, x, x + width]).flat());

/** A region without pixels lies between the sensor's pixel centres (0) or so far away that none was looked for (1). */
function emptyOutsideShare({ shape }: Region, sceneToSensor: Mapping, sensor: SizePx): number {
  const { x, y, width, height } = boundsOf(shape);
  const centre = toSensor(sceneToSensor, { x: x + width / 2, y: y + height / 2 });
  const isOn = Math.abs(2 * centre.x + 1 - sensor.widthPx) <= sensor.widthPx;
  return isOn && Math.abs(2 * centre.y + 1 - sensor.heightPx) <= sensor.heightPx ? 0 : 1;
}
