// Codes to picture in one pass: decode, linearise, subtract dark, register, map, blend, draw iso-lines.
// Every sample and every operation is paid for by each pixel, so a variant holds only what its pane shows:
// CONTENT: 0 white light, 1 overlay, 2 intensity map, 3 monochrome, 4 contour.
// WHITE: 0 not there, 1 one texture holds the pixel, 2 luma and chroma apart.
// NIR: 0 not there, 1 one code a texel, 2 a code from several channels.
// REGISTERED: 1 where the mapping to the sensor is projective or leaves parts of the scene uncovered.
// ISO_LINES, SIGNED, CLIP_MARK, VEIL: 0 or 1. COLOUR_MAP, TRANSFER, CURVE: see lib.
precision highp float;
precision highp sampler2D;

#include "lib/register.glsl"
#include "lib/decode.glsl"
#include "lib/transfer.glsl"
#include "lib/window.glsl"
#include "lib/colour-map.glsl"
#include "lib/blend.glsl"
#include "lib/marks.glsl"
#include "lib/iso-lines.glsl"

// White is what stands under the overlay; without white light the windowed NIR does.
#define USES_WHITE (WHITE > 0 && CONTENT != 3)
#define IS_COLOURED (NIR > 0 && (CONTENT == 1 || CONTENT == 2))
#define USES_SHARE (NIR > 0 && (IS_COLOURED || CONTENT == 3 || WHITE == 0))
#define USES_SIGNAL (USES_SHARE || (NIR > 0 && CLIP_MARK == 1))

uniform sampler2D u_white;
uniform sampler2D u_chroma;
uniform vec4 u_whiteBounds;
uniform vec4 u_chromaBounds;
uniform vec2 u_whiteToChroma;
uniform mat4 u_texelToRgb;
uniform YuvFactors u_yuv;

uniform sampler2D u_nir;
uniform vec4 u_nirBounds;
uniform vec4 u_nirEdges;
uniform vec4 u_texelToSignal;
uniform float u_gamma;
uniform float u_darkLinear;
uniform float u_clipSignal;

uniform vec2 u_window;
uniform float u_curveGamma;
uniform float u_threshold;
uniform float u_opacity;
uniform vec3 u_signed;

uniform sampler2D u_smooth;
uniform vec4 u_nirToSmooth;
uniform IsoStyle u_iso;
uniform vec3 u_isoColour;

uniform float u_perUnit;
uniform vec3 u_surround;

in vec2 v_canvasPx;
in vec2 v_white;
in vec3 v_nir;
out vec4 o_colour;

void main() {
#if REGISTERED
  vec2 nir = homogeneousToPoint(v_nir);
  bool isSensor = isWithin(nir, u_nirEdges);
#else
  vec2 nir = v_nir.xy;
  const bool isSensor = true;
#endif

#if USES_SIGNAL
  vec3 nirTexel = texture(u_nir, clampTo(nir, u_nirBounds)).rgb;
#if NIR == 1
  float signal = greyToSignal(nirTexel.r, u_texelToSignal);
#else
  float signal = texelToSignal(nirTexel, u_texelToSignal);
#endif
#endif
#if USES_SHARE
  float linear = signalToLinear(signal, u_gamma) - u_darkLinear;
#if SIGNED
  float share = signedShare(linear, u_signed);
  float strength = signedStrength(share);
#else
  float share = curveShare(windowShare(linear, u_window), u_curveGamma);
  float strength = share;
#endif
#endif

#if USES_WHITE
#if WHITE == 2
  float luma = texture(u_white, clampTo(v_white, u_whiteBounds)).r;
  vec2 chroma = texture(u_chroma, clampTo(v_white * u_whiteToChroma, u_chromaBounds)).rg;
  vec3 colour = yuvToRgb(luma, chroma, u_yuv);
#else
  vec3 colour = texelToRgb(texture(u_white, clampTo(v_white, u_whiteBounds)).rgb, u_texelToRgb);
#endif
#if CONTENT == 2
  colour = vec3(rgbToGrey(colour));
#endif
#elif USES_SHARE
  vec3 colour = isSensor ? vec3(curveShare(windowShare(linear, u_window), u_curveGamma)) : u_surround;
#else
  vec3 colour = u_surround;
#endif

#if IS_COLOURED
  colour = blendOverlay(colour, colourOf(share), isSensor ? overlayAlpha(strength, u_threshold, u_opacity) : 0.0);
#endif

#if NIR > 0 && CLIP_MARK == 1
  colour = isSensor && signal >= u_clipSignal ? clipMark(colour, v_canvasPx * u_perUnit) : colour;
#endif

#if NIR > 0 && ISO_LINES == 1
  float level = unpackLinear(texture(u_smooth, nir * u_nirToSmooth.xy + u_nirToSmooth.zw).rg);
  vec2 cover = isoLines(level, vec2(dFdx(level), dFdy(level)), v_canvasPx * u_perUnit, u_iso);
  colour = isSensor ? drawIsoLines(colour, cover, u_isoColour) : colour;
#endif

#if VEIL
  colour = veil(colour, v_canvasPx * u_perUnit);
#endif
  o_colour = vec4(colour, 1.0);
}
