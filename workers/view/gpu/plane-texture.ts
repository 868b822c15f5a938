/**
 * One plane of samples on the GPU. Holds one texture of the plane's size; it is allocated again only when the size or
 * the kind of samples changes. Whoever created it disposes of it.
 */

/** Samples in memory: `channels` bytes a pixel, rows `strideBytes` apart. */
export type TexelRows = {
  readonly bytes: Uint8Array;
  readonly channels: 1 | 2 | 4;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly strideBytes: number;
};

export type PlaneTexture = {
  /** Copies the rows in. Nothing of `rows` is kept. */
  upload(rows: TexelRows): void;
  readonly texture: WebGLTexture;
  [Symbol.dispose](): void;
};

export function createPlaneTexture(gl: WebGL2RenderingContext): PlaneTexture {
  const formats = {
    1: { internal: gl.R8, external: gl.RED },
    2: { internal: gl.RG8, external: gl.RG },
    4: { internal: gl.RGBA8, external: gl.RGBA },
  };
  let texture = gl.createTexture();
  let held = '';

  const allocate = ({ channels, widthPx, heightPx }: TexelRows): void => {
    const wanted = `${channels} ${widthPx} ${heightPx}`;
    if (wanted === held) return;
    gl.deleteTexture(texture);
    texture = gl.createTexture();
    gl.bindTexture(gl.TEXTURE_2D, texture);
    gl.texStorage2D(gl.TEXTURE_2D, 1, formats[channels].internal, widthPx, heightPx);
    setBilinear(gl);
    held = wanted;
  };

  return {
    upload(rows) {
      allocate(rows);
      const { widthPx, heightPx, channels, bytes } = rows;
      gl.bindTexture(gl.TEXTURE_2D, texture);
      gl.pixelStorei(gl.UNPACK_ALIGNMENT, 1);
      gl.pixelStorei(gl.UNPACK_ROW_LENGTH, rows.strideBytes / channels);
      const { external } = formats[channels];
      gl.texSubImage2D(gl.TEXTURE_2D, 0, 0, 0, widthPx, heightPx, external, gl.UNSIGNED_BYTE, bytes);
    },
    get texture() {
      return texture;
    },
    [Symbol.dispose]() {
      gl.deleteTexture(texture);
    },
  };
}

/** Bilinear, edges repeated, for the texture bound now; a sampler object may say otherwise for a draw call. */
export function setBilinear(gl: WebGL2RenderingContext): void {
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.LINEAR);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MAG_FILTER, gl.LINEAR);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_S, gl.CLAMP_TO_EDGE);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_T, gl.CLAMP_TO_EDGE);
}
