// What the lines program's stages hand on; VARYING is `out` or `in`. Why constants are flat varyings: composite.varyings.glsl.

// Of the low-pass: texture coordinates, or homogeneous ones from before the distortion is undone.
#if RADIAL
VARYING vec3 v_distortedSmooth;
VARYING vec2 v_fromCentre;
flat VARYING vec3 v_smoothCentre;
flat VARYING vec2 v_distortion;
#else
VARYING vec2 v_smooth;
#endif

flat VARYING float v_canvasHeightPx;
flat VARYING float v_perUnit;
flat VARYING IsoStyle v_iso;
flat VARYING vec3 v_lineColour;
