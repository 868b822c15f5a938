// NIR codes to linear light above dark, low-passed, at a fraction of the sensor's resolution: what iso-lines run on.
// Each texel is the mean of 4 × 4 sensor pixels. Two rows and columns at a time are averaged as codes by the sampler,
// then linearised and corrected, then averaged: the curve is straight enough over two neighbours, and sixteen samples
// become four. FIELD: 1 where dark or flat are known pixel by pixel. TRANSFER: see lib.
precision highp float;
precision highp sampler2D;

#include "lib/register.glsl"
#include "lib/decode.glsl"
#include "lib/transfer.glsl"
#include "lib/field.glsl"

uniform sampler2D u_nir;
uniform sampler2D u_fields;
uniform vec4 u_nirBounds;
uniform vec4 u_nirEdges;
uniform vec2 u_nirTexel;
uniform vec4 u_texelToSignal;
uniform float u_gamma;
uniform float u_darkLinear;
uniform vec2 u_toFlat;

in vec2 v_nir;
out vec4 o_packed;

float linearAt(vec2 offsetPx) {
  vec2 point = clampTo(v_nir + offsetPx * u_nirTexel, u_nirBounds);
  float linear = signalToLinear(texelToSignal(texture(u_nir, point).rgb, u_texelToSignal), u_gamma);
#if FIELD
  return correctLinear(linear - u_darkLinear, texture(u_fields, frameToChannel(point, u_nirEdges)), u_toFlat);
#else
  return linear;
#endif
}

void main() {
  float sum = linearAt(vec2(-1.0, -1.0)) + linearAt(vec2(1.0, -1.0)) + linearAt(vec2(-1.0, 1.0)) + linearAt(vec2(1.0, 1.0));
#if FIELD
  o_packed = vec4(packLinear(sum * 0.25), 0.0, 1.0);
#else
  o_packed = vec4(packLinear(sum * 0.25 - u_darkLinear), 0.0, 1.0);
#endif
}
