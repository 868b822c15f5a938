// One triangle over the target, in texture coordinates of the frame that holds the sensor.
uniform vec4 u_targetToNir;
out vec2 v_nir;

void main() {
  vec2 corner = vec2(gl_VertexID == 1 ? 2.0 : 0.0, gl_VertexID == 2 ? 2.0 : 0.0);
  gl_Position = vec4(corner * 2.0 - 1.0, 0.0, 1.0);
  v_nir = corner * u_targetToNir.xy + u_targetToNir.zw;
}
