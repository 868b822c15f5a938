// Inverses of camera curves, odd-symmetric below black so that noise about black keeps its mean.
// TRANSFER: 0 linear or unknown, 1 sRGB, 2 BT.709, 3 power.

float srgbToLinear(float signal) {
  float v = abs(signal);
  float curved = pow((v + 0.055) * (1.0 / 1.055), 2.4);
  return v <= 0.04045 ? signal * (1.0 / 12.92) : signal < 0.0 ? -curved : curved;
}

float bt709ToLinear(float signal) {
  float v = abs(signal);
  float curved = pow((v + 0.099) * (1.0 / 1.099), 1.0 / 0.45);
  return v < 0.081 ? signal * (1.0 / 4.5) : signal < 0.0 ? -curved : curved;
}

float powerToLinear(float signal, float gamma) {
  float curved = pow(abs(signal), gamma);
  return signal < 0.0 ? -curved : curved;
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
