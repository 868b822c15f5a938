/** Shaders become programs, uniforms reach them or are refused aloud, and the low-pass under the lines is the mean it claims. */
import { afterAll, describe, expect, test } from 'vitest';
import { colourMaps, type Display, defaultDisplay, defaultView, modes } from '#model/display.ts';
import type { FrameFormat } from '#model/frame.ts';
import { type Layout, wholeFrame } from '#model/layout.ts';
import { type Profile, type Transfer, unknownProfile } from '#model/profile.ts';
import { unpackLinear } from '#model/shade.ts';
import { signalToLinear } from '#model/transfer.ts';
import { createRandom } from '#test/support/random.ts';
import { waves } from '#test/support/synthetic-planes.ts';
import { planDraw } from '#workers/view/compositor-plan.ts';
import { createStreamTextures } from '#workers/view/compositor-streams.ts';
import type { DrawState } from '#workers/view/draw-state.ts';
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

const transfers: Transfer[] = [
  { kind: 'linear' },
  { kind: 'srgb' },
  { kind: 'bt709' },
  { kind: 'power', gamma: 2.2 },
];

const formatOf = (format: Omit<FrameFormat, 'colour'>): FrameFormat => ({
  ...format,
  colour: { fullRange: true, matrix: null, transfer: null, primaries: null },
});

const layoutOf = (streams: { white: 'main' | null; nir: 'main' | 'second' | null }): Layout => ({
  id: 'test',
  name: 'Test',
  source: 'test',
  displayReferred: false,
  white: streams.white && { stream: streams.white, rect: wholeFrame },
  nir: streams.nir && { stream: streams.nir, rect: wholeFrame },
});

const stateOf = (shot: {
  display: Display;
  layout: Layout;
  main: FrameFormat;
  second: FrameFormat | null;
}): DrawState => ({
  scene: {
    layout: shot.layout,
    profile: unknownProfile,
    display: shot.display,
    view: defaultView,
    canvas: { widthPx: 96, heightPx: 64 },
  },
  formats: shot.second ? { main: shot.main, second: shot.second } : { main: shot.main },
  fields: [],
  backgroundLinear: 0.1,
  veil: false,
  hideOverlay: false,
});

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
    const first = programs.get('condition', { TRANSFER: 0, FIELD: 0 });
    expect(programs.get('condition', { TRANSFER: 0, FIELD: 0 })).toBe(first);
    expect(programs.get('condition', { TRANSFER: 1, FIELD: 0 })).not.toBe(first);
    expect(programs.get('condition', { TRANSFER: 0, FIELD: 0, SPARE: 1 })).not.toBe(
      programs.get('condition', { TRANSFER: 0, FIELD: 0, OTHER: 1 }),
    );
  });

  test('what the plan asks for compiles, whatever is shown', () => {
    using programs = createProgramCache(gl);
    const random = createRandom(7);
    const pick = <T>(from: readonly T[]): T => from[random.integer(0, from.length - 1)]!;
    const flip = () => random.integer(0, 1) === 1;
    const formats = ['I420', 'NV12', 'RGBA', 'Y8', 'Y16'] as const;
    for (let i = 0; i < 120; i++) {
      const [main, second] = [0, 1].map(() => {
        const format = pick(formats);
        return formatOf({ format, widthPx: 64, heightPx: 48, bitDepth: format === 'Y16' ? 16 : 8 });
      });
      const channels = pick([
        { white: 'main', nir: 'second' },
        { white: 'main', nir: null },
        { white: null, nir: 'main' },
      ] as const);
      const display: Display = {
        ...defaultDisplay,
        mode: pick(modes),
        colourMap: pick(colourMaps),
        curve: pick([{ kind: 'linear' }, { kind: 'log' }, { kind: 'gamma', gamma: 2 }]),
        signed: flip(),
        saturationMark: flip(),
        thresholds: flip() ? [2] : [],
        acceptsRelative: true,
      };
      const state = stateOf({ display, layout: layoutOf(channels), main: main!, second: second! });
      const registration = flip() ? unknownProfile.registration : ([1, 0, 1e-4, 0, 1, 0, 9, 0, 1] as const);
      const profile: Profile = {
        ...unknownProfile,
        transfer: pick(transfers),
        registration: [...registration],
      };
      const { condition, panes } = planDraw(
        { ...state, veil: random.integer(0, 5) === 0, scene: { ...state.scene, profile } },
        stream => (stream === 'main' ? main! : second!),
      )!;
      const shown = JSON.stringify([display, channels, main?.format, second?.format]);
      if (condition) expect(() => programs.get('condition', condition.defines), shown).not.toThrow();
      for (const { defines } of panes) expect(() => programs.get('composite', defines), shown).not.toThrow();
    }
  });
});

describe('the low-pass under the lines', () => {
  // Both resolutions; sizes that do not divide.
  const sizes = [
    [64, 48],
    [67, 51],
    [643, 481],
  ] as const;

  test.each(transfers.flatMap(transfer => sizes.map(size => ({ transfer, size, kind: transfer.kind }))))(
    'is the mean light of 4 × 4 pixels, $kind, $size',
    ({ transfer, size: [widthPx, heightPx] }) => {
      const format = formatOf({ format: 'Y8', widthPx, heightPx, bitDepth: 8 });
      const frame = waves(format);
      const profile = { ...unknownProfile, transfer, darkCodes: 10 };
      const display: Display = { ...defaultDisplay, mode: 'contour', thresholds: [2] };
      const layout = layoutOf({ white: null, nir: 'main' });
      const state = stateOf({ display, layout, main: format, second: null });
      const { condition } = planDraw({ ...state, scene: { ...state.scene, profile } }, stream =>
        stream === 'main' ? format : null,
      )!;
      const { size, defines, uniforms } = condition!;
      using textures = createStreamTextures(gl);
      using target = createByteTarget(gl);
      using programs = createProgramCache(gl);
      textures.upload(frame);
      target.bind(size);
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
