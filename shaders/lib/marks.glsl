// Marks that a person must not take for tissue. Sizes in units of 1/720 of the canvas's shorter side.

// 0 or 1 in stripes, falling to the right, half on and half off.
float stripes(vec2 canvasPx, float periodPx) {
  return step(0.5, fract((canvasPx.x - canvasPx.y) / periodPx));
}

// Saturated NIR: magenta and tissue in turn.
vec3 clipMark(vec3 colour, vec2 canvasPx, float unitPx) {
  return mix(colour, vec3(1.0, 0.0, 0.8), stripes(canvasPx, 6.0 * unitPx));
}

// No signal: dark, grey and hatched.
vec3 veil(vec3 colour, vec2 canvasPx, float unitPx) {
  float grey = dot(colour, vec3(0.2126, 0.7152, 0.0722)) * 0.3;
  return vec3(grey + 0.1 * stripes(canvasPx, 28.0 * unitPx));
}
