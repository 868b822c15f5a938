// Marks that nobody must take for tissue. Places in units of marks (1/720 of the canvas's shorter side).
#include "lib/decode.glsl"

// 0 or 1 in stripes that fall to the right, half on and half off.
float stripes(vec2 at, float period) {
  return step(0.5, fract((at.x - at.y) * (1.0 / period)));
}

// Saturated NIR: magenta, and the tissue darkened, in turn.
vec3 clipMark(vec3 colour, vec2 at) {
  return mix(colour * 0.35, vec3(1.0, 0.1, 0.85), stripes(at, 8.0));
}

// No signal: dark, grey and hatched.
vec3 veil(vec3 colour, vec2 at) {
  return vec3(rgbToGrey(colour) * 0.3 + 0.1 * stripes(at, 28.0));
}
