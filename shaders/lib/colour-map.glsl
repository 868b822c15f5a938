// Colour maps as arithmetic: a polynomial costs less than one texture sample. Display RGB, sRGB-coded.
// COLOUR_MAP: 0 green, 1 cyan, 2 grey, 3 inferno, 4 viridis, 5 cividis, 6 red-blue. Sources: src/model/colour-map.ts.

vec3 green(float share) {
  return vec3(0.4 * share * share, 0.25 + 0.75 * share, 0.3 * share * share);
}

vec3 cyan(float share) {
  return vec3(0.4 * share * share, 0.2 + 0.8 * share, 0.25 + 0.75 * share);
}

vec3 grey(float share) {
  return vec3(share);
}

vec3 inferno(float share) {
  const vec3 c0 = vec3(0.00763, 0.00147, -0.01388);
  const vec3 c1 = vec3(-0.34687, 0.82605, 3.63826);
  const vec3 c2 = vec3(16.20995, -7.54498, -13.83078);
  const vec3 c3 = vec3(-59.61691, 33.84013, 41.32893);
  const vec3 c4 = vec3(109.66753, -66.20413, -84.0044);
  const vec3 c5 = vec3(-98.9984, 62.45999, 79.72053);
  const vec3 c6 = vec3(34.05926, -22.38988, -26.166);
  return clamp(c0 + share * (c1 + share * (c2 + share * (c3 + share * (c4 + share * (c5 + share * c6))))), 0.0, 1.0);
}

vec3 viridis(float share) {
  const vec3 c0 = vec3(0.27693, 0.00376, 0.33771);
  const vec3 c1 = vec3(-0.13714, 1.48925, 0.95424);
  const vec3 c2 = vec3(2.08251, -0.72887, 5.12177);
  const vec3 c3 = vec3(-13.16533, -2.01841, -40.5251);
  const vec3 c4 = vec3(20.14225, 7.29992, 97.29014);
  const vec3 c5 = vec3(-5.887, -7.89702, -101.28305);
  const vec3 c6 = vec3(-2.3289, 2.75617, 38.23992);
  return clamp(c0 + share * (c1 + share * (c2 + share * (c3 + share * (c4 + share * (c5 + share * c6))))), 0.0, 1.0);
}

vec3 cividis(float share) {
  const vec3 c0 = vec3(0.00346, 0.13685, 0.30449);
  const vec3 c1 = vec3(-1.63238, 0.58752, 2.64326);
  const vec3 c2 = vec3(29.94504, 1.24296, -17.65725);
  const vec3 c3 = vec3(-119.56266, -5.62209, 51.04391);
  const vec3 c4 = vec3(216.36569, 11.38762, -69.21678);
  const vec3 c5 = vec3(-182.05605, -10.33782, 43.12909);
  const vec3 c6 = vec3(57.9544, 3.51256, -10.04319);
  return clamp(c0 + share * (c1 + share * (c2 + share * (c3 + share * (c4 + share * (c5 + share * c6))))), 0.0, 1.0);
}

vec3 redBlue(float share) {
  float side = share * 2.0 - 1.0;
  vec3 end = mix(vec3(1.0, 0.12, 0.1), vec3(0.1, 0.3, 1.0), bvec3(side < 0.0));
  return mix(vec3(0.95), end, abs(side));
}

vec3 colourOf(float share) {
#if COLOUR_MAP == 1
  return cyan(share);
#elif COLOUR_MAP == 2
  return grey(share);
#elif COLOUR_MAP == 3
  return inferno(share);
#elif COLOUR_MAP == 4
  return viridis(share);
#elif COLOUR_MAP == 5
  return cividis(share);
#elif COLOUR_MAP == 6
  return redBlue(share);
#else
  return green(share);
#endif
}
