// Codes to picture in one pass: register, decode, linearise, subtract dark, divide by flat, map, blend.
// Every sample and every operation is paid for by each pixel, so a variant holds only what its pane shows:
// CONTENT: 0 white light, 1 overlay, 2 intensity map, 3 monochrome, 4 contour.
// WHITE: 0 not there, 1 one texture holds the pixel, 2 luma and chroma apart.
// NIR: 0 not there, 1 one code a texel, 2 a code from several channels.
// REGISTERED: 1 where the mapping to the sensor is projective or leaves parts of the scene uncovered.
// RADIAL: 1 where the scene's lens distorts; asks for REGISTERED.
// FIELD: 1 where dark or flat are known pixel by pixel.
// CUT: 1 where a channel is a part of its frame.
// SIGNED, CLIP_MARK, VEIL: 0 or 1.
// COLOUR_MAP, TRANSFER, CURVE: see lib.
precision highp float;
precision highp sampler2D;

#include "lib/register.glsl"
#include "lib/decode.glsl"
#include "lib/transfer.glsl"
#include "lib/field.glsl"
#include "lib/window.glsl"
#include "lib/colour-map.glsl"
#include "lib/blend.glsl"
#include "lib/marks.glsl"

// White is what stands under the overlay; without white light the windowed NIR does.
#define USES_WHITE (WHITE > 0 && CONTENT != 3)
#define IS_COLOURED (NIR > 0 && (CONTENT == 1 || CONTENT == 2))
#define USES_SHARE (NIR > 0 && (IS_COLOURED || CONTENT == 3 || WHITE == 0))
#define USES_SIGNAL (USES_SHARE || (NIR > 0 && CLIP_MARK == 1))

// Where a channel is all of its frame the sampler keeps to the edge.
#if CUT
#define INSIDE(point, bounds) clampTo(point, bounds)
#define IN_CHANNEL(point, edges) frameToChannel(point, edges)
#else
#define INSIDE(point, bounds) point
#define IN_CHANNEL(point, edges) point
#endif

uniform sampler2D u_white;
uniform sampler2D u_chroma;
uniform sampler2D u_nir;
uniform sampler2D u_fields;

#define VARYING in
#include "composite.varyings.glsl"

out vec4 o_colour;

const vec3 surround = vec3(11.0, 13.0, 16.0) / 255.0;

void main() {
#if REGISTERED
#if RADIAL
  vec2 nir = homogeneousToPoint(undistorted(v_nir, v_nirCentre, v_fromCentre, v_distortion));
#else
  vec2 nir = homogeneousToPoint(v_nir);
#endif
  float onSensor = float(isWithin(nir, v_nirEdges));
#else
  vec2 nir = v_nir.xy;
  const float onSensor = 1.0;
#endif

#if USES_SIGNAL
  vec3 nirTexel = texture(u_nir, INSIDE(nir, v_nirBounds)).rgb;
#if NIR == 1
  float signal = greyToSignal(nirTexel.r, v_texelToSignal);
#else
  float signal = texelToSignal(nirTexel, v_texelToSignal);
#endif
#endif
#if USES_SHARE
  float linear = signalToLinear(signal, v_gamma) - v_darkLinear;
#if FIELD
  vec2 pixel = IN_CHANNEL(INSIDE(nir, v_nirBounds), v_nirEdges);
  linear = correctLinear(linear, texture(u_fields, pixel), v_toFlat);
#endif
#if SIGNED
  float share = signedShare(linear, v_signed);
  float strength = signedStrength(share);
#else
  float share = curveShare(windowShare(linear, v_window), v_curveGamma);
  float strength = share;
#endif
#endif

#if USES_WHITE
#if WHITE == 2
  float luma = texture(u_white, INSIDE(v_white, v_whiteBounds)).r;
  vec2 chroma = texture(u_chroma, INSIDE(v_chroma, v_chromaBounds)).rg;
  vec3 colour = yuvToRgb(luma, chroma, v_yuv);
#else
  vec3 colour = texelToRgb(texture(u_white, INSIDE(v_white, v_whiteBounds)).rgb, v_texelToRgb);
#endif
#if CONTENT == 2
  colour = vec3(rgbToGrey(colour));
#endif
#elif USES_SHARE
  vec3 colour = mix(surround, vec3(curveShare(windowShare(linear, v_window), v_curveGamma)), onSensor);
#else
  vec3 colour = surround;
#endif

#if IS_COLOURED
  colour = blendOverlay(colour, colourOf(share), overlayAlpha(strength, v_threshold, v_opacity) * onSensor);
#endif

#if NIR > 0 && CLIP_MARK == 1
  colour = mix(colour, clipMark(colour, v_canvasUnits), bvec3(signal * onSensor >= v_clipSignal));
#endif

#if VEIL
  colour = veil(colour, v_canvasUnits);
#endif
  o_colour = vec4(colour, 1.0);
}
