// Codes to picture in one pass: decode, linearise, subtract dark, register, map, draw iso-lines, blend.
// CONTENT: 0 white light, 1 overlay, 2 intensity map, 3 monochrome, 4 contour.
// WHITE, NIR: 0 not there, 1 one texture holds the pixel, 2 luma and chroma apart.
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
#define USES_CODES (USES_SHARE || (NIR > 0 && CLIP_MARK == 1))

uniform sampler2D u_white;
uniform sampler2D u_whiteChroma;
uniform vec4 u_whiteRectPx;
uniform vec4 u_whiteChromaRectPx;
uniform vec2 u_whiteSizePx;
uniform vec2 u_whiteChromaSizePx;
uniform mat4 u_whiteToRgb;

uniform sampler2D u_nir;
uniform vec4 u_nirRectPx;
uniform vec2 u_nirSizePx;
uniform vec3 u_codeWeights;
uniform vec2 u_codeRange;
uniform float u_gamma;
uniform float u_darkLinear;
uniform float u_clipCodes;

uniform vec2 u_window;
uniform float u_curveGamma;
uniform float u_threshold;
uniform float u_opacity;
uniform float u_backgroundLinear;

uniform sampler2D u_smooth;
uniform vec2 u_smoothSizePx;
uniform float u_smoothStepPx;
uniform vec4 u_isoRatios;
uniform vec4 u_isoHalfWidthsPx;
uniform vec4 u_isoSolidShares;

uniform float u_unitPx;
uniform vec3 u_surround;

in vec2 v_canvasPx;
in vec2 v_scenePx;
in vec3 v_sensorPx;
out vec4 o_colour;

void main() {
  vec2 sensorPx = homogeneousToPx(v_sensorPx);
#if NIR > 0
  bool isSensor = isInside(sensorPx, u_nirRectPx.zw);
#endif

#if USES_CODES
  vec2 nirPx = clampInside(sensorPx, u_nirRectPx);
  float codes = texelToCodes(texture(u_nir, nirPx / u_nirSizePx).rgb, u_codeWeights);
#endif
#if USES_SHARE
  float linear = signalToLinear(codesToSignal(codes, u_codeRange), u_gamma) - u_darkLinear;
#if SIGNED
  float share = signedShare(linear, u_backgroundLinear, u_window);
  float strength = signedStrength(share);
#else
  float share = curveShare(windowShare(linear, u_window), u_curveGamma);
  float strength = share;
#endif
#endif

#if USES_WHITE
  vec2 whitePx = clampInside(v_scenePx, u_whiteRectPx);
#if WHITE == 2
  vec2 chromaPx = clampInside((v_scenePx + 0.5) * 0.5 - 0.5, u_whiteChromaRectPx);
  vec3 texel = vec3(
    texture(u_white, whitePx / u_whiteSizePx).r,
    texture(u_whiteChroma, chromaPx / u_whiteChromaSizePx).rg
  );
#else
  vec3 texel = texture(u_white, whitePx / u_whiteSizePx).rgb;
#endif
  vec3 colour = texelToRgb(texel, u_whiteToRgb);
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
  colour = isSensor && codes >= u_clipCodes - 0.5 ? clipMark(colour, v_canvasPx, u_unitPx) : colour;
#endif

#if NIR > 0 && ISO_LINES == 1
  float ratio = texture(u_smooth, (sensorPx + 0.5) / u_smoothStepPx / u_smoothSizePx).r / u_backgroundLinear;
  vec2 cover = isoLines(ratio, vec2(dFdx(ratio), dFdy(ratio)), v_canvasPx / u_unitPx,
    IsoStyle(u_isoRatios, u_isoHalfWidthsPx, u_isoSolidShares), u_unitPx);
  colour = isSensor ? drawIsoLines(colour, cover) : colour;
#endif

#if VEIL
  colour = veil(colour, v_canvasPx, u_unitPx);
#endif
  o_colour = vec4(colour, 1.0);
}
