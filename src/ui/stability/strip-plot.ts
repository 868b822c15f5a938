/** One strip on a canvas, by uPlot. Holds the plot and its canvas; `StripPlot` disposes of it. */
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { inClock } from '../review/times.ts';
import type { Band, Strip, StripData } from './strips.ts';

/** CSS pixels for the axis left of every strip, so that their times stand above each other; and right of it for its last word. */
const axisPx = 56;
const overhangPx = 24;
/** Of the strip that tells the time. */
export const timeAxisPx = 24;

type StripContent = {
  readonly data: StripData;
  readonly spanS: number;
  readonly bands: readonly (Band & { readonly letter: string })[];
  readonly withheld: readonly (readonly [number, number])[];
};

type PlottedStrip = {
  show(content: StripContent): void;
  resize(size: { widthPx: number; heightPx: number }): void;
  [Symbol.dispose](): void;
};

const font = '12px "Inter Variable", system-ui, sans-serif';
const steps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 28_800, 86_400];

/** Colours from the page's own tokens: a canvas knows no CSS variables. */
function tokensOf(element: Element) {
  const style = getComputedStyle(element);
  const token = (name: string) => style.getPropertyValue(name).trim();
  return {
    soft: token('--text-soft'),
    line: token('--surface-3'),
    caution: token('--caution'),
    stop: token('--stop'),
  };
}

const onAxis = (value: number): string => String(Number(value.toPrecision(3))).replace('-', '−');

/** Whole decades round what there is. */
const decades = (low: number | null, high: number | null): [number, number] => {
  const least = Math.max(low ?? 1, 0.1);
  const most = Math.max(high ?? 100, least);
  const from = 10 ** Math.floor(Math.log10(least));
  return [from, Math.max(10 * from, 10 ** Math.ceil(Math.log10(most)))];
};
/** Room above and below; never of no height, and zero where all is near it. */
const withRoom = (low: number | null, high: number | null): [number, number] => {
  if (low === null || high === null) return [0, 1];
  const room = Math.max((high - low) * 0.15, Math.abs(high) * 0.1, 0.1);
  return [low >= 0 ? Math.max(0, low - room) : low - room, Math.max(high + room, low + 1)];
};

export function createStripPlot(
  host: HTMLElement,
  { series, isLogarithmic, key }: Strip,
  options: {
    readonly size: { readonly widthPx: number; readonly heightPx: number };
    /** The lowest strip tells the time. */
    readonly hasTime: boolean;
    /** The highest names the bands, and marks where numbers were withheld. */
    readonly isFirst: boolean;
  },
): PlottedStrip {
  const { hasTime, isFirst, size } = options;
  const colours = tokensOf(host);
  let content: StripContent = { data: { xs: [], ys: [] }, spanS: 1, bands: [], withheld: [] };

  const drawBands = ({ ctx, bbox, valToPos }: uPlot): void => {
    const pixel = devicePixelRatio;
    ctx.save();
    ctx.beginPath();
    ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
    ctx.clip();
    ctx.font = `${12 * pixel}px "Inter Variable", system-ui, sans-serif`;
    ctx.textBaseline = 'top';
    ctx.textAlign = 'left';
    /** Where the last letter of each line ends: two that would stand on each other stand below each other. */
    const ends: number[] = [];
    for (const { fromS, toS, letter } of content.bands) {
      const left = valToPos(fromS, 'x', true);
      const width = Math.max(2 * pixel, valToPos(toS, 'x', true) - left);
      ctx.globalAlpha = 0.2;
      ctx.fillStyle = colours.caution;
      ctx.fillRect(left, bbox.top, width, bbox.height);
      ctx.globalAlpha = 1;
      ctx.fillRect(left, bbox.top, pixel, bbox.height);
      if (!isFirst) continue;
      const free = ends.findIndex(end => end < left);
      const rank = free < 0 ? ends.length : free;
      ends[rank] = left + (ctx.measureText(letter).width + 8 * pixel);
      ctx.fillText(letter, left + 3 * pixel, bbox.top + (2 + 13 * rank) * pixel);
    }
    if (isFirst) {
      ctx.fillStyle = colours.stop;
      for (const [fromS, toS] of content.withheld) {
        const left = valToPos(fromS, 'x', true);
        ctx.fillRect(left, bbox.top + bbox.height - 4 * pixel, valToPos(toS, 'x', true) - left, 4 * pixel);
      }
    }
    ctx.restore();
  };

  const line = { stroke: colours.line, width: 1 };
  const axis: uPlot.Axis = { stroke: colours.soft, font, grid: line, ticks: { ...line, size: 4 }, gap: 3 };
  const plot = new uPlot(
    {
      width: size.widthPx,
      height: size.heightPx,
      padding: [6, overhangPx, hasTime ? 0 : 6, 0],
      cursor: { show: false },
      legend: { show: false },
      select: { show: false, left: 0, top: 0, width: 0, height: 0 },
      scales: {
        x: { time: false, range: () => [0, content.spanS] },
        y: isLogarithmic
          ? { distr: 3, range: (_, low, high) => decades(low, high) }
          : { range: (_, low, high) => (key === 'lost' ? [0, withRoom(0, high)[1]] : withRoom(low, high)) },
      },
      axes: [
        {
          ...axis,
          size: hasTime ? timeAxisPx : 0,
          space: 76,
          incrs: steps,
          values: (_, splits) => splits.map(at => (hasTime ? inClock(at, 0) : '')),
        },
        {
          ...axis,
          size: axisPx,
          space: 22,
          values: (_, splits) =>
            splits.map(at =>
              isLogarithmic && !Number.isInteger(Math.round(Math.log10(at) * 1e6) / 1e6) ? '' : onAxis(at),
            ),
        },
      ],
      series: [
        {},
        ...series.map(
          ({ colour, dash }): uPlot.Series => ({
            stroke: colour,
            width: 1.5,
            ...(dash ? { dash: [...dash] } : {}),
            spanGaps: false,
            points: { show: false },
          }),
        ),
      ],
      hooks: { drawAxes: [drawBands] },
    },
    [[], ...series.map(() => [])],
    host,
  );
  return {
    show(next) {
      content = next;
      plot.setData([[...next.data.xs], ...next.data.ys.map(values => [...values])]);
    },
    resize: ({ widthPx, heightPx }) => plot.setSize({ width: widthPx, height: heightPx }),
    [Symbol.dispose]: () => plot.destroy(),
  };
}
