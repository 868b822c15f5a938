/** Shaders become programs, uniforms reach them or are refused aloud, and the low-pass under the lines is the mean it claims. */
import { afterAll, describe, expect, test } from 'vitest';
import { defaultDisplay, defaultView } from '#model/display.ts';
import type { FrameFormat } from '#model/frame.ts';
import { wholeFrame } from '#model/layout.ts';
import { type Transfer, unknownProfile } from '#model/profile.ts';
import { unpackLinear } from '#model/shade.ts';
import { signalToLinear } from '#model/transfer.ts';
import { createRandom } from '#test/support/random.ts';
import { waves } from '#test/support/synthetic-planes.ts';
import { planDraw } from '#workers/view/compositor-plan.ts';
import { createStreamTextures } from '#workers/view/compositor-streams.ts';
import { createByteTarget } from '#workers/view/gpu/byte-target.ts';
import { createProgram, createProgramCache, drawTriangle, setUniforms } from '#workers/view/gpu/program.ts';
import { shaderPaths, shaderSource, shaderText } from '#workers/view/gpu/shader-source.ts';

const gl = new OffscreenCanvas(4, 4).getContext('webgl2')!;
afterAll(() => gl.getExtension('WEBGL_lose_context')?.loseContext());

const vertex = `#version 300 es
void main() {
  gl_Position = vec4(gl_VertexID == 1 ? 3.0 : -1.0, gl_VertexID == 2 ? 3.0 : -1.0, 0.0, 1.0);
}`;
const fragment = `#version 300 es
precision highp float;
struct Paint {
  vec3 colour;
  float strength;
};
uniform Paint u_paint;
uniform float u_share;
uniform float u_spare;
out vec4 o_colour;
void main() {
  o_colour = vec4(u_paint.colour * u_paint.strength, u_share);
}`;

describe('uniforms', () => {
  const program = createProgram(gl, vertex, fragment);
  const paint = { colour: [1, 0.8, 0.2], strength: 0.5 };

  test('those given reach the shader, struct members by their names', () => {
    drawTriangle(gl, program, { u_paint: paint, u_share: 1 });
    const pixel = new Uint8Array(4);
    gl.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, pixel);
    expect([...pixel]).toEqual([128, 102, 26, 255]);
  });

  test('one that a variant declares and does not use may be given', () => {
    expect(() => setUniforms(program, { u_paint: paint, u_share: 1, u_spare: 3 })).not.toThrow();
  });

  test('a name that no shader declares is refused by its name', () => {
    expect(() => setUniforms(program, { u_paint: paint, u_share: 1, u_opacitty: 1 })).toThrow('u_opacitty');
  });

  test('a used one that is missing is refused: it would keep the value of the draw before', () => {
    expect(() => setUniforms(program, { u_paint: paint })).toThrow('u_share');
  });

  test('members of a struct are held to the same rules', () => {
    expect(() => setUniforms(program, { u_paint: { ...paint, color: [1, 1, 1] }, u_share: 1 })).toThrow(
      'u_paint.color',
    );
    expect(() => setUniforms(program, { u_paint: { strength: 1 }, u_share: 1 })).toThrow('u_paint.colour');
  });
});

describe('sources', () => {
  test('a path that is not there is refused by its name', () => {
    expect(() => shaderText('lib/no-such.glsl')).toThrow('lib/no-such.glsl');
  });

  test('a file that several others include is in the text once', () => {
    for (const path of shaderPaths()) {
      const definitions = Array.from(shaderText(path).matchAll(/^\w+ (\w+)\(.*\) \{$/gm), match => match[1]!);
      expect(new Set(definitions).size, path).toBe(definitions.length);
      expect(shaderText(path)).not.toContain('#include');
    }
  });

  test('defines stand between version and text', () => {
    const lines = shaderSource('condition.vert.glsl', { TRANSFER: 2 }).split('\n');
    expect(lines.slice(0, 2)).toEqual(['#version 300 es', '#define TRANSFER 2']);
  });
});

describe('programs', () => {
  test('one that does not compile says what the driver says', () => {
    const broken = fragment.replace('u_share)', 'nothing)');
    expect(() => createProgram(gl, vertex, broken)).toThrow(/does not compile(.|\n)*nothing/);
  });

  test('the same defines are the same program, others another', () => {
    using programs = createProgramCache(gl);
    const first = programs.get('condition', { TRANSFER: 0 });
    expect(programs.get('condition', { TRANSFER: 0 })).toBe(first);
    expect(programs.get('condition', { TRANSFER: 1 })).not.toBe(first);
    expect(programs.get('condition', { TRANSFER: 0, SPARE: 1 })).not.toBe(
      programs.get('condition', { TRANSFER: 0, OTHER: 1 }),
    );
  });

  test('every kind of variant of the composite compiles', () => {
    using programs = createProgramCache(gl);
    const random = createRandom(7);
    const choices = {
      CONTENT: 4,
      WHITE: 2,
      NIR: 2,
      REGISTERED: 1,
      ISO_LINES: 1,
      SIGNED: 1,
      CLIP_MARK: 1,
      VEIL: 1,
      COLOUR_MAP: 6,
      TRANSFER: 3,
      CURVE: 2,
    };
    for (let i = 0; i < 80; i++) {
      const entries = Object.entries(choices).map(([name, top]) => [name, random.integer(0, top)]);
      const defines: Record<string, number> = Object.fromEntries(entries);
      expect(() => programs.get('composite', defines), JSON.stringify(defines)).not.toThrow();
    }
  });
});

describe('the low-pass under the lines', () => {
  const transfers: Transfer[] = [{ kind: 'linear' }, { kind: 'srgb' }, { kind: 'power', gamma: 2.2 }];
  // Both resolutions; sizes that do not divide.
  const sizes = [
    [64, 48],
    [67, 51],
    [643, 481],
  ] as const;

  test.each(transfers.flatMap(transfer => sizes.map(size => ({ transfer, size, kind: transfer.kind }))))(
    'is the mean light of 4 × 4 pixels, $kind, $size',
    ({ transfer, size: [widthPx, heightPx] }) => {
      const format: FrameFormat = {
        format: 'Y8',
        widthPx,
        heightPx,
        bitDepth: 8,
        colour: { fullRange: true, matrix: null, transfer: null, primaries: null },
      };
      const frame = waves(format);
      const profile = { ...unknownProfile, transfer, darkCodes: 10 };
      const { condition } = planDraw(
        {
          scene: {
            layout: {
              id: 'nir',
              name: 'NIR',
              source: 'test',
              displayReferred: false,
              white: null,
              nir: { stream: 'main', rect: wholeFrame },
            },
            profile,
            display: { ...defaultDisplay, mode: 'contour', thresholds: [2] },
            view: defaultView,
            canvas: { widthPx, heightPx },
          },
          formats: { main: format },
          backgroundLinear: 0.1,
          veil: false,
          hideOverlay: false,
        },
        stream => (stream === 'main' ? format : null),
      )!;
      const { size, defines, uniforms } = condition!;
      using textures = createStreamTextures(gl);
      using target = createByteTarget(gl);
      using programs = createProgramCache(gl);
      textures.upload(frame);
      target.bind(size.widthPx, size.heightPx);
      drawTriangle(gl, programs.get('condition', defines), { ...uniforms, u_nir: textures.first.texture });
      const bytes = new Uint8Array(size.widthPx * size.heightPx * 4);
      gl.readPixels(0, 0, size.widthPx, size.heightPx, gl.RGBA, gl.UNSIGNED_BYTE, bytes);

      const stepPx = Math.min(widthPx, heightPx) >= 480 ? 4 : 2;
      const codes = frame.planes[0]!.samples;
      const inside = (value: number, length: number) => Math.min(length - 1, Math.max(0, value));
      const linearOf = (code: number) => signalToLinear(code / 255, transfer);
      for (let y = 0; y < size.heightPx; y += 3) {
        for (let x = 0; x < size.widthPx; x += 3) {
          let sum = 0;
          for (let row = -2; row < 2; row++) {
            for (let column = -2; column < 2; column++) {
              const px = inside(stepPx * x + stepPx / 2 + column, widthPx);
              const py = inside(stepPx * y + stepPx / 2 + row, heightPx);
              sum += linearOf(codes[py * widthPx + px]!);
            }
          }
          const at = (y * size.widthPx + x) * 4;
          const drawn = unpackLinear([bytes[at]! / 255, bytes[at + 1]! / 255]);
          // Half a step of the low byte; and pairs are averaged before the curve, which bends by less than this between.
          const tolerance = transfer.kind === 'linear' ? 3e-5 : 2e-3;
          const wanted = sum / 16 - linearOf(10);
          if (!(Math.abs(drawn - wanted) <= tolerance))
            expect.fail(`(${x}, ${y}) is ${drawn}, not ${wanted}`);
        }
      }
    },
  );
});
