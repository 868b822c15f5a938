// Linear light to a share 0 … 1 of the colour map. CURVE: 0 linear, 1 log, 2 gamma.

float windowShare(float linear, vec2 window) {
  return clamp((linear - window.x) / (window.y - window.x), 0.0, 1.0);
}

// Log: 64 to 1 in light is the whole scale.
float curveShare(float share, float gamma) {
#if CURVE == 1
  return log2(1.0 + 63.0 * share) / 6.0;
#elif CURVE == 2
  return pow(share, 1.0 / gamma);
#else
  return share;
#endif
}

// The background in the middle, each side stretched to its end of the window, so that darker than background shows too.
float signedShare(float linear, float background, vec2 window) {
  float difference = linear - background;
  float reach = difference < 0.0 ? background - window.x : window.y - background;
  return 0.5 + 0.5 * clamp(difference / max(reach, 1e-6), -1.0, 1.0);
}

float signedStrength(float share) {
  return abs(share * 2.0 - 1.0);
}
