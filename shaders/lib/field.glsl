#include "lib/decode.glsl"

// What dark and a uniform target gave at each pixel, as four bytes: flat, high and low, then dark as `packLinear` has it.

// `toFlat`: weights of the two bytes. Flat is never 0.
float correctLinear(float linear, vec4 bytes, vec2 toFlat) {
  return (linear - unpackLinear(bytes.zw)) / dot(bytes.xy, toFlat);
}
