// One triangle over the target; positions in target pixels, 0 at the first texel's edge.
uniform vec2 u_targetSizePx;
out vec2 v_targetPx;

void main() {
  vec2 corner = vec2(gl_VertexID == 1 ? 2.0 : 0.0, gl_VertexID == 2 ? 2.0 : 0.0);
  gl_Position = vec4(corner * 2.0 - 1.0, 0.0, 1.0);
  v_targetPx = corner * u_targetSizePx;
}
