/**
 * A texture of two bytes a pixel that a program can draw into and another can sample. Holds one texture and one
 * framebuffer of the size last asked for; whoever created it disposes of it.
 */
import type { SizePx } from '#model/geometry.ts';
import { setBilinear } from './plane-texture.ts';

export type ByteTarget = {
  /** Makes this the target of the next draw call, whole viewport. */
  bind(size: SizePx): void;
  readonly texture: WebGLTexture;
  [Symbol.dispose](): void;
};

export function createByteTarget(gl: WebGL2RenderingContext): ByteTarget {
  const framebuffer = gl.createFramebuffer();
  let texture = gl.createTexture();
  let held = '';

  const allocate = ({ widthPx, heightPx }: SizePx): void => {
    const wanted = `${widthPx} ${heightPx}`;
    if (wanted === held) return;
    gl.deleteTexture(texture);
    texture = gl.createTexture();
    gl.bindTexture(gl.TEXTURE_2D, texture);
    gl.texStorage2D(gl.TEXTURE_2D, 1, gl.RG8, widthPx, heightPx);
    setBilinear(gl);
    gl.framebufferTexture2D(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.TEXTURE_2D, texture, 0);
    held = wanted;
  };

  return {
    bind(size) {
      gl.bindFramebuffer(gl.FRAMEBUFFER, framebuffer);
      allocate(size);
      gl.viewport(0, 0, size.widthPx, size.heightPx);
      gl.disable(gl.SCISSOR_TEST);
    },
    get texture() {
      return texture;
    },
    [Symbol.dispose]() {
      gl.deleteFramebuffer(framebuffer);
      gl.deleteTexture(texture);
    },
  };
}
