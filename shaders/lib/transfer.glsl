// Inverses of camera curves, odd-symmetric below black so that noise about black keeps its mean.
// TRANSFER: 0 linear or unknown, 1 sRGB, 2 BT.709, 3 power.

float srgbToLinear(float signal) {
  float v = abs(signal);
  return sign(signal) * (v <= 0.04045 ? v / 12.92 : pow((v + 0.055) / 1.055, 2.4));
}

float bt709ToLinear(float signal) {
  float v = abs(signal);
  return sign(signal) * (v < 0.081 ? v / 4.5 : pow((v + 0.099) / 1.099, 1.0 / 0.45));
}

float powerToLinear(float signal, float gamma) {
  return sign(signal) * pow(abs(signal), gamma);
}

float signalToLinear(float signal, float gamma) {
#if TRANSFER == 1
  return srgbToLinear(signal);
#elif TRANSFER == 2
  return bt709ToLinear(signal);
#elif TRANSFER == 3
  return powerToLinear(signal, gamma);
#else
  return signal;
#endif
}
