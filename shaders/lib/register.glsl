// Points in texture coordinates; rectangles as (left, top, right, bottom).

vec2 homogeneousToPoint(vec3 point) {
  return point.xy / point.z;
}

bool isWithin(vec2 point, vec4 edges) {
  return all(greaterThanEqual(point, edges.xy)) && all(lessThan(point, edges.zw));
}

// With bounds half a texel inside a channel its neighbour in the frame never bleeds in.
vec2 clampTo(vec2 point, vec4 bounds) {
  return clamp(point, bounds.xy, bounds.zw);
}
