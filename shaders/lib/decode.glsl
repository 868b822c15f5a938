// Texels to signal (0 black, 1 white) and to displayed RGB. Range, depth and channel order are in the factors.

// Factors: weights of the three channels, then what is added.
float texelToSignal(vec3 texel, vec4 factors) {
  return dot(texel, factors.rgb) + factors.a;
}

float greyToSignal(float texel, vec4 factors) {
  return texel * factors.r + factors.a;
}

vec3 texelToRgb(vec3 texel, mat4 toRgb) {
  return clamp((toRgb * vec4(texel, 1.0)).rgb, 0.0, 1.0);
}

struct YuvFactors {
  float luma;
  float redFromV;
  vec2 greenFromUv;
  float blueFromU;
  vec3 added;
};

vec3 yuvToRgb(float luma, vec2 chroma, YuvFactors factors) {
  vec3 fromChroma = vec3(chroma.y * factors.redFromV, dot(chroma, factors.greenFromUv), chroma.x * factors.blueFromU);
  return clamp(fromChroma + (factors.added + luma * factors.luma), 0.0, 1.0);
}

// BT.709 luma of the delivered RGB.
float rgbToGrey(vec3 rgb) {
  return dot(rgb, vec3(0.2126, 0.7152, 0.0722));
}

// Linear light −0.25 … 1.25 in two bytes, high and low. Both are interpolated alike, so their sum is interpolated, too;
// sampling two bytes costs half of sampling a half-float where there is no GPU.
vec2 packLinear(float linear) {
  float steps = clamp((linear + 0.25) / 1.5, 0.0, 1.0) * 255.0;
  float high = min(floor(steps), 254.0);
  return vec2(high / 255.0, steps - high);
}

float unpackLinear(vec2 bytes) {
  return bytes.x * 1.5 + (bytes.y * (1.5 / 255.0) - 0.25);
}
