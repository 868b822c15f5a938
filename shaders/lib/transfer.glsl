// Inverses of camera curves, odd-symmetric below black so that noise about black keeps its mean.
// TRANSFER: 0 linear or unknown, 1 sRGB, 2 BT.709, 3 power, 4 a measured table, which goes on straight.
// A power costs as much as a texture sample where there is no GPU. The two standard curves are u · polynomial(√u)
// instead, fitted for the smallest relative error from the toe up to 1.1: within 2e-5 (BT.709) and 5e-5 (sRGB).

float srgbToLinear(float signal) {
  float v = abs(signal);
  float u = v * (1.0 / 1.055) + 0.055 / 1.055;
  float root = sqrt(u);
  float power = 0.002412796 + root * (-0.02963833 + root * (0.1885779 + root * (0.9029804 - root * 0.06432126)));
  return mix(signal * (1.0 / 12.92), sign(signal) * u * power, v > 0.04045);
}

float bt709ToLinear(float signal) {
  float v = abs(signal);
  float u = v * (1.0 / 1.099) + 0.099 / 1.099;
  float root = sqrt(u);
  float power = 0.00749307 + root * (-0.08205095 + root * (0.6293644 + root * (0.5133438 - root * 0.06814047)));
  return mix(signal * (1.0 / 4.5), sign(signal) * u * power, v >= 0.081);
}

float powerToLinear(float signal, float gamma) {
  return sign(signal) * pow(abs(signal), gamma);
}

// A texel for each of 64 pieces, of two numbers of two bytes each: light at its start, and how much it rises. Fetched, not
// filtered: cheaper than a sample without a GPU, exact with one, and straight beyond both ends by itself.
float tableToLinear(float signal, sampler2D table) {
  float place = signal * 64.0;
  float piece = clamp(floor(place), 0.0, 63.0);
  vec4 bytes = texelFetch(table, ivec2(int(piece), 0), 0);
  vec2 startAndRise = bytes.xz * (65280.0 / 65535.0) + bytes.yw * (255.0 / 65535.0);
  return startAndRise.x + startAndRise.y * (place - piece);
}

#if TRANSFER == 4
uniform sampler2D u_table;
#endif

float signalToLinear(float signal, float gamma) {
#if TRANSFER == 1
  return srgbToLinear(signal);
#elif TRANSFER == 2
  return bt709ToLinear(signal);
#elif TRANSFER == 3
  return powerToLinear(signal, gamma);
#elif TRANSFER == 4
  return tableToLinear(signal, u_table);
#else
  return signal;
#endif
}
