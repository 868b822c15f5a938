// What the lines program's stages hand on; VARYING is `out` or `in`. Why constants are flat varyings: composite.varyings.glsl.

VARYING vec2 v_smooth;

flat VARYING float v_canvasHeightPx;
flat VARYING float v_perUnit;
flat VARYING IsoStyle v_iso;
flat VARYING vec3 v_lineColour;
