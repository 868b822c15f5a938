// Up to four lines where the light is a given multiple of the background.

struct IsoStyle {
  vec4 ratios;
  vec4 halfWidthsPx;
  vec4 solidShares;
};

// How much of a line (x) and of its halo (y) covers this pixel. `gradient` is the ratio's, per canvas pixel.
vec2 isoLines(float ratio, vec2 gradient, vec2 canvasUnits, IsoStyle style, float unitPx) {
  float slope = length(gradient);
  vec4 distancePx = abs(ratio - style.ratios) / max(slope, 1e-6);
  float along = abs(gradient.x) > abs(gradient.y) ? canvasUnits.y : canvasUnits.x;
  vec4 dash = step(vec4(fract(along / 12.0)), style.solidShares);
  vec4 line = clamp(style.halfWidthsPx * unitPx + 0.5 - distancePx, 0.0, 1.0) * dash;
  vec4 halo = clamp(style.halfWidthsPx * unitPx + 1.5 * unitPx + 0.5 - distancePx, 0.0, 1.0);
  return vec2(
    max(max(line.x, line.y), max(line.z, line.w)),
    max(max(halo.x, halo.y), max(halo.z, halo.w))
  );
}

vec3 drawIsoLines(vec3 colour, vec2 cover) {
  return mix(mix(colour, vec3(0.0), cover.y * 0.6), vec3(1.0, 0.87, 0.2), cover.x);
}
