// Up to four lines where the light has given levels. Unused levels are out of reach.

struct IsoStyle {
  vec4 levels;
  vec4 halfWidthsPx;
  vec4 solidShares;
};

// Drawn share of a dash's period, lowest line first.
const vec4 isoSolidShares = vec4(0.35, 0.55, 0.75, 1.0);

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

vec3 drawIsoLines(vec3 colour, vec2 cover, vec3 lineColour) {
  return mix(colour * (1.0 - 0.65 * cover.y), lineColour, cover.x);
}
