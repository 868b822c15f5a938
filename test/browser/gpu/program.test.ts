/** Shaders become programs, uniforms reach them or are refused aloud, and the low-pass under the lines is the mean it claims. */
import { afterAll, describe, expect, test } from 'vitest';
import { colourMaps, type Display, defaultDisplay, defaultView, modes } from '#model/display.ts';
import { type Field, fieldOf, refOf } from '#model/field.ts';
import { createFieldShelf } from '#model/field-correction.ts';
import type { FrameFormat } from '#model/frame.ts';
import { channelRectPx, type Layout, wholeFrame } from '#model/layout.ts';
import { type Profile, type Transfer, unknownProfile } from '#model/profile.ts';
import { unpackLinear } from '#model/shade.ts';
import { signalToLinear } from '#model/transfer.ts';
import { createRandom } from '#test/support/random.ts';
import { waves } from '#test/support/synthetic-planes.ts';
import { curveTexels, fieldTexels } from '#workers/view/compositor-fields.ts';
import { planDraw } from '#workers/view/compositor-plan.ts';
import { createStreamTextures } from '#workers/view/compositor-streams.ts';
import type { DrawState } from '#workers/view/draw-state.ts';
import { createByteTarget } from '#workers/view/gpu/byte-target.ts';
import { createPlaneTexture } from '#workers/view/gpu/plane-texture.ts';
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
  { kind: 'table', linear: Array.from({ length: 65 }, (_, i) => (i / 64) * (0.4 + (0.6 * i) / 64)) },
];

function shelfOf(fields: readonly Field[]) {
  const shelf = createFieldShelf();
  shelf.put(fields);
  return shelf;
}

/** Dark and flat of a sensor of this size. */
function fieldsOf(widthPx: number, heightPx: number) {
  const by = (valueAt: (x: number, y: number) => number) =>
    fieldOf(
      Array.from({ length: widthPx * heightPx }, (_, i) =>
        valueAt((i % widthPx) / widthPx, Math.floor(i / widthPx) / heightPx),
      ),
      widthPx,
      heightPx,
    );
  return { dark: by((x, y) => 0.02 + 0.02 * x - 0.01 * y), flat: by((x, y) => 1.2 - 0.5 * (x * x + y * y)) };
}

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
  fields: shelfOf([]),
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
    const { dark, flat } = fieldsOf(64, 48);
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
        distortion: flip() ? { k1: 0.1, k2: 0 } : null,
        darkField: flip() ? refOf(dark) : null,
        flatField: flip() ? refOf(flat) : null,
      };
      const { condition, panes } = planDraw(
        {
          ...state,
          fields: shelfOf([dark, flat]),
          veil: random.integer(0, 5) === 0,
          scene: { ...state.scene, profile },
        },
        stream => (stream === 'main' ? main! : second!),
      )!;
      const shown = JSON.stringify([display, channels, main?.format, second?.format]);
      if (condition) expect(() => programs.get('condition', condition.defines), shown).not.toThrow();
      for (const { defines, lines } of panes) {
        expect(() => programs.get('composite', defines), shown).not.toThrow();
        if (lines) expect(() => programs.get('lines', lines.defines), shown).not.toThrow();
      }
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

  const cases = transfers.flatMap(transfer =>
    sizes.flatMap(size =>
      [false, true].map(isCorrected => ({ transfer, size, isCorrected, kind: transfer.kind })),
    ),
  );
  test.each(cases)(
    'is the mean light of 4 × 4 pixels, $kind, $size, by pixel: $isCorrected',
    ({ transfer, size: [widthPx, heightPx], isCorrected }) => {
      // White light of the same size above it, so that the channel is a part of its frame.
      const format = formatOf({ format: 'Y8', widthPx, heightPx: 2 * heightPx, bitDepth: 8 });
      const frame = waves(format);
      const display: Display = { ...defaultDisplay, mode: 'contour', thresholds: [2] };
      const layout: Layout = {
        ...layoutOf({ white: null, nir: 'main' }),
        nir: { stream: 'main', rect: { x: 0, y: 0.5, width: 1, height: 0.5 } },
      };
      const channel = channelRectPx(layout.nir, { main: format })!;
      const { dark, flat } = fieldsOf(channel.width, channel.height);
      const profile: Profile = {
        ...unknownProfile,
        transfer,
        darkCodes: 10,
        ...(isCorrected && { darkField: refOf(dark), flatField: refOf(flat) }),
      };
      const state = {
        ...stateOf({ display, layout, main: format, second: null }),
        fields: shelfOf([dark, flat]),
      };
      const { condition, fields, curve } = planDraw(
        { ...state, scene: { ...state.scene, profile } },
        stream => (stream === 'main' ? format : null),
      )!;
      const { size, defines, uniforms } = condition!;
      using textures = createStreamTextures(gl);
      using fieldTexture = createPlaneTexture(gl);
      using curveTexture = createPlaneTexture(gl);
      using target = createByteTarget(gl);
      using programs = createProgramCache(gl);
      textures.upload(frame);
      if (fields) fieldTexture.upload(fieldTexels(fields));
      if (curve) curveTexture.upload(curveTexels(curve));
      target.bind(size);
      drawTriangle(gl, programs.get('condition', defines), {
        ...uniforms,
        u_nir: textures.first.texture,
        u_fields: fieldTexture.texture,
        ...(curve && { u_table: curveTexture.texture }),
      });
      const bytes = new Uint8Array(size.widthPx * size.heightPx * 4);
      gl.readPixels(0, 0, size.widthPx, size.heightPx, gl.RGBA, gl.UNSIGNED_BYTE, bytes);

      const stepPx = Math.min(channel.width, channel.height) >= 480 ? 4 : 2;
      const codes = frame.planes[0]!.samples;
      const inside = (value: number, length: number) => Math.min(length - 1, Math.max(0, value));
      const linearOf = (code: number) => signalToLinear(code / 255, transfer);
      const lightAt = (x: number, y: number) => {
        const above = linearOf(codes[(channel.y + y) * widthPx + x]!) - linearOf(10);
        const i = y * widthPx + x;
        const [less, by] = [dark, flat].map(({ low, step, samples }) => low + step * samples[i]!);
        return isCorrected ? (above - less!) / by! : above;
      };
      for (let y = 0; y < size.heightPx; y += 3) {
        for (let x = 0; x < size.widthPx; x += 3) {
          let sum = 0;
          for (let row = -2; row < 2; row++) {
            for (let column = -2; column < 2; column++) {
              const px = inside(stepPx * x + stepPx / 2 + column, channel.width);
              const py = inside(stepPx * y + stepPx / 2 + row, channel.height);
              sum += lightAt(px, py);
            }
          }
          const at = (y * size.widthPx + x) * 4;
          const drawn = unpackLinear([bytes[at]! / 255, bytes[at + 1]! / 255]) / (fields?.lowPassShare ?? 1);
          // Half a step of the low byte; and pairs are averaged before the curve, which bends by less than this between.
          const tolerance = transfer.kind === 'linear' && !isCorrected ? 3e-5 : 2e-3;
          const wanted = sum / 16;
          if (!(Math.abs(drawn - wanted) <= tolerance))
            expect.fail(`(${x}, ${y}) is ${drawn}, not ${wanted}`);
        }
      }
    },
  );
});
