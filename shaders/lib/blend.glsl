// Blending knows the value, never the place.

// Nothing under the threshold, full opacity a little above it; the ramp keeps noise at the threshold from sparkling.
float overlayAlpha(float share, float threshold, float opacity) {
  return opacity * clamp((share - threshold) * 16.0, 0.0, 1.0);
}

vec3 blendOverlay(vec3 tissue, vec3 colour, float alpha) {
  return mix(tissue, colour, alpha);
}
