// What the composite program's stages hand on; VARYING is `out` or `in`. Positions change from pixel to pixel. The flat
// ones are constant in a draw call and might be uniforms, but without a GPU each pixel's read of a uniform is checked
// against its buffer's bounds, and all those together cost more than the samples. A variant uses at most fifteen vectors.

VARYING vec2 v_canvasUnits;
VARYING vec2 v_white;
VARYING vec2 v_chroma;
VARYING vec3 v_nir;
VARYING vec2 v_fromCentre;

flat VARYING vec4 v_whiteBounds;
flat VARYING vec4 v_chromaBounds;
flat VARYING mat4 v_texelToRgb;
flat VARYING YuvFactors v_yuv;

flat VARYING vec4 v_nirBounds;
flat VARYING vec4 v_nirEdges;
flat VARYING vec3 v_nirCentre;
flat VARYING vec2 v_distortion;
flat VARYING vec4 v_texelToSignal;
flat VARYING float v_gamma;
flat VARYING float v_darkLinear;
flat VARYING vec2 v_toFlat;
flat VARYING float v_clipSignal;

flat VARYING vec2 v_window;
flat VARYING vec3 v_signed;
flat VARYING float v_curveGamma;
flat VARYING float v_threshold;
flat VARYING float v_opacity;
