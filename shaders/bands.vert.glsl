// One triangle over the canvas, cut to a pane by the scissor: places on the NIR channel, as shares of it.
precision highp float;

#include "lib/bands.glsl"

uniform vec2 u_canvasSizePx;
uniform float u_perUnit;
uniform mat3 u_canvasToBands;
uniform mat3 u_canvasToRadial;
uniform vec3 u_centre;
uniform vec2 u_distortion;
uniform float u_pxPerShare;
uniform BandStyle u_bandStyle;
uniform vec3 u_lineColour;
uniform float u_strength;

#define VARYING out
#include "bands.varyings.glsl"

void main() {
  vec2 corner = vec2(gl_VertexID == 1 ? 2.0 : 0.0, gl_VertexID == 2 ? 2.0 : 0.0);
  gl_Position = vec4(corner.x * 2.0 - 1.0, 1.0 - corner.y * 2.0, 0.0, 1.0);
  vec3 canvasPx = vec3(corner * u_canvasSizePx, 1.0);
  v_canvasUnits = canvasPx.xy * u_perUnit;
  v_at = u_canvasToBands * canvasPx;
  v_fromCentre = (u_canvasToRadial * canvasPx).xy;
  v_centre = u_centre;
  v_distortion = u_distortion;
  v_pxPerShare = u_pxPerShare;
  v_bands = u_bandStyle;
  v_lineColour = u_lineColour;
  v_strength = u_strength;
}
