// Darkest and brightest texel of each cell of 8 × 8 texels of the low-pass and of two texels around it: where no line
// can be, none is looked for. The high byte alone; the low one can add at most one step.
precision highp float;
precision highp sampler2D;

uniform sampler2D u_smooth;

out vec4 o_range;

void main() {
  ivec2 last = textureSize(u_smooth, 0) - 1;
  ivec2 first = ivec2(gl_FragCoord.xy) * 8 - 2;
  vec2 range = vec2(1.0, 0.0);
  for (int y = 0; y < 12; y++) {
    for (int x = 0; x < 12; x++) {
      float high = texelFetch(u_smooth, clamp(first + ivec2(x, y), ivec2(0), last), 0).r;
      range = vec2(min(range.x, high), max(range.y, high));
    }
  }
  o_range = vec4(range, 0.0, 1.0);
}
