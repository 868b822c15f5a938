// Texels are codes as shares of what one texture channel can hold. Weights and matrices carry format and order.

float texelToCodes(vec3 texel, vec3 codeWeights) {
  return dot(texel, codeWeights);
}

// Range: codes of black and white.
float codesToSignal(float codes, vec2 codeRange) {
  return (codes - codeRange.x) / (codeRange.y - codeRange.x);
}

vec3 texelToRgb(vec3 texel, mat4 toRgb) {
  return clamp((toRgb * vec4(texel, 1.0)).rgb, 0.0, 1.0);
}

// BT.709 luma of the delivered RGB.
float rgbToGrey(vec3 rgb) {
  return dot(rgb, vec3(0.2126, 0.7152, 0.0722));
}
