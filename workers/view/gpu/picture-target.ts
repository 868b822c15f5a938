/**
 * A picture that is drawn beside the canvas and taken out of the context, for other windows. Holds one texture, one framebuffer and one
 * pixel buffer of the size last asked for; the context's owner disposes of it.
 */
import type { SizePx } from '#model/geometry.ts';
import { createDrawFence } from './draw-fence.ts';

export type PictureTarget = {
  /** Makes this the framebuffer of the next draw calls. */
  bind(size: SizePx): void;
  /** What was drawn since `bind`; the caller closes it. Null where the context was lost meanwhile. The GPU is not waited for by a stall. */
  taken(): Promise<ImageBitmap | null>;
  [Symbol.dispose](): void;
};

export function createPictureTarget(gl: WebGL2RenderingContext): PictureTarget {
  const fence = createDrawFence(gl);
  const framebuffer = gl.createFramebuffer();
  const pixels = gl.createBuffer();
  let texture: WebGLTexture | null = null;
  let held: SizePx = { widthPx: 0, heightPx: 0 };

  const allocate = (size: SizePx): void => {
    if (size.widthPx === held.widthPx && size.heightPx === held.heightPx) return;
    gl.deleteTexture(texture);
    texture = gl.createTexture();
    gl.bindTexture(gl.TEXTURE_2D, texture);
    gl.texStorage2D(gl.TEXTURE_2D, 1, gl.RGBA8, size.widthPx, size.heightPx);
    gl.framebufferTexture2D(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.TEXTURE_2D, texture, 0);
    gl.bindBuffer(gl.PIXEL_PACK_BUFFER, pixels);
    gl.bufferData(gl.PIXEL_PACK_BUFFER, size.widthPx * size.heightPx * 4, gl.STREAM_READ);
    gl.bindBuffer(gl.PIXEL_PACK_BUFFER, null);
    held = size;
  };

  return {
    bind(size) {
      gl.bindFramebuffer(gl.FRAMEBUFFER, framebuffer);
      allocate(size);
    },
    async taken() {
      const { widthPx, heightPx } = held;
      gl.bindFramebuffer(gl.FRAMEBUFFER, framebuffer);
      gl.bindBuffer(gl.PIXEL_PACK_BUFFER, pixels);
      gl.readPixels(0, 0, widthPx, heightPx, gl.RGBA, gl.UNSIGNED_BYTE, 0);
      gl.bindBuffer(gl.PIXEL_PACK_BUFFER, null);
      await fence.finished();
      if (gl.isContextLost()) return null;
      const image = new ImageData(widthPx, heightPx);
      gl.bindBuffer(gl.PIXEL_PACK_BUFFER, pixels);
      gl.getBufferSubData(gl.PIXEL_PACK_BUFFER, 0, image.data);
      gl.bindBuffer(gl.PIXEL_PACK_BUFFER, null);
      // WebGL counts rows from below.
      return createImageBitmap(image, { imageOrientation: 'flipY' });
    },
    [Symbol.dispose]() {
      gl.deleteFramebuffer(framebuffer);
      gl.deleteBuffer(pixels);
      gl.deleteTexture(texture);
    },
  };
}
