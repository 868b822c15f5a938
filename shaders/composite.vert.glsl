// One triangle over the canvas, cut to a pane by the scissor. Takes canvas pixels to the scene and on to the sensor; both mappings are exact in between
// because the projective one stays homogeneous until the fragment shader divides.
uniform vec2 u_canvasSizePx;
uniform mat3 u_canvasToScene;
uniform mat3 u_sceneToSensor;

out vec2 v_canvasPx;
out vec2 v_scenePx;
out vec3 v_sensorPx;

void main() {
  vec2 corner = vec2(gl_VertexID == 1 ? 2.0 : 0.0, gl_VertexID == 2 ? 2.0 : 0.0);
  gl_Position = vec4(corner.x * 2.0 - 1.0, 1.0 - corner.y * 2.0, 0.0, 1.0);
  v_canvasPx = corner * u_canvasSizePx;
  v_scenePx = (u_canvasToScene * vec3(v_canvasPx, 1.0)).xy;
  v_sensorPx = u_sceneToSensor * vec3(v_scenePx, 1.0);
}
