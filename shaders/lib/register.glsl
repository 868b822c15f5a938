// Pixel centres are integers; textures are addressed from the first texel's edge.

vec2 homogeneousToPx(vec3 point) {
  return point.xy / point.z;
}

// Whether a point lies on an image of this size: −0.5 … size − 0.5.
bool isInside(vec2 pointPx, vec2 sizePx) {
  return all(greaterThanEqual(pointPx, vec2(-0.5))) && all(lessThan(pointPx, sizePx - 0.5));
}

// A channel's pixel centre to the frame's texel position, half a texel inside the channel so that a neighbour never bleeds in.
vec2 clampInside(vec2 pointPx, vec4 rectPx) {
  return rectPx.xy + clamp(pointPx + 0.5, vec2(0.5), rectPx.zw - 0.5);
}
