// One rectangle for each cell of the range texture, over its part of the sensor; nothing for a cell that no line crosses.
precision highp float;
precision highp sampler2D;

#include "lib/iso-lines.glsl"
#include "lib/register.glsl"

uniform sampler2D u_range;
uniform int u_columns;
uniform float u_cellPx;
uniform vec2 u_sensorSizePx;
#if RADIAL
uniform mat3 u_sensorToStraight;
uniform mat3 u_radialToClip;
uniform mat3 u_radialToSmooth;
uniform vec2 u_distortion;
#else
uniform vec2 u_smoothSpanPx;
uniform mat3 u_sensorToClip;
#endif
uniform float u_canvasHeightPx;
uniform float u_perUnit;
uniform IsoStyle u_iso;
uniform vec3 u_lineColour;

#define VARYING out
#include "lines.varyings.glsl"

void main() {
  // Two triangles, corners 0 1 2 and 2 1 3. Not instances: without a GPU each of those is a draw call of its own.
  int index = gl_VertexID / 6;
  int turn = gl_VertexID % 6;
  int at = turn < 3 ? turn : turn == 3 ? 2 : turn - 3 + turn / 5;
  ivec2 cell = ivec2(index % u_columns, index / u_columns);
  vec2 corner = vec2(at % 2, at / 2);
  vec2 sensorPx = min((vec2(cell) + corner) * u_cellPx, u_sensorSizePx);
#if RADIAL
  vec2 fromCentre = distorted(homogeneousToPoint(u_sensorToStraight * vec3(sensorPx, 1.0)), u_distortion);
  vec3 place = u_radialToClip * vec3(fromCentre, 1.0);
  v_fromCentre = fromCentre;
  v_distortedSmooth = u_radialToSmooth * vec3(fromCentre, 1.0);
  v_smoothCentre = u_radialToSmooth[2];
  v_distortion = u_distortion;
#else
  vec3 place = u_sensorToClip * vec3(sensorPx, 1.0);
  v_smooth = sensorPx / u_smoothSpanPx;
#endif
  bool isCrossed = mayCross(texelFetch(u_range, cell, 0).rg, u_iso.levels);
  gl_Position = isCrossed ? vec4(place.xy, 0.0, place.z) : vec4(2.0, 2.0, 2.0, 1.0);

  v_canvasHeightPx = u_canvasHeightPx;
  v_perUnit = u_perUnit;
  v_iso = u_iso;
  v_lineColour = u_lineColour;
}
