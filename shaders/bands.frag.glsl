// Bands outward from the signal that was segmented last, to be blended over the picture: colour premultiplied.
// RADIAL: 1 where the scene's lens distorts.
precision highp float;
precision highp sampler2D;

#include "lib/bands.glsl"
#include "lib/register.glsl"

uniform sampler2D u_distance;

#define VARYING in
#include "bands.varyings.glsl"

out vec4 o_band;

void main() {
#if RADIAL
  vec2 at = homogeneousToPoint(undistorted(v_at, v_centre, v_fromCentre, v_distortion));
#else
  vec2 at = homogeneousToPoint(v_at);
#endif
  float distancePx = texture(u_distance, at).r * v_pxPerShare;
  float onSensor = float(isWithin(at, vec4(0.0, 0.0, 1.0, 1.0)));
  o_band = paintBands(bandCover(distancePx, v_canvasUnits, v_bands), v_lineColour, v_strength * onSensor);
}
