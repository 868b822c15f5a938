// Points in texture coordinates; rectangles as (left, top, right, bottom).

vec2 homogeneousToPoint(vec3 point) {
  return point.xy / point.z;
}

bool isWithin(vec2 point, vec4 edges) {
  return all(greaterThanEqual(point, edges.xy)) && all(lessThan(point, edges.zw));
}

// Place in a channel of its own, from the place in a frame where the channel has these edges.
vec2 frameToChannel(vec2 point, vec4 edges) {
  return (point - edges.xy) / (edges.zw - edges.xy);
}

// With bounds half a texel inside a channel its neighbour in the frame never bleeds in.
vec2 clampTo(vec2 point, vec4 bounds) {
  return clamp(point, bounds.xy, bounds.zw);
}

// Radial distortion undone on the way through a homography: `point` and the `centre` of distortion already mapped by it,
// homogeneous; `fromCentre` the place before it, in units of the distortion's radius.
vec3 undistorted(vec3 point, vec3 centre, vec2 fromCentre, vec2 distortion) {
  float r2 = dot(fromCentre, fromCentre);
  return centre + (point - centre) * (1.0 + r2 * (distortion.x + distortion.y * r2));
}

// The inverse of straightening a place: Newton's method on the radius, from the radius sought. A place that no distorted
// one straightens to ends somewhere outside the scene, whose corners are at 1, and not at infinity.
vec2 distorted(vec2 straight, vec2 distortion) {
  float sought = length(straight);
  float r = sought;
  for (int i = 0; i < 8; i++) {
    float r2 = r * r;
    float missing = sought - r * (1.0 + r2 * (distortion.x + distortion.y * r2));
    float slope = 1.0 + r2 * (3.0 * distortion.x + 5.0 * distortion.y * r2);
    r = clamp(r + missing / max(slope, 0.1), 0.0, 1.5);
  }
  return straight * (r / max(sought, 1e-9));
}
