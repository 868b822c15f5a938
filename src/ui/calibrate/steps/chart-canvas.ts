/** The test chart on canvases, in a window of its own, and as a file. */
import { paintChart } from '#model/chart.ts';
import type { SizePx } from '#model/geometry.ts';
import { withText } from '#model/png-chunks.ts';
import { madeWith } from '#platform/version.ts';
import { words } from '#words/words.ts';

function painted(size: SizePx): OffscreenCanvas {
  const { rgba, widthPx, heightPx } = paintChart(size);
  const canvas = new OffscreenCanvas(widthPx, heightPx);
  canvas.getContext('2d')?.putImageData(new ImageData(rgba, widthPx, heightPx), 0, 0);
  return canvas;
}

/** Fills the whole of `view`, whose canvas this is, with the chart: one pixel of it a device pixel. */
export function fillWithChart(canvas: HTMLCanvasElement, view: Window): void {
  const { innerWidth, innerHeight, devicePixelRatio } = view;
  const chart = painted({
    widthPx: Math.max(1, Math.round(innerWidth * devicePixelRatio)),
    heightPx: Math.max(1, Math.round(innerHeight * devicePixelRatio)),
  });
  canvas.width = chart.width;
  canvas.height = chart.height;
  canvas.getContext('2d')?.drawImage(chart, 0, 0);
}

/** The chart as a PNG of 1920 × 1080, the usual size of a tower's input. */
export async function chartFile(): Promise<Blob> {
  const png = await painted({ widthPx: 1920, heightPx: 1080 }).convertToBlob({ type: 'image/png' });
  return new Blob([withText(new Uint8Array(await png.arrayBuffer()), { Software: madeWith })], {
    type: png.type,
  });
}

/**
 * Opens the chart in a window of its own, to be carried to another screen; a press there makes it fill that screen, Escape
 * closes it. False when the browser did not let the window open.
 */
export function openChartWindow(): boolean {
  const view = window.open('', 'rimlight-chart', 'popup,width=1280,height=720');
  if (!view) return false;
  const { document: page } = view;
  page.title = words('Test chart: press to fill the screen');
  const canvas = page.createElement('canvas');
  page.body.replaceChildren(canvas);
  Object.assign(page.body.style, { margin: '0', overflow: 'hidden', background: '#000' });
  Object.assign(canvas.style, { display: 'block', width: '100vw', height: '100vh' });
  const draw = () => fillWithChart(canvas, view);
  view.addEventListener('resize', draw);
  view.addEventListener('click', () => void page.documentElement.requestFullscreen());
  view.addEventListener('keydown', event => {
    if (event.key === 'Escape') view.close();
  });
  draw();
  view.focus();
  return true;
}
