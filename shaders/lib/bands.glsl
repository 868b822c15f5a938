#include "lib/marks.glsl"

// Bands outward from the signal, where the distance to it passes given limits.

struct BandStyle {
  // In NIR pixels, ascending; unused ones are out of reach.
  vec4 limitsPx;
  float halfWidthPx;
  // NIR pixels that a canvas pixel is wide.
  float canvasPx;
};

// How much of a line at a limit (x), of its halo (y) and of the hatch between the signal and the first limit (z) covers this pixel.
// Distances rise by one a pixel, so the distance to a line is what is left to its limit. `at` is in units of marks.
vec3 bandCover(float distancePx, vec2 at, BandStyle style) {
  vec4 away = abs(vec4(distancePx) - style.limitsPx);
  float nearest = min(min(away.x, away.y), min(away.z, away.w));
  float inside = (style.halfWidthPx - nearest) / style.canvasPx;
  float inFirst = float(distancePx > 0.5 && distancePx < style.limitsPx.x);
  return vec3(clamp(vec2(inside + 0.5, inside + 2.0), 0.0, 1.0), inFirst * stripes(at.yx, 10.0));
}

// Line over halo and hatch, colour premultiplied, all of it as strong as `strength`.
vec4 paintBands(vec3 cover, vec3 lineColour, float strength) {
  float hatch = 0.16 * cover.z * (1.0 - cover.y);
  float line = cover.x + (1.0 - cover.x) * hatch;
  float alpha = 1.0 - (1.0 - 0.85 * cover.y) * (1.0 - line);
  return vec4(lineColour * line, alpha) * strength;
}
