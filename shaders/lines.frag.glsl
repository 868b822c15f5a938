// Iso-lines and their halo, to be blended over the picture: colour premultiplied.
precision highp float;
precision highp sampler2D;

#include "lib/iso-lines.glsl"

uniform sampler2D u_smooth;

#define VARYING in
#include "lines.varyings.glsl"

out vec4 o_line;

void main() {
  float linear = unpackLinear(texture(u_smooth, v_smooth).rg);
  vec2 canvasPx = vec2(gl_FragCoord.x, v_canvasHeightPx - gl_FragCoord.y);
  vec2 cover = isoLines(linear, vec2(dFdx(linear), dFdy(linear)), canvasPx * v_perUnit, v_iso);
  o_line = paintIsoLines(cover, v_lineColour);
}
