// One triangle over the canvas, cut to a pane by the scissor. Positions go to texture coordinates here, once; the
// mapping to the sensor may be projective and stays homogeneous until the fragment shader divides.
uniform vec2 u_canvasSizePx;
uniform mat3 u_canvasToWhite;
uniform mat3 u_canvasToNir;

out vec2 v_canvasPx;
out vec2 v_white;
out vec3 v_nir;

void main() {
  vec2 corner = vec2(gl_VertexID == 1 ? 2.0 : 0.0, gl_VertexID == 2 ? 2.0 : 0.0);
  gl_Position = vec4(corner.x * 2.0 - 1.0, 1.0 - corner.y * 2.0, 0.0, 1.0);
  v_canvasPx = corner * u_canvasSizePx;
  v_white = (u_canvasToWhite * vec3(v_canvasPx, 1.0)).xy;
  v_nir = u_canvasToNir * vec3(v_canvasPx, 1.0);
}
