// NIR codes to linear light above dark, low-passed, at a fraction of the sensor's resolution: what iso-lines run on.
// Each texel is the mean of 4 × 4 sensor pixels. Pairs of rows and columns are averaged as codes by the sampler, then
// linearised, then averaged: the curve is straight enough over two neighbours, and sixteen samples become four.
precision highp float;
precision highp sampler2D;

#include "lib/register.glsl"
#include "lib/decode.glsl"
#include "lib/transfer.glsl"

uniform sampler2D u_nir;
uniform vec4 u_nirRectPx;
uniform vec2 u_nirSizePx;
uniform vec3 u_codeWeights;
uniform vec2 u_codeRange;
uniform float u_gamma;
uniform float u_darkLinear;
uniform float u_smoothStepPx;

in vec2 v_targetPx;
out vec4 o_linear;

float linearAt(vec2 sensorPx) {
  vec2 nirPx = clampInside(sensorPx, u_nirRectPx);
  float codes = texelToCodes(texture(u_nir, nirPx / u_nirSizePx).rgb, u_codeWeights);
  return signalToLinear(codesToSignal(codes, u_codeRange), u_gamma);
}

void main() {
  vec2 centrePx = v_targetPx * u_smoothStepPx - 0.5;
  float sum = linearAt(centrePx + vec2(-1.0, -1.0)) + linearAt(centrePx + vec2(1.0, -1.0))
    + linearAt(centrePx + vec2(-1.0, 1.0)) + linearAt(centrePx + vec2(1.0, 1.0));
  o_linear = vec4(sum * 0.25 - u_darkLinear, 0.0, 0.0, 1.0);
}
