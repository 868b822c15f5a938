// Iso-lines and their halo, to be blended over the picture: colour premultiplied.
// RADIAL: 1 where the scene's lens distorts; undone for each pixel, so that only the cells' edges are cut straight.
precision highp float;
precision highp sampler2D;

#include "lib/iso-lines.glsl"
#include "lib/register.glsl"

uniform sampler2D u_smooth;

#define VARYING in
#include "lines.varyings.glsl"

out vec4 o_line;

void main() {
#if RADIAL
  vec2 smoothAt = homogeneousToPoint(undistorted(v_distortedSmooth, v_smoothCentre, v_fromCentre, v_distortion));
#else
  vec2 smoothAt = v_smooth;
#endif
  float linear = unpackLinear(texture(u_smooth, smoothAt).rg);
  vec2 canvasPx = vec2(gl_FragCoord.x, v_canvasHeightPx - gl_FragCoord.y);
  vec2 cover = isoLines(linear, vec2(dFdx(linear), dFdy(linear)), canvasPx * v_perUnit, v_iso);
  o_line = paintIsoLines(cover, v_lineColour);
}
