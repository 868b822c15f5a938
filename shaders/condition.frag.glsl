// NIR codes to linear light above dark, low-passed, at a fraction of the sensor's resolution: what iso-lines run on.
// Each texel is the mean of 4 × 4 sensor pixels. Two rows and columns at a time are averaged as codes by the sampler,
// then linearised, then averaged: the curve is straight enough over two neighbours, and sixteen samples become four.
precision highp float;
precision highp sampler2D;

#include "lib/register.glsl"
#include "lib/decode.glsl"
#include "lib/transfer.glsl"

uniform sampler2D u_nir;
uniform vec4 u_nirBounds;
uniform vec2 u_nirTexel;
uniform vec4 u_texelToSignal;
uniform float u_gamma;
uniform float u_darkLinear;

in vec2 v_nir;
out vec4 o_packed;

float linearAt(vec2 offsetPx) {
  vec3 texel = texture(u_nir, clampTo(v_nir + offsetPx * u_nirTexel, u_nirBounds)).rgb;
  return signalToLinear(texelToSignal(texel, u_texelToSignal), u_gamma);
}

void main() {
  float sum = linearAt(vec2(-1.0, -1.0)) + linearAt(vec2(1.0, -1.0)) + linearAt(vec2(-1.0, 1.0)) + linearAt(vec2(1.0, 1.0));
  o_packed = vec4(packLinear(sum * 0.25 - u_darkLinear), 0.0, 1.0);
}
