#include "lib/decode.glsl"

// Up to four lines where the light has given levels. Unused levels are out of reach.

struct IsoStyle {
  vec4 levels;
  vec4 halfWidthsPx;
  vec4 solidShares;
};

// How much of a line (x) and of its halo (y) covers this pixel. Gradient: the light's, per canvas pixel. The distance to
// a line is |light − level| ÷ |gradient|; `at` is in units of marks; dashes run along the axis nearer to the line.
vec2 isoLines(float linear, vec2 gradient, vec2 at, IsoStyle style) {
  float perSlope = inversesqrt(dot(gradient, gradient) + 1e-14);
  vec4 inside = style.halfWidthsPx - abs(linear - style.levels) * perSlope;
  float along = fract(mix(at.x, at.y, abs(gradient.x) > abs(gradient.y)) * (1.0 / 12.0));
  vec4 drawn = mix(vec4(-9.0), inside, lessThanEqual(vec4(along), style.solidShares));
  vec2 line = max(drawn.xy, drawn.zw);
  vec2 halo = max(inside.xy, inside.zw);
  return clamp(vec2(max(line.x, line.y) + 0.5, max(halo.x, halo.y) + 2.0), 0.0, 1.0);
}

// Line over halo, colour premultiplied: blending keeps 1 − alpha of what is below.
vec4 paintIsoLines(vec2 cover, vec3 lineColour) {
  return vec4(lineColour * cover.x, 1.0 - (1.0 - 0.65 * cover.y) * (1.0 - cover.x));
}

// Whether a line or its halo may cross a cell, by the high bytes of its darkest and brightest texel. A quarter of the
// range on either side is for the halo, whose line may lie outside.
bool mayCross(vec2 range, vec4 levels) {
  float middle = unpackLinear(vec2(0.5 * (range.x + range.y), 0.5));
  float reach = 0.75 * 1.5 * (range.y - range.x) + 1.5 / 255.0;
  return any(lessThanEqual(abs(levels - middle), vec4(reach)));
}
