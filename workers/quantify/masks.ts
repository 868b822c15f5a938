/** The pixels of every region, kept from frame to frame and found anew only when a shape or the mapping changes. */
import type { SizePx } from '#model/geometry.ts';
import { type Mapping, toSensor } from '#model/mapping.ts';
import { boundsOf, type Region } from '#model/region.ts';
import { clipToSensor, countPixels, type Spans, spansOf, subtract } from './spans.ts';

/** One region on the sensor. `spans`: its pixels there that are in no leak; a leak keeps its own. */
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
) => readonly Mask[];

export function createMaskCache(): MaskCache {
  let lastRegions: readonly Region[] | null = null;
  let lastMapping = '';
  let masks: readonly Mask[] = [];
  let shapes = new Map<string, Spans>();

  return (regions, sceneToSensor, sensor) => {
    const mapping = JSON.stringify([sceneToSensor, sensor.widthPx, sensor.heightPx]);
    if (regions === lastRegions && mapping === lastMapping) return masks;
    const known = mapping === lastMapping ? shapes : new Map<string, Spans>();
    shapes = new Map();
    const whole = regions.map(region => {
      const key = JSON.stringify(region.shape);
      const spans = known.get(key) ?? spansOf(region.shape, sceneToSensor, sensor);
      shapes.set(key, spans);
      return { region, spans, onSensor: clipToSensor(spans, sensor) };
    });
    const leaks = whole.filter(w => w.region.role === 'leak').map(w => w.onSensor);
    masks = whole.map(({ region, spans, onSensor }) => {
      const pixels = countPixels(spans);
      return {
        region,
        spans: region.role === 'leak' ? onSensor : leaks.reduce(subtract, onSensor),
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

/** A region without pixels lies between the sensor's pixel centres (0) or so far away that none was looked for (1). */
function emptyOutsideShare({ shape }: Region, sceneToSensor: Mapping, sensor: SizePx): number {
  const { x, y, width, height } = boundsOf(shape);
  const centre = toSensor(sceneToSensor, { x: x + width / 2, y: y + height / 2 });
  const isOn = Math.abs(2 * centre.x + 1 - sensor.widthPx) <= sensor.widthPx;
  return isOn && Math.abs(2 * centre.y + 1 - sensor.heightPx) <= sensor.heightPx ? 0 : 1;
}
