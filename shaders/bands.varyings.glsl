// What the bands program's stages hand on; VARYING is `out` or `in`.

VARYING vec2 v_canvasUnits;
VARYING vec3 v_at;
VARYING vec2 v_fromCentre;

flat VARYING vec3 v_centre;
flat VARYING vec2 v_distortion;
flat VARYING float v_pxPerShare;
flat VARYING BandStyle v_bands;
flat VARYING vec3 v_lineColour;
flat VARYING float v_strength;
