/**
 * In the view worker: what was drawn on the console's canvas is read back, without a stall. Where the app asks for a fence after its draw commands,
 * the code's rectangle is read into a buffer of the GPU's before that fence; where the app deletes the fence, because the GPU has carried out all
 * of it, the buffer holds the pixels that were drawn. Both moments are the app's own.
 */
import { panesOf } from '#model/panes.ts';
import { epochMs, type Notes } from './thread-notes.ts';
import { blockMiddles, boundsOf, fromLevels, levelsAt } from './time-code.ts';

type Pending = {
  readonly buffer: WebGLBuffer;
  readonly middles: ReturnType<typeof blockMiddles>;
  readonly bounds: ReturnType<typeof boundsOf>;
  readonly submittedMs: number;
};

export function readView(notes: Notes): void {
  const graphics = WebGL2RenderingContext.prototype;
  const { fenceSync, deleteSync } = graphics;
  const pending = new WeakMap<WebGLSync, Pending>();
  const spare: WebGLBuffer[] = [];

  const begin = (gl: WebGL2RenderingContext): Pending | null => {
    // Pictures for theatre displays are drawn beside the canvas.
    if (!notes.shown || gl.getParameter(gl.FRAMEBUFFER_BINDING) !== null) return null;
    const { mode, scene, view } = notes.shown;
    const { width, height } = gl.canvas;
    const [pane] = panesOf(mode, { widthPx: width, heightPx: height }, scene, view);
    if (!pane) return null;
    const submittedMs = epochMs();
    const middles = blockMiddles(pane.sceneToCanvas);
    const bounds = boundsOf(middles);
    const buffer = spare.pop() ?? gl.createBuffer();
    gl.bindBuffer(gl.PIXEL_PACK_BUFFER, buffer);
    gl.bufferData(gl.PIXEL_PACK_BUFFER, bounds.width * bounds.height * 4, gl.STREAM_READ);
    gl.readPixels(
      bounds.x,
      height - bounds.y - bounds.height,
      bounds.width,
      bounds.height,
      gl.RGBA,
      gl.UNSIGNED_BYTE,
      0,
    );
    gl.bindBuffer(gl.PIXEL_PACK_BUFFER, null);
    return { buffer, middles, bounds, submittedMs };
  };

  const end = (gl: WebGL2RenderingContext, { buffer, middles, bounds, submittedMs }: Pending): void => {
    const drawnMs = epochMs();
    const samples = new Uint8Array(bounds.width * bounds.height * 4);
    gl.bindBuffer(gl.PIXEL_PACK_BUFFER, buffer);
    gl.getBufferSubData(gl.PIXEL_PACK_BUFFER, 0, samples);
    gl.bindBuffer(gl.PIXEL_PACK_BUFFER, null);
    spare.push(buffer);
    const levels = levelsAt(middles, samples, { ...bounds, isUpsideDown: true });
    notes.readings.push({ code: fromLevels(levels), submittedMs, drawnMs });
  };

  graphics.fenceSync = function (condition, flags) {
    const read = begin(this);
    const sync = fenceSync.call(this, condition, flags);
    if (read && sync) pending.set(sync, read);
    return sync;
  };
  graphics.deleteSync = function (sync) {
    const read = sync && pending.get(sync);
    if (read && !this.isContextLost()) end(this, read);
    deleteSync.call(this, sync);
  };

  const { read } = ReadableStreamDefaultReader.prototype;
  ReadableStreamDefaultReader.prototype.read = async function () {
    const result = await read.call(this);
    if (result.value instanceof VideoFrame) notes.delivered += 1;
    return result;
  };
}
