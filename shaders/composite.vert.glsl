// One triangle over the canvas, cut to a pane by the scissor. Positions go to texture coordinates here, once; the
// mapping to the sensor may be projective and stays homogeneous until the fragment shader divides.
precision highp float;

#include "lib/decode.glsl"

uniform vec2 u_canvasSizePx;
uniform float u_perUnit;
uniform mat3 u_canvasToWhite;
uniform vec2 u_whiteToChroma;
uniform mat3 u_canvasToNir;
uniform mat3 u_canvasToRadial;

uniform vec4 u_whiteBounds;
uniform vec4 u_chromaBounds;
uniform mat4 u_texelToRgb;
uniform YuvFactors u_yuv;

uniform vec4 u_nirBounds;
uniform vec4 u_nirEdges;
uniform vec3 u_nirCentre;
uniform vec2 u_distortion;
uniform vec4 u_texelToSignal;
uniform float u_gamma;
uniform float u_darkLinear;
uniform vec2 u_toFlat;
uniform float u_clipSignal;

uniform vec2 u_window;
uniform vec3 u_signed;
uniform float u_curveGamma;
uniform float u_threshold;
uniform float u_opacity;

#define VARYING out
#include "composite.varyings.glsl"

void main() {
  vec2 corner = vec2(gl_VertexID == 1 ? 2.0 : 0.0, gl_VertexID == 2 ? 2.0 : 0.0);
  gl_Position = vec4(corner.x * 2.0 - 1.0, 1.0 - corner.y * 2.0, 0.0, 1.0);
  vec3 canvasPx = vec3(corner * u_canvasSizePx, 1.0);
  v_canvasUnits = canvasPx.xy * u_perUnit;
  v_white = (u_canvasToWhite * canvasPx).xy;
  v_chroma = v_white * u_whiteToChroma;
  v_nir = u_canvasToNir * canvasPx;
  v_fromCentre = (u_canvasToRadial * canvasPx).xy;

  v_whiteBounds = u_whiteBounds;
  v_chromaBounds = u_chromaBounds;
  v_texelToRgb = u_texelToRgb;
  v_yuv = u_yuv;

  v_nirBounds = u_nirBounds;
  v_nirEdges = u_nirEdges;
  v_nirCentre = u_nirCentre;
  v_distortion = u_distortion;
  v_texelToSignal = u_texelToSignal;
  v_gamma = u_gamma;
  v_darkLinear = u_darkLinear;
  v_toFlat = u_toFlat;
  v_clipSignal = u_clipSignal;

  v_window = u_window;
  v_signed = u_signed;
  v_curveGamma = u_curveGamma;
  v_threshold = u_threshold;
  v_opacity = u_opacity;
}
