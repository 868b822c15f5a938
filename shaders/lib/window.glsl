// Linear light to a share 0 … 1 of the colour map. CURVE: 0 linear, 1 log, 2 gamma.

// Window: its low end, and 1 over its width.
float windowShare(float linear, vec2 window) {
  return clamp((linear - window.x) * window.y, 0.0, 1.0);
}

// Log: six octaves are the whole scale.
float curveShare(float share, float gamma) {
#if CURVE == 1
  return log2(1.0 + 63.0 * share) * (1.0 / 6.0);
#elif CURVE == 2
  return pow(share, 1.0 / gamma);
#else
  return share;
#endif
}

// The background in the middle, each side stretched to its end of the window, so that darker than background shows too.
// Stretch: the background, 0.5 over the reach below it, 0.5 over the reach above it.
float signedShare(float linear, vec3 stretch) {
  float difference = linear - stretch.x;
  return clamp(0.5 + difference * mix(stretch.z, stretch.y, difference < 0.0), 0.0, 1.0);
}

float signedStrength(float share) {
  return abs(share * 2.0 - 1.0);
}
