/**
 * One lane's curves on a canvas, by uPlot. Holds the plot and its canvas; `Lane` disposes of it. Only draws: the pointer and the keys
 * belong to the timeline.
 */

import uPlot from 'uplot';
import { numerals } from '#words/words.ts';
import 'uplot/dist/uPlot.min.css';
import type { PlotData } from './decimate.ts';
import type { TimeWindow } from './time-window.ts';
import { type InjectionTick, inClock } from './times.ts';

/** CSS pixels behind the plot, so that the last word of its axis is whole. */
export const overhangPx = 24;

/** CSS pixels left of every strip of the timeline, for the plots' axis; and right, for the names of the curves. */
export const gutter = { left: 52, right: 132 } as const;

export type PlotLook = { readonly colour: string; readonly isRecomputed: boolean };

/** Marks of the time since injection inside the window, some `stepS` apart. */
export type InjectionAxis = (window: TimeWindow, stepS: number) => readonly InjectionTick[];

type LaneContent = {
  readonly data: PlotData;
  readonly window: TimeWindow;
  /** Seconds at which the recording paused or has a gap: light on both sides is of different times. */
  readonly breaks: readonly number[];
};

export type LanePlot = {
  show(content: LaneContent): void;
  resize(size: { widthPx: number; heightPx: number }): void;
  [Symbol.dispose](): void;
};

const font = '12px "Inter Variable", system-ui, sans-serif';
const steps = [
  0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 28_800,
];

/** 3 digits, no trailing zeros: axes need no more. */
const onAxis = (value: number): string => numerals(String(Number(value.toPrecision(3))).replace('-', '−'));

/** Colours from the page's own tokens: a canvas knows no CSS variables. */
function tokensOf(element: Element) {
  const style = getComputedStyle(element);
  const token = (name: string) => style.getPropertyValue(name).trim();
  return { soft: token('--text-soft'), line: token('--surface-3'), caution: token('--caution') };
}

/** A range with room above and below; never of no height. */
function withRoom(low: number | null, high: number | null): [number, number] {
  if (low === null || high === null) return [0, 1];
  const room = Math.max((high - low) * 0.12, Math.abs(high) * 0.02, 1e-6);
  return [low >= 0 ? Math.max(0, low - room) : low - room, high + room];
}

export function createLanePlot(
  host: HTMLElement,
  looks: readonly PlotLook[],
  options: {
    readonly size: { readonly widthPx: number; readonly heightPx: number };
    /** The lowest lane tells the time. */
    readonly hasTime: boolean;
    /** On the highest lane, where it is known. */
    readonly injection: InjectionAxis | null;
  },
): LanePlot {
  let content: LaneContent = {
    data: { xs: [], ys: [], withheld: [] },
    window: { fromS: 0, toS: 1 },
    breaks: [],
  };
  const colours = tokensOf(host);
  const { injection, hasTime, size } = options;

  /** Amber along the bottom where something is withheld, and a line at each break: a gap in the curve alone may be missed. */
  const drawBeside = (plot: uPlot): void => {
    const { ctx, bbox } = plot;
    const height = 4 * devicePixelRatio;
    ctx.save();
    ctx.beginPath();
    ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
    ctx.clip();
    ctx.fillStyle = colours.caution;
    for (const { fromS, toS } of content.data.withheld) {
      const left = plot.valToPos(fromS, 'x', true);
      const width = Math.max(devicePixelRatio, plot.valToPos(toS, 'x', true) - left);
      ctx.fillRect(left, bbox.top + bbox.height - height, width, height);
    }
    ctx.strokeStyle = colours.soft;
    ctx.lineWidth = devicePixelRatio;
    ctx.setLineDash([2 * devicePixelRatio, 4 * devicePixelRatio]);
    for (const atS of content.breaks) {
      const left = Math.round(plot.valToPos(atS, 'x', true)) + 0.5;
      ctx.beginPath();
      ctx.moveTo(left, bbox.top);
      ctx.lineTo(left, bbox.top + bbox.height);
      ctx.stroke();
    }
    ctx.restore();
  };

  const line = { stroke: colours.line, width: 1 };
  const axis: uPlot.Axis = { stroke: colours.soft, font, grid: line, ticks: { ...line, size: 4 }, gap: 3 };
  const stepOf = (splits: readonly number[]): number => (splits[1] ?? 1) - (splits[0] ?? 0);
  const clockAxis: uPlot.Axis = {
    ...axis,
    size: hasTime ? 24 : 0,
    space: 76,
    incrs: steps,
    values: (_, splits) =>
      hasTime ? splits.map(at => inClock(at, stepOf(splits) < 1 ? 2 : 0)) : splits.map(() => ''),
  };
  /** Round times since the injection, not round times of the session. */
  const injectionAxis: uPlot.Axis | null = injection && {
    ...axis,
    scale: 'x',
    side: 0,
    size: 22,
    space: 90,
    incrs: steps,
    grid: { show: false },
    splits: (_, __, fromS, toS, step) => injection({ fromS, toS }, step).map(({ atS }) => atS),
    values: (_, splits, __, ___, step) => {
      const ticks = injection(content.window, step);
      return splits.map(at => ticks.find(({ atS }) => atS === at)?.words ?? '');
    },
  };
  const plot = new uPlot(
    {
      width: size.widthPx,
      height: size.heightPx,
      padding: [injection ? 0 : 6, overhangPx, hasTime ? 0 : 4, 0],
      cursor: { show: false },
      legend: { show: false },
      select: { show: false, left: 0, top: 0, width: 0, height: 0 },
      scales: {
        x: { time: false, range: () => [content.window.fromS, content.window.toS] },
        y: { range: (_, low, high) => withRoom(low, high) },
      },
      axes: [
        clockAxis,
        {
          ...axis,
          size: gutter.left,
          space: 26,
          values: (_, splits) => splits.map(onAxis),
        },
        ...(injectionAxis ? [injectionAxis] : []),
      ],
      series: [
        {},
        ...looks.map(
          ({ colour, isRecomputed }): uPlot.Series => ({
            stroke: colour,
            width: isRecomputed ? 2 : 1.5,
            ...(isRecomputed ? { dash: [7, 5] } : {}),
            spanGaps: false,
            points: { size: 5, fill: colour, stroke: colour },
          }),
        ),
      ],
      hooks: { draw: [drawBeside] },
    },
    [[], ...looks.map(() => [])],
    host,
  );
  return {
    show(next) {
      content = next;
      plot.setData([next.data.xs, ...next.data.ys]);
    },
    resize: ({ widthPx, heightPx }) => plot.setSize({ width: widthPx, height: heightPx }),
    [Symbol.dispose]: () => plot.destroy(),
  };
}
