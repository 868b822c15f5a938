/**
 * The picture on the canvas against colours worked out in TypeScript from the same codes, at many places; and what must
 * hold whatever the colours are: nothing bleeds, nothing shifts, the un-overlaid tissue stays as it is.
 */
import { afterAll, describe, expect, test } from 'vitest';
import { colourMaps, type Display, defaultDisplay, defaultView, modes, type View } from '#model/display.ts';
import { type Field, fieldOf, refOf } from '#model/field.ts';
import { createFieldShelf } from '#model/field-correction.ts';
import type { FrameFormat, PixelFormat } from '#model/frame.ts';
import { mapPoint, type Point, translation } from '#model/geometry.ts';
import { type Layout, sceneToSensor, wholeFrame } from '#model/layout.ts';
import { createToScene, radialOf, toSensor } from '#model/mapping.ts';
import { type Profile, type Transfer, unknownProfile } from '#model/profile.ts';
import { linearToSignal } from '#model/transfer.ts';
import { referencePicture, type UploadedFrames } from '#test/support/composite-reference.ts';
import { createRandom } from '#test/support/random.ts';
import { framePlanes, waves } from '#test/support/synthetic-planes.ts';
import type { BandsMessage } from '#workers/ports.ts';
import { type Compositor, createCompositor } from '#workers/view/compositor.ts';
import type { BandsShown } from '#workers/view/compositor-bands.ts';
import type { DrawState } from '#workers/view/draw-state.ts';

/** Half a step is lost in rounding to eight bits, up to one more in the sampler's short weights. */
const toleranceSteps = 2;

const formatOf = (
  format: PixelFormat,
  size: [number, number],
  more: Partial<FrameFormat> = {},
): FrameFormat => ({
  format,
  widthPx: size[0],
  heightPx: size[1],
  bitDepth: 8,
  colour: { fullRange: true, matrix: 'smpte170m', transfer: null, primaries: null },
  ...more,
});

const halves: Layout = {
  id: 'halves',
  name: 'Halves',
  source: 'test',
  displayReferred: false,
  white: { stream: 'main', rect: { x: 0, y: 0, width: 0.5, height: 1 } },
  nir: { stream: 'main', rect: { x: 0.5, y: 0, width: 0.5, height: 1 } },
};
const stacked: Layout = {
  ...halves,
  white: { stream: 'main', rect: { x: 0, y: 0, width: 1, height: 0.5 } },
  nir: { stream: 'main', rect: { x: 0, y: 0.5, width: 1, height: 0.5 } },
};
const twoStreams: Layout = {
  ...halves,
  white: { stream: 'main', rect: wholeFrame },
  nir: { stream: 'second', rect: wholeFrame },
};
const nirOnly: Layout = { ...halves, white: null, nir: { stream: 'main', rect: wholeFrame } };
const whiteOnly: Layout = { ...halves, white: { stream: 'main', rect: wholeFrame }, nir: null };

const linearProfile: Profile = { ...unknownProfile, transfer: { kind: 'linear' }, darkCodes: 0 };

type Shot = {
  frames: UploadedFrames;
  layout?: Layout;
  profile?: Profile;
  display?: Partial<Display>;
  view?: Partial<View>;
  canvas?: [number, number];
  backgroundLinear?: number | null;
  veil?: boolean;
  hideOverlay?: boolean;
  fields?: readonly Field[];
  bands?: BandsShown;
};

function stateOf(shot: Shot): DrawState {
  const { frames, canvas = [150, 110] } = shot;
  const shelf = createFieldShelf();
  shelf.put(shot.fields ?? []);
  return {
    scene: {
      layout: shot.layout ?? halves,
      profile: shot.profile ?? linearProfile,
      display: { ...defaultDisplay, ...shot.display },
      view: { ...defaultView, ...shot.view },
      canvas: { widthPx: canvas[0], heightPx: canvas[1] },
    },
    formats: {
      main: frames.main.format,
      ...(frames.second && { second: frames.second.format }),
    },
    fields: shelf,
    ...(shot.bands && { bands: shot.bands }),
    backgroundLinear: shot.backgroundLinear ?? null,
    veil: shot.veil ?? false,
    hideOverlay: shot.hideOverlay ?? false,
  };
}

type Picture = {
  readonly image: ImageData;
  /** Red, green, blue, 0 … 255. */
  at(x: number, y: number): [number, number, number];
};

function pictureOf(compositor: Compositor): Picture {
  const bitmap = compositor.picture();
  const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d')!;
  context.drawImage(bitmap, 0, 0);
  const image = context.getImageData(0, 0, bitmap.width, bitmap.height);
  bitmap.close();
  const { data, width } = image;
  const at = (x: number, y: number): [number, number, number] => {
    const first = (y * width + x) * 4;
    return [data[first]!, data[first + 1]!, data[first + 2]!];
  };
  return { image, at };
}

// One for all tests, as in an operation: formats, sizes and layouts change under it all the time.
const compositor = createCompositor(new OffscreenCanvas(8, 8), () => {});
afterAll(() => compositor[Symbol.dispose]());

function shoot(shot: Shot): Picture {
  compositor.upload('main', shot.frames.main);
  if (shot.frames.second) compositor.upload('second', shot.frames.second);
  compositor.draw(stateOf(shot));
  return pictureOf(compositor);
}

/** Holds many pixels of the shot, and its corners, against the reference. */
function expectAsComputed(shot: Shot, picture = shoot(shot)): void {
  const reference = referencePicture(stateOf(shot), shot.frames);
  const { width, height } = picture.image;
  const random = createRandom(width * 1000 + height);
  const places = [
    ...[0, width - 1].flatMap(x => [0, height - 1].map(y => [x, y] as const)),
    ...Array.from(
      { length: 600 },
      () => [random.integer(0, width - 1), random.integer(0, height - 1)] as const,
    ),
  ];
  let compared = 0;
  for (const [x, y] of places) {
    const expected = reference(x, y);
    if (!expected) continue;
    compared++;
    const drawn = picture.at(x, y);
    const wanted = expected.map(value => Math.min(1, Math.max(0, value)) * 255);
    const worst = Math.max(...drawn.map((value, channel) => Math.abs(value - wanted[channel]!)));
    if (!(worst <= toleranceSteps)) {
      expect.fail(`(${x}, ${y}) is ${drawn}, not ${wanted.map(value => value.toFixed(1))}`);
    }
  }
  expect(compared).toBeGreaterThan(places.length / 2);
}

const isSame = (a: Picture, b: Picture): boolean =>
  a.image.width === b.image.width && a.image.data.every((value, index) => value === b.image.data[index]);

/** Mean place, in canvas pixels, of what is brighter than the surround and dark tissue, weighted by its brightness. */
function centroid({ image, at }: Picture): Point {
  let [sum, x, y] = [0, 0, 0];
  for (let row = 0; row < image.height; row++) {
    for (let column = 0; column < image.width; column++) {
      const weight = Math.max(0, at(column, row)[1] - 20);
      sum += weight;
      x += weight * (column + 0.5);
      y += weight * (row + 0.5);
    }
  }
  return { x: x / sum, y: y / sum };
}

describe('formats', () => {
  const yuvCases = (['I420', 'NV12'] as const).flatMap(format =>
    [true, false].flatMap(fullRange =>
      ['smpte170m', 'bt709'].map(matrix => ({
        title: `${format}, ${fullRange ? 'full' : 'limited'} range, ${matrix}`,
        format,
        more: { colour: { fullRange, matrix, transfer: null, primaries: null } },
      })),
    ),
  );
  const otherCases = (['RGBA', 'RGBX', 'BGRA', 'BGRX', 'Y8'] as const).map(format => ({
    title: format,
    format,
    more: {},
  }));
  const deepCases = [10, 12, 16].map(bitDepth => ({
    title: `Y16, ${bitDepth} bits`,
    format: 'Y16' as const,
    more: { bitDepth },
  }));
  const cases = [...yuvCases, ...otherCases, ...deepCases];

  test.each(cases)('$title is shown as its codes say, at an odd size too', ({ format, more }) => {
    for (const size of [
      [80, 48],
      [67, 45],
    ] as const) {
      const frames = { main: waves(formatOf(format, [...size], more)) };
      for (const mode of ['white-light', 'monochrome', 'overlay'] as const) {
        expectAsComputed({ frames, display: { mode } });
      }
    }
  });

  test('a profile overrules what the stream declares', () => {
    const frames = { main: waves(formatOf('I420', [80, 48])) };
    const profile = { ...linearProfile, range: 'limited', matrix: 'bt709', darkCodes: 20 } as const;
    expectAsComputed({ frames, profile, display: { mode: 'white-light' } });
    expectAsComputed({ frames, profile, display: { mode: 'monochrome' } });
  });

  test('grey frames of a limited range are stretched in both channels', () => {
    for (const format of [formatOf('Y8', [80, 48]), formatOf('Y16', [80, 48], { bitDepth: 12 })]) {
      const frames = { main: waves(format) };
      const profile = { ...linearProfile, range: 'limited' } as const;
      expectAsComputed({ frames, profile, display: { mode: 'white-light' } });
      expectAsComputed({ frames, profile, display: { mode: 'monochrome' } });
    }
  });

  test('nothing but the surround is there before the first frame', () => {
    using fresh = createCompositor(new OffscreenCanvas(8, 8), () => {});
    fresh.draw(stateOf({ frames: { main: waves(formatOf('Y8', [80, 48])) } }));
    const picture = pictureOf(fresh);
    expect(picture.image.width).toBe(150);
    expect(picture.at(75, 55)).toEqual([11, 13, 16]);
  });
});

describe('display', () => {
  const frames = { main: waves(formatOf('I420', [96, 64])) };
  // The outline of contour mode is told apart by its own tests: level 0 draws none.
  const noOutline = { thresholdShare: 0 };

  test.each(modes)('mode %s', mode => {
    expectAsComputed({ frames, display: { mode, ...noOutline } });
    // A tall canvas puts the panes one above the other.
    expectAsComputed({ frames, canvas: [90, 170], display: { mode, ...noOutline } });
  });

  test.each(['white-light', 'overlay', 'intensity-map', 'monochrome', 'contour'] as const)(
    'mode %s with one channel only',
    mode => {
      expectAsComputed({ frames, layout: nirOnly, display: { mode, ...noOutline } });
      expectAsComputed({ frames, layout: whiteOnly, display: { mode, ...noOutline } });
    },
  );

  test.each(colourMaps)('colour map %s', colourMap => {
    expectAsComputed({ frames, display: { mode: 'overlay', colourMap, windowHigh: 1 } });
    expectAsComputed({ frames, display: { mode: 'intensity-map', colourMap, windowHigh: 1, opacity: 0.7 } });
  });

  test.each<Transfer>([
    { kind: 'unknown' },
    { kind: 'linear' },
    { kind: 'srgb' },
    { kind: 'bt709' },
    { kind: 'power', gamma: 2.2 },
  ])('transfer $kind, above a dark of 12 codes', transfer => {
    const profile = { ...unknownProfile, transfer, darkCodes: 12 };
    expectAsComputed({ frames, profile, display: { mode: 'monochrome', windowHigh: 1 } });
  });

  test.each<Display['curve']>([{ kind: 'linear' }, { kind: 'log' }, { kind: 'gamma', gamma: 1.8 }])(
    'curve $kind',
    curve => {
      expectAsComputed({ frames, display: { mode: 'monochrome', curve, windowLow: 0.05, windowHigh: 0.8 } });
      expectAsComputed({ frames, display: { mode: 'overlay', curve, windowLow: 0.05, windowHigh: 0.8 } });
    },
  );

  test('signed contrast shows what is darker than the background, which nothing else does', () => {
    const steps = framePlanes(formatOf('Y8', [64, 32]), ({ x, y }) => (x < 32 ? 128 : y < 16 ? 20 : 220));
    const shot: Shot = {
      frames: { main: steps },
      backgroundLinear: 100 / 255,
      canvas: [64, 64],
      display: { mode: 'overlay', windowHigh: 1, saturationMark: false },
    };
    const [below, above] = [
      [32, 24],
      [32, 40],
    ] as const;
    const unsigned = shoot(shot);
    expect(unsigned.at(...below)).toEqual([128, 128, 128]);
    const signed = shoot({ ...shot, display: { ...shot.display, signed: true } });
    const [red, , blue] = signed.at(...below);
    expect(blue - red).toBeGreaterThan(60);
    const [hotRed, , hotBlue] = signed.at(...above);
    expect(hotRed - hotBlue).toBeGreaterThan(60);
    const wavy: Shot = {
      frames,
      backgroundLinear: 0.35,
      display: { mode: 'overlay', signed: true, windowHigh: 0.9 },
    };
    expectAsComputed(wavy);
    expectAsComputed({ ...wavy, display: { ...wavy.display, mode: 'intensity-map' } });
    // Without a background nothing is signed.
    expectAsComputed({ ...wavy, backgroundLinear: null });
  });

  test('saturated pixels are marked, at the profile’s clip code or at the top of the range', () => {
    const ramp = framePlanes(formatOf('Y8', [128, 64]), ({ x, y }) => (x < 64 ? 90 : 236 + (y >> 4) * 6));
    const shot: Shot = { frames: { main: ramp }, canvas: [128, 128], display: { mode: 'overlay' } };
    const isMagenta = (picture: Picture, y: number) =>
      Array.from({ length: 60 }, (_, x) => picture.at(x + 30, y)).some(
        ([red, green, blue]) => red > 240 && green < 40 && blue > 200,
      );
    const rows = [16, 48, 80, 112];
    const marked = (profile: Profile) => rows.map(y => isMagenta(shoot({ ...shot, profile }), y));
    expect(marked(linearProfile)).toEqual([false, false, false, false]);
    expect(marked({ ...linearProfile, clipCodes: 242 })).toEqual([false, true, true, true]);
    expect(marked({ ...linearProfile, range: 'limited' })).toEqual([true, true, true, true]);
    expectAsComputed({ ...shot, profile: { ...linearProfile, clipCodes: 242 } });
    const unmarked = shoot({
      ...shot,
      profile: { ...linearProfile, clipCodes: 242 },
      display: { mode: 'overlay', saturationMark: false },
    });
    expect(isMagenta(unmarked, 112)).toBe(false);
  });

  test('the same codes have the same colour wherever they lie', () => {
    const patches = framePlanes(formatOf('RGBA', [192, 96]), ({ channel, x, y }) => {
      if (x < 96) return channel === 0 ? 140 : channel === 1 ? 90 : 80;
      return 30 + 25 * (((x >> 4) * 3 + (y >> 4) * 5) % 7);
    });
    const picture = shoot({ frames: { main: patches }, canvas: [96, 96], display: { mode: 'overlay' } });
    const colours = new Map<number, Set<string>>();
    for (let row = 0; row < 6; row++) {
      for (let column = 0; column < 6; column++) {
        const code = patches.planes[0]!.samples[(row * 16 * 192 + 96 + column * 16) * 4]!;
        const seen = colours.get(code) ?? new Set<string>();
        for (const offset of [2, 8, 13]) seen.add(picture.at(column * 16 + offset, row * 16 + offset).join());
        colours.set(code, seen);
      }
    }
    expect(colours.size).toBe(7);
    expect(Array.from(colours.values(), seen => seen.size)).toEqual(Array(7).fill(1));
  });

  test('the veil darkens, hatches and takes the overlay away', () => {
    for (const mode of modes) {
      const shot: Shot = { frames, display: { mode } };
      expectAsComputed({ ...shot, veil: true });
    }
    const bright = { main: framePlanes(formatOf('Y8', [96, 64]), () => 220) };
    const veiled = shoot({ frames: bright, veil: true, display: { mode: 'overlay' } });
    for (const [x, y] of [
      [40, 40],
      [75, 55],
      [100, 70],
    ] as const) {
      const [red, green, blue] = veiled.at(x, y);
      expect(green).toBeLessThan(100);
      expect([red, blue]).toEqual([green, green]);
    }
  });
});

describe('what is not overlaid is the camera’s own picture', () => {
  const frames = { main: waves(formatOf('NV12', [98, 66])) };
  const overlays: Partial<Display> = { thresholds: [1.5, 2, 3], acceptsRelative: true, windowHigh: 0.4 };
  const backgroundLinear = 0.2;

  test.each(['overlay', 'intensity-map', 'contour'] as const)(
    'hidden, %s is white light to the last bit',
    mode => {
      const shot: Shot = { frames, backgroundLinear, display: { ...overlays, mode } };
      const white = shoot({ ...shot, display: { ...overlays, mode: 'white-light' } });
      expect(isSame(shoot(shot), white)).toBe(false);
      expect(isSame(shoot({ ...shot, hideOverlay: true }), white)).toBe(true);
      const switchedOff = { ...overlays, mode, overlayVisible: false };
      expect(isSame(shoot({ ...shot, display: switchedOff }), white)).toBe(true);
    },
  );

  test('the white-light pane beside the overlay is the same with and without it', () => {
    const shot: Shot = { frames, backgroundLinear, display: { ...overlays, mode: 'side-by-side' } };
    const [shown, hidden] = [shoot(shot), shoot({ ...shot, hideOverlay: true })];
    const { width, height } = shown.image;
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width / 2; x++) expect(shown.at(x, y)).toEqual(hidden.at(x, y));
    }
    expect(isSame(shown, hidden)).toBe(false);
  });

  test('so is the inset of picture in picture', () => {
    const shot: Shot = { frames, backgroundLinear, display: { ...overlays, mode: 'picture-in-picture' } };
    const [shown, hidden] = [shoot(shot), shoot({ ...shot, hideOverlay: true })];
    // The scene in its corner: 33 of 110 pixels high, its own aspect, in the middle of 45 of 150.
    const sceneWidthPx = Math.floor((33 * 50) / 66) - 1;
    for (let y = 0; y < 33; y++) {
      for (let x = 0; x < sceneWidthPx; x++) {
        const column = 105 + Math.ceil((45 - sceneWidthPx) / 2) + x;
        expect(shown.at(column, y)).toEqual(hidden.at(column, y));
      }
    }
    expect(isSame(shown, hidden)).toBe(false);
  });
});

describe('places', () => {
  test.each(['Y8', 'RGBA', 'I420', 'NV12'] as const)(
    'in %s nothing bleeds from one channel into the other',
    format => {
      for (const [layout, size] of [
        [halves, [96, 48]],
        [halves, [97, 49]],
        [stacked, [48, 96]],
        [stacked, [49, 97]],
      ] as const) {
        const isWhite = (x: number, y: number, scale: number) =>
          layout === halves
            ? x < (Math.round(size[0] / 4) * 2) / scale
            : y < (Math.round(size[1] / 4) * 2) / scale;
        for (const [whiteCode, nirCode] of [
          [200, 0],
          [40, 255],
        ] as const) {
          // White light grey, NIR at the other end in luma and in chroma.
          const main = framePlanes(formatOf(format, [...size]), ({ plane, x, y }) => {
            if (plane === 0) return isWhite(x, y, 1) ? whiteCode : nirCode;
            return isWhite(x, y, 2) ? 128 : nirCode === 0 ? 255 : 0;
          });
          for (const view of [{}, { zoom: 8, centreX: 1, centreY: 1 }, { zoom: 8, centreX: 0, centreY: 0 }]) {
            const shot = { frames: { main }, layout, view, canvas: [96, 96] as [number, number] };
            const display = { windowHigh: 1, saturationMark: false };
            const surround = '11,13,16';
            const white = new Set<string>([surround]);
            const nir = new Set<string>([surround]);
            const whitePicture = shoot({ ...shot, display: { ...display, mode: 'white-light' } });
            const nirPicture = shoot({ ...shot, display: { ...display, mode: 'monochrome' } });
            for (let y = 0; y < 96; y++) {
              for (let x = 0; x < 96; x++) {
                white.add(whitePicture.at(x, y).join());
                nir.add(nirPicture.at(x, y).join());
              }
            }
            expect([...white]).toEqual([surround, [whiteCode, whiteCode, whiteCode].join()]);
            expect([...nir]).toEqual([surround, [nirCode, nirCode, nirCode].join()]);
          }
        }
      }
    },
  );

  const dotFrame = (format: FrameFormat, dot: Point, radiusPx = 3) =>
    framePlanes(format, ({ x, y }) => 250 * Math.exp(-((x - dot.x) ** 2 + (y - dot.y) ** 2) / radiusPx ** 2));

  test('a registration puts NIR where it says', () => {
    const main = waves(formatOf('I420', [160, 120]));
    const secondFormat = formatOf('Y8', [128, 128]);
    const registration = [1.03, 0.02, 8e-5, -0.015, 0.98, -6e-5, 7, -4, 1] as const;
    const profile: Profile = { ...linearProfile, registration: [...registration] };
    const toSensor = sceneToSensor(twoStreams, { main: main.format, second: secondFormat }, registration)!;
    for (const scenePx of [
      { x: 40, y: 30 },
      { x: 120, y: 40 },
      { x: 75, y: 90 },
    ]) {
      const second = dotFrame(secondFormat, mapPoint(toSensor, scenePx));
      const shot: Shot = {
        frames: { main, second },
        layout: twoStreams,
        profile,
        canvas: [160, 120],
        display: { mode: 'monochrome', windowHigh: 1 },
      };
      const found = centroid(shoot(shot));
      // Canvas pixels are scene pixels here, counted from the edge; perspective may bend a dot by a tenth of a pixel.
      expect(Math.hypot(found.x - scenePx.x - 0.5, found.y - scenePx.y - 0.5)).toBeLessThan(0.2);
    }
  });

  test('outside a shifted sensor there is tissue without overlay, and surround without tissue', () => {
    const frames = {
      main: waves(formatOf('RGBA', [96, 64])),
      second: waves(formatOf('Y16', [80, 60], { bitDepth: 10 }), 3),
    };
    for (const registration of [
      [1, 0, 0, 0, 1, 0, 20, -12, 1],
      [1.1, 0.1, 1e-4, -0.1, 0.9, 2e-4, -15, 10, 1],
    ] as const) {
      const profile: Profile = { ...linearProfile, registration: [...registration] };
      for (const mode of ['overlay', 'intensity-map', 'monochrome', 'picture-in-picture'] as const) {
        expectAsComputed({ frames, layout: twoStreams, profile, display: { mode } });
      }
    }
  });

  test('even a sensor that is off by two pixels leaves them without overlay', () => {
    const size: [number, number] = [64, 64];
    const frames = {
      main: framePlanes(formatOf('Y8', size), () => 90),
      second: framePlanes(formatOf('Y8', size), () => 200),
    };
    const edges = (registration: Profile['registration']) => {
      const { at } = shoot({
        frames,
        layout: twoStreams,
        profile: { ...linearProfile, registration },
        canvas: size,
        display: { mode: 'overlay' },
      });
      return [at(1, 32), at(3, 32), at(60, 32), at(62, 32)].map(([red, green]) => green > red);
    };
    expect(edges([1, 0, 0, 0, 1, 0, 0, 0, 1])).toEqual([true, true, true, true]);
    expect(edges([1, 0, 0, 0, 1, 0, -2, 0, 1])).toEqual([false, true, true, true]);
    expect(edges([1, 0, 0, 0, 1, 0, 2, 0, 1])).toEqual([true, true, true, false]);
  });

  test('two streams of other sizes, formats and depths make one picture', () => {
    const main = waves(formatOf('NV12', [160, 90]));
    for (const second of [
      waves(formatOf('Y16', [64, 80], { bitDepth: 10 }), 3),
      waves(formatOf('Y16', [640, 512], { bitDepth: 16 }), 5),
      waves(formatOf('I420', [81, 45]), 7),
    ]) {
      for (const mode of ['white-light', 'overlay', 'monochrome'] as const) {
        expectAsComputed({ frames: { main, second }, layout: twoStreams, display: { mode } });
      }
    }
  });

  test('the four corners of the scene go where flip and quarter turns send them', () => {
    const [red, green, blue, grey] = ['200,0,0', '0,200,0', '0,0,200', '120,120,120'];
    const codes = [
      [200, 0, 0],
      [0, 200, 0],
      [0, 0, 200],
      [120, 120, 120],
    ];
    const main = framePlanes(formatOf('RGBA', [64, 64]), ({ channel, x, y }) =>
      channel === 3 ? 255 : codes[(x < 32 ? 0 : 1) + (y < 32 ? 0 : 2)]![channel]!,
    );
    // Top left, top right, bottom left, bottom right.
    const corners = (view: Partial<View>) => {
      const { at } = shoot({
        frames: { main },
        layout: whiteOnly,
        view,
        canvas: [64, 64],
        display: { mode: 'white-light' },
      });
      return [at(3, 3), at(60, 3), at(3, 60), at(60, 60)].map(colour => colour.join());
    };
    expect(corners({})).toEqual([red, green, blue, grey]);
    expect(corners({ quarterTurns: 1 })).toEqual([blue, red, grey, green]);
    expect(corners({ quarterTurns: 2 })).toEqual([grey, blue, green, red]);
    expect(corners({ quarterTurns: 3 })).toEqual([green, grey, red, blue]);
    expect(corners({ flipX: true })).toEqual([green, red, grey, blue]);
    expect(corners({ flipX: true, quarterTurns: 1 })).toEqual([grey, green, blue, red]);
    expect(corners({ zoom: 2, centreX: 0.25, centreY: 0.25 })).toEqual([red, red, red, red]);
    expect(corners({ zoom: 2, centreX: 0.75, centreY: 0.75 })).toEqual([grey, grey, grey, grey]);
  });

  test.each<Partial<View>>([
    { zoom: 3.7, centreX: 0.3, centreY: 0.8 },
    { zoom: 1.4, centreX: 0, centreY: 1, quarterTurns: 1 },
    { flipX: true, quarterTurns: 3 },
    { flipX: true, zoom: 12, centreX: 0.61, centreY: 0.42, quarterTurns: 2 },
    { zoom: 32, centreX: 0.5, centreY: 0.5 },
  ])('codes stay under their pixels at %j', view => {
    const frames = { main: waves(formatOf('I420', [98, 66])) };
    for (const mode of ['white-light', 'overlay', 'monochrome', 'picture-in-picture'] as const) {
      expectAsComputed({ frames, view, display: { mode } });
    }
  });

  test('frames that change size and format mid-stream are shown as they come', () => {
    const sizes: [PixelFormat, [number, number]][] = [
      ['I420', [64, 48]],
      ['I420', [160, 120]],
      ['NV12', [64, 48]],
      ['Y8', [33, 71]],
      ['I420', [64, 48]],
    ];
    for (const [format, size] of sizes) {
      expectAsComputed({ frames: { main: waves(formatOf(format, size)) }, display: { mode: 'overlay' } });
    }
  });

  test('rows that lie apart in memory are read as rows', () => {
    const packed = waves(formatOf('I420', [66, 48]));
    const apart = packed.planes.map(plane => {
      const strideSamples = plane.strideSamples + 14;
      const samples = new Uint8Array(strideSamples * plane.heightPx + 5).fill(255).subarray(5);
      for (let y = 0; y < plane.heightPx; y++) {
        const row = plane.samples.subarray(y * plane.strideSamples, (y + 1) * plane.strideSamples);
        samples.set(row, y * strideSamples);
      }
      return { ...plane, samples, strideSamples };
    });
    const shot = (planes: typeof packed.planes): Shot => ({
      frames: { main: { ...packed, planes } },
      display: { mode: 'overlay' },
    });
    expect(isSame(shoot(shot(apart)), shoot(shot(packed.planes)))).toBe(true);
  });
});

/** A field of this size, its value from shares of width and height. */
const fieldBy = (
  [widthPx, heightPx]: readonly [number, number],
  valueAt: (x: number, y: number) => number,
): Field =>
  fieldOf(
    Array.from({ length: widthPx * heightPx }, (_, i) =>
      valueAt(((i % widthPx) + 0.5) / widthPx, (Math.floor(i / widthPx) + 0.5) / heightPx),
    ),
    widthPx,
    heightPx,
  );
/** Half as bright in the corners as in the middle; over its mean, which is 5/6. */
const vignetteAt = (x: number, y: number): number =>
  (1 - 0.5 * 2 * ((x - 0.5) ** 2 + (y - 0.5) ** 2)) / (5 / 6);
const vignette = (size: readonly [number, number]): Field => fieldBy(size, vignetteAt);
/** Warmer towards one side, and uneven from column to column. */
const darkAt = (x: number, y: number): number => 0.02 + 0.03 * y + 0.01 * Math.sin(60 * x);
const warm = (size: readonly [number, number]): Field => fieldBy(size, darkAt);

/** Steeper than linear in the dark, flat and then steep again in the light. */
const curve: Transfer = {
  kind: 'table',
  linear: Array.from({ length: 65 }, (_, i) => i / 64 + 0.12 * Math.sin((i / 64) * Math.PI * 2)),
};
const withFields = (profile: Profile, fields: { dark?: Field; flat?: Field }): Profile => ({
  ...profile,
  darkField: fields.dark ? refOf(fields.dark) : null,
  flatField: fields.flat ? refOf(fields.flat) : null,
});

describe('a full profile', () => {
  const nirSize = [96, 80] as const;
  const [dark, flat] = [warm(nirSize), vignette(nirSize)];
  const distortion = { k1: 0.16, k2: 0.05 };
  const measured = { ...linearProfile, darkCodes: 12 };
  const profiles: Readonly<Record<string, Profile>> = {
    'a table': { ...measured, transfer: curve },
    'a flat field of a 50 % vignette': withFields(measured, { flat }),
    'a dark field': withFields(measured, { dark }),
    'a barrel distortion': { ...measured, distortion },
    'a pincushion distortion': { ...measured, distortion: { k1: -0.14, k2: 0.02 } },
    'all together': {
      ...withFields({ ...measured, transfer: curve }, { dark, flat }),
      distortion,
      registration: [1.05, 0.03, 6e-4, -0.04, 0.96, -4e-4, 4, -3, 1],
    },
  };
  const layouts = [
    { title: 'beside white light', layout: halves, frames: { main: waves(formatOf('I420', [192, 80])) } },
    { title: 'under white light', layout: stacked, frames: { main: waves(formatOf('RGBA', [96, 160])) } },
    {
      title: 'from a camera of its own',
      layout: twoStreams,
      frames: {
        main: waves(formatOf('NV12', [128, 90])),
        second: waves(formatOf('Y16', [...nirSize], { bitDepth: 12 }), 3),
      },
    },
    { title: 'alone', layout: nirOnly, frames: { main: waves(formatOf('Y8', [...nirSize])) } },
  ];

  test.each(
    Object.entries(profiles).flatMap(([of, profile]) =>
      layouts.map(({ title, ...shown }) => ({ of, title, profile, shown })),
    ),
  )('$of is in the picture as in the numbers, NIR $title', ({ profile, shown }) => {
    const depth = (shown.frames.second ?? shown.frames.main).format.bitDepth;
    const scaled = { ...profile, darkCodes: (12 * (2 ** depth - 1)) / 255 };
    const shot: Shot = { ...shown, profile: scaled, fields: [dark, flat] };
    for (const mode of ['monochrome', 'overlay', 'intensity-map', 'picture-in-picture'] as const) {
      expectAsComputed({ ...shot, display: { mode, windowHigh: 0.9 } });
    }
    const view = { zoom: 1.7, centreX: 0.4, centreY: 0.55, quarterTurns: 1, flipX: true };
    expectAsComputed({ ...shot, view, display: { mode: 'overlay', windowHigh: 0.9 } });
    expectAsComputed({ ...shot, backgroundLinear: 0.3, display: { mode: 'overlay', signed: true } });
    // One canvas pixel a sensor pixel, where samples are taken without looking between.
    expectAsComputed({ ...shot, canvas: [...nirSize], display: { mode: 'monochrome' } });
  });

  const uniformSize = [120, 90] as const;
  const uniform = (light: number) => ({
    main: framePlanes(formatOf('Y16', [...uniformSize], { bitDepth: 16 }), ({ x, y }) => {
      const [across, down] = [(x + 0.5) / uniformSize[0], (y + 0.5) / uniformSize[1]];
      return 65_535 * (darkAt(across, down) + light * vignetteAt(across, down));
    }),
  });
  const greys = (shot: Shot): number[] => {
    const { image } = shoot({ layout: nirOnly, canvas: [...uniformSize], ...shot });
    return Array.from({ length: image.width * image.height }, (_, i) => image.data[4 * i]!);
  };
  const monochrome: Partial<Display> = { mode: 'monochrome', windowHigh: 1, saturationMark: false };

  test('a uniform target behind a 50 % vignette is uniform, and was not', () => {
    const fields = [warm(uniformSize), vignette(uniformSize)] as const;
    const shot = { frames: uniform(0.5), fields, display: monochrome };
    const before = greys(shot);
    expect(Math.min(...before) / Math.max(...before)).toBeLessThan(0.65);
    const profile = withFields(linearProfile, { dark: fields[0], flat: fields[1] });
    const after = greys({ ...shot, profile });
    for (const grey of after) expect(Math.abs(grey - 127.5)).toBeLessThanOrEqual(1);
  });

  test('a field that is missing, of another size, or the same everywhere changes nothing', () => {
    const [darkThere, flatThere] = [warm(uniformSize), vignette(uniformSize)];
    const shot = { frames: uniform(0.5), display: monochrome };
    const plain = greys(shot);
    const named = withFields(linearProfile, { dark: darkThere, flat: flatThere });
    expect(greys({ ...shot, profile: named })).toEqual(plain);
    expect(greys({ ...shot, fields: [darkThere, flatThere] })).toEqual(plain);
    const [otherDark, otherFlat] = [warm([90, 120]), vignette([60, 45])];
    const other = withFields(linearProfile, { dark: otherDark, flat: otherFlat });
    expect(greys({ ...shot, profile: other, fields: [otherDark, otherFlat] })).toEqual(plain);
    const [none, one] = [fieldBy(uniformSize, () => 0), fieldBy(uniformSize, () => 1)];
    const idle = withFields(linearProfile, { dark: none, flat: one });
    expect(greys({ ...shot, profile: idle, fields: [none, one] })).toEqual(plain);
    // Measurement refuses this one, too.
    const hole = fieldBy(uniformSize, x => (x < 0.1 ? 0 : 1));
    expect(greys({ ...shot, profile: withFields(linearProfile, { flat: hole }), fields: [hole] })).toEqual(
      plain,
    );
    // One of the two alone would be a third kind of picture.
    expect(greys({ ...shot, profile: named, fields: [flatThere] })).toEqual(plain);
  });

  test('where a flat field has next to no light the picture stays a picture', () => {
    const hole = fieldBy(uniformSize, x => (x < 0.5 ? 1e-6 : 1.2));
    const profile = withFields(linearProfile, { flat: hole });
    const shot = { frames: uniform(0.3), fields: [hole], profile, display: { ...monochrome, windowHigh: 2 } };
    const plain = greys({ ...shot, profile: linearProfile });
    greys(shot).forEach((grey, i) => {
      if (i % uniformSize[0] > uniformSize[0] / 2 + 1)
        expect(Math.abs(grey - plain[i]! / 1.2)).toBeLessThanOrEqual(2);
    });
  });

  test('exchanged fields are those of the next picture', () => {
    const [darkThere, flatThere] = [warm(uniformSize), vignette(uniformSize)];
    const stronger = fieldBy(uniformSize, (x, y) => vignetteAt(x, y) ** 2);
    const shots = [flatThere, stronger].map(flat => ({
      frames: uniform(0.4),
      display: monochrome,
      fields: [darkThere, flat],
      profile: withFields(linearProfile, { dark: darkThere, flat }),
    }));
    const [first, second] = [greys(shots[0]!), greys(shots[1]!)];
    expect(first).not.toEqual(second);
    expect(greys(shots[0]!)).toEqual(first);
  });

  test.each([0.2, -0.15])('a distortion of %f puts NIR where measurement looks for it', k1 => {
    const main = framePlanes(formatOf('I420', [160, 120]), () => 40);
    const second = formatOf('Y8', [128, 128]);
    const registration = [1.02, 0.01, 4e-5, -0.01, 0.98, -3e-5, 3, -2, 1] as const;
    const profile: Profile = { ...linearProfile, registration, distortion: { k1, k2: 0.03 } };
    const homography = sceneToSensor(twoStreams, { main: main.format, second }, registration)!;
    const mapping = { homography, radial: radialOf(profile, main.format) };
    for (const scenePx of [
      { x: 30, y: 24 },
      { x: 128, y: 40 },
      { x: 75, y: 96 },
    ]) {
      const dot = toSensor(mapping, scenePx);
      const shot: Shot = {
        frames: {
          main,
          second: framePlanes(
            second,
            ({ x, y }) => 250 * Math.exp(-((x - dot.x) ** 2 + (y - dot.y) ** 2) / 4),
          ),
        },
        layout: twoStreams,
        profile,
        canvas: [160, 120],
        display: { mode: 'monochrome', windowHigh: 1, saturationMark: false },
      };
      const found = centroid(shoot(shot));
      expect(Math.hypot(found.x - scenePx.x - 0.5, found.y - scenePx.y - 0.5)).toBeLessThan(0.3);
    }
  });
});

describe('lines', () => {
  const whiteCode = 128;
  const background = 0.1;

  /**
   * White light grey; NIR falls from 5 × 0.1 in the middle, linearly with the distance, to nothing: the radius of any
   * level is known.
   */
  const slopePerPx = (size: [number, number]) => 1 / Math.min(...size);
  function cone(size: [number, number], transfer: Transfer = { kind: 'linear' }): UploadedFrames {
    const top = 65_535;
    const [centreX, centreY] = size.map(length => (length - 1) / 2);
    const toSignal = (linear: number) =>
      transfer.kind === 'power' ? linear ** (1 / transfer.gamma) : linear;
    const second = framePlanes(formatOf('Y16', size, { bitDepth: 16 }), ({ x, y }) => {
      const light = 0.5 - slopePerPx(size) * Math.hypot(x - centreX!, y - centreY!);
      return top * toSignal(Math.max(0, light));
    });
    return { main: framePlanes(formatOf('Y8', size), () => whiteCode), second };
  }
  const radiusOf = (level: number, size: [number, number]): number => (0.5 - level) / slopePerPx(size);

  type LineShot = Shot & { canvas: [number, number] };
  const lineShot = (size: [number, number], more: Partial<Shot> = {}): LineShot => ({
    frames: cone(size),
    layout: twoStreams,
    canvas: size,
    backgroundLinear: background,
    ...more,
    display: { mode: 'contour', thresholds: [2], saturationMark: false, ...more.display },
  });

  /** Radii, on 60 rays from the middle, of the line's centre: where the colour differs from grey, weighted by how much. */
  function radiiOnRays(
    { image, at }: Picture,
    about: { from: number; to: number },
    kind: 'yellow' | 'green',
  ): number[] {
    return Array.from({ length: 60 }, (_, ray) => {
      const angle = (ray / 60) * 2 * Math.PI + 0.01;
      let [sum, radius] = [0, 0];
      for (let r = about.from; r <= about.to; r += 0.25) {
        const x = Math.floor(image.width / 2 + r * Math.cos(angle));
        const y = Math.floor(image.height / 2 + r * Math.sin(angle));
        const [red, green, blue] = at(x, y);
        const weight = Math.max(
          0,
          kind === 'yellow' ? Math.min(red, green) - blue : green - Math.max(red, blue),
        );
        // The pixel's own distance, not the ray's: a ray passes pixels off their centres.
        sum += weight;
        radius += weight * Math.hypot(x + 0.5 - image.width / 2, y + 0.5 - image.height / 2);
      }
      // The thinnest line, whole, weighs 800; what is left of one at a dash's end has no middle.
      return sum < 400 ? Number.NaN : radius / sum;
    });
  }

  function expectCircle(picture: Picture, radiusPx: number, kind: 'yellow' | 'green' = 'yellow'): void {
    const radii = radiiOnRays(picture, { from: radiusPx - 8, to: radiusPx + 8 }, kind);
    for (const radius of radii) expect(Math.abs(radius - radiusPx)).toBeLessThan(1);
    const mean = radii.reduce((sum, radius) => sum + radius, 0) / radii.length;
    expect(Math.abs(mean - radiusPx)).toBeLessThan(0.3);
  }

  const hasYellow = ({ image, at }: Picture): boolean => {
    for (let y = 0; y < image.height; y++) {
      for (let x = 0; x < image.width; x++) {
        const [red, green, blue] = at(x, y);
        if (Math.min(red, green) - blue > 60 && red > green) return true;
      }
    }
    return false;
  };

  // Both resolutions of the low-pass; a canvas finer and coarser than the sensor.
  test.each<[number, number]>([
    [200, 150],
    [201, 151],
    [640, 512],
  ])('a line at twice the background lies on its circle, %i × %i', (...size) => {
    expectCircle(shoot(lineShot(size)), radiusOf(2 * background, size));
  });

  test.each([
    { layout: halves, whiteIs: 'left of' },
    { layout: stacked, whiteIs: 'above' },
  ])(
    'it lies there, too, where white light is $whiteIs NIR in one frame, and none lies on the seam',
    ({ layout }) => {
      const size: [number, number] = [202, 150];
      const { second } = cone(size);
      const [offsetX, offsetY] = layout === halves ? [202, 0] : [0, 150];
      const main = framePlanes(
        formatOf('Y16', layout === halves ? [404, 150] : [202, 300], { bitDepth: 16 }),
        ({ x, y }) => {
          const isWhite = x < offsetX || y < offsetY;
          return isWhite ? 32_768 : second!.planes[0]!.samples[(y - offsetY) * 202 + x - offsetX]!;
        },
      );
      const picture = shoot(lineShot(size, { frames: { main }, layout }));
      expectCircle(picture, radiusOf(0.2, size));
      for (let x = 0; x < 202; x++) expect(picture.at(x, 1)).toEqual([128, 128, 128]);
      for (let y = 0; y < 150; y++) expect(picture.at(1, y)).toEqual([128, 128, 128]);
    },
  );

  test('it moves when the background moves, and with the threshold', () => {
    const size: [number, number] = [200, 150];
    expectCircle(shoot(lineShot(size, { backgroundLinear: 0.15 })), radiusOf(0.3, size));
    expectCircle(shoot(lineShot(size, { backgroundLinear: 0.08 })), radiusOf(0.16, size));
    expectCircle(shoot(lineShot(size, { display: { thresholds: [3.5] } })), radiusOf(0.35, size));
  });

  test('it is drawn from this frame, not from the one before', () => {
    const size: [number, number] = [200, 150];
    const first = lineShot(size);
    const dimmer = cone(size);
    const half = framePlanes(dimmer.second!.format, ({ x, y }) => {
      return dimmer.second!.planes[0]!.samples[y * size[0] + x]! / 2;
    });
    expectCircle(shoot(first), radiusOf(0.2, size));
    expectCircle(shoot({ ...first, frames: { ...dimmer, second: half } }), radiusOf(0.4, size));
    expectCircle(shoot(first), radiusOf(0.2, size));
  });

  test('it stands on linear light, above dark', () => {
    const size: [number, number] = [200, 150];
    const transfer: Transfer = { kind: 'power', gamma: 2.2 };
    const curved = { ...linearProfile, transfer };
    expectCircle(
      shoot(lineShot(size, { frames: cone(size, transfer), profile: curved })),
      radiusOf(0.2, size),
    );
    const dark = { ...linearProfile, darkCodes: 0.05 * 65_535 };
    expectCircle(shoot(lineShot(size, { profile: dark })), radiusOf(0.25, size));
  });

  test.each<[number, number]>([
    [200, 150],
    [640, 512],
  ])('it stands on light that a table, a dark and a flat field have corrected, %i × %i', (...size) => {
    const [dark, flat] = [warm(size), vignette(size)];
    const profile = withFields({ ...linearProfile, transfer: curve }, { dark, flat });
    const { main, second } = cone(size);
    const light = second!.planes[0]!.samples;
    const asSent = framePlanes(second!.format, ({ x, y }) => {
      const i = y * size[0] + x;
      const [above, by] = [dark, flat].map(({ low, step, samples }) => low + step * samples[i]!);
      return 65_535 * linearToSignal((light[i]! / 65_535) * by! + above!, curve);
    });
    const shot = lineShot(size, { frames: { main, second: asSent }, profile, fields: [dark, flat] });
    expectCircle(shoot(shot), radiusOf(0.2, size));
    const outline = { thresholds: [], thresholdShare: 0.5, windowLow: 0, windowHigh: 0.6 };
    expectCircle(shoot({ ...shot, display: { ...shot.display, ...outline } }), radiusOf(0.3, size), 'green');
    // Without its fields it stands elsewhere: this is what they are for.
    const radii = radiiOnRays(shoot({ ...shot, fields: [] }), { from: 10, to: 0.45 * size[1] }, 'yellow');
    const off = radii.map(radius => Math.abs(radius - radiusOf(0.2, size)));
    expect(Math.max(...off.filter(Number.isFinite))).toBeGreaterThan(4);
  });

  test('it stands on light that only a flat field makes brighter than white, too', () => {
    const size: [number, number] = [200, 150];
    const flat = fieldBy(size, () => 0.3);
    const shot = lineShot(size, {
      profile: withFields(linearProfile, { flat }),
      fields: [flat],
      backgroundLinear: background / 0.3,
    });
    // Four times the background is light of 1.33.
    for (const threshold of [2, 4]) {
      const picture = shoot({ ...shot, display: { ...shot.display, thresholds: [threshold] } });
      expectCircle(picture, radiusOf(threshold * background, size));
    }
  });

  test.each([
    { size: [200, 150], distortion: { k1: 0.2, k2: 0.05 }, layout: twoStreams },
    { size: [200, 150], distortion: { k1: -0.15, k2: 0 }, layout: twoStreams },
    { size: [640, 512], distortion: { k1: 0.3, k2: 0.1 }, layout: twoStreams },
    { size: [640, 512], distortion: { k1: -0.2, k2: 0.02 }, layout: twoStreams },
  ])('a distorted scene moves it as it moves measurement, $size, $distortion', ({ size, distortion }) => {
    const wide: [number, number] = [size[0]!, size[1]!];
    const profile = { ...linearProfile, distortion };
    const radial = radialOf(profile, { widthPx: wide[0], heightPx: wide[1] })!;
    const toScene = createToScene({ homography: [1, 0, 0, 0, 1, 0, 0, 0, 1], radial });
    for (const threshold of [1, 2, 4]) {
      const onSensor = { x: radial.centre.x + radiusOf(threshold * background, wide), y: radial.centre.y };
      const picture = shoot(lineShot(wide, { profile, display: { thresholds: [threshold] } }));
      expectCircle(picture, toScene(onSensor).x - radial.centre.x);
    }
    // Each cell is as good as its neighbour: the pane is covered once, without gaps, under a zoom, too.
    const zoomed = lineShot(wide, { profile, view: { zoom: 2 }, display: { thresholds: [4] } });
    const inner = { x: radial.centre.x + radiusOf(0.4, wide), y: radial.centre.y };
    expectCircle(shoot(zoomed), 2 * (toScene(inner).x - radial.centre.x));
  });

  test('zoom and turns move it with the tissue', () => {
    const size: [number, number] = [200, 150];
    const zoomed = shoot(lineShot(size, { view: { zoom: 2, quarterTurns: 2, flipX: true } }));
    const radiusPx = 2 * radiusOf(0.4, size);
    expect(radiusPx).toBeLessThan(40);
    const fourfold = shoot(lineShot(size, { view: { zoom: 2 }, display: { thresholds: [4] } }));
    expectCircle(fourfold, radiusPx);
    // The line at 2 × lies 90 pixels out now: on the picture to the left and right, not above and below.
    expect(hasYellow(zoomed)).toBe(true);
  });

  test('it has a dark halo on both sides and changes nothing further away', () => {
    const size: [number, number] = [640, 512];
    const picture = shoot(lineShot(size));
    const radiusPx = radiusOf(0.2, size);
    const greyAt = (distancePx: number) =>
      picture.at(Math.floor(size[0] / 2 + radiusPx + distancePx), Math.floor(size[1] / 2));
    const [inside, outside] = [-2, 2].map(side =>
      Math.min(...[1, 1.25].map(scale => Math.max(...greyAt(side * scale)))),
    );
    expect(inside).toBeLessThan(0.6 * whiteCode);
    expect(outside).toBeLessThan(0.6 * whiteCode);
    for (const distancePx of [-20, -10, 10, 20]) {
      expect(greyAt(distancePx)).toEqual([whiteCode, whiteCode, whiteCode]);
    }
  });

  test('four thresholds are four circles, and the highest has no gaps', () => {
    const size: [number, number] = [640, 512];
    const thresholds = [1, 2, 3, 4];
    const picture = shoot(lineShot(size, { display: { thresholds } }));
    const shown = thresholds.map(threshold => {
      const radiusPx = radiusOf(threshold * background, size);
      const radii = radiiOnRays(picture, { from: radiusPx - 8, to: radiusPx + 8 }, 'yellow');
      const drawn = radii.filter(radius => !Number.isNaN(radius));
      const mean = drawn.reduce((sum, radius) => sum + radius, 0) / drawn.length;
      expect(Math.abs(mean - radiusPx)).toBeLessThan(0.3);
      // A dash that is cut aslant has its middle off the line by up to half its width.
      for (const radius of drawn) expect(Math.abs(radius - radiusPx)).toBeLessThan(2);
      return drawn.length / radii.length;
    });
    // Lower ones are dashed: shorter dashes the lower.
    expect(shown[3]).toBe(1);
    expect(shown[0]).toBeLessThan(shown[2]!);
    expect(shown[0]).toBeGreaterThan(0.15);
  });

  test('margins need a background and numbers that may be trusted', () => {
    const size: [number, number] = [200, 150];
    const overlay: Partial<Display> = { mode: 'overlay', thresholds: [2], windowHigh: 1 };
    const shown = (more: Partial<Shot>) => hasYellow(shoot(lineShot(size, { display: overlay, ...more })));
    expect(shown({})).toBe(true);
    expect(shown({ backgroundLinear: null })).toBe(false);
    expect(shown({ profile: { ...linearProfile, darkCodes: null } })).toBe(false);
    expect(shown({ layout: { ...twoStreams, displayReferred: true } })).toBe(false);
    const accepted = { display: { ...overlay, acceptsRelative: true } };
    expect(shown({ ...accepted, profile: { ...linearProfile, darkCodes: null } })).toBe(true);
    expect(shown({ hideOverlay: true })).toBe(false);
    expect(shown({ veil: true })).toBe(false);
  });

  test('without margins, contour mode outlines the display threshold in another colour', () => {
    const size: [number, number] = [200, 150];
    const display: Partial<Display> = {
      thresholds: [],
      thresholdShare: 0.3,
      windowLow: 0.05,
      windowHigh: 0.55,
    };
    const picture = shoot(lineShot(size, { display }));
    expectCircle(picture, radiusOf(0.05 + 0.3 * 0.5, size), 'green');
    expect(hasYellow(picture)).toBe(false);
    const curve: Display['curve'] = { kind: 'gamma', gamma: 2 };
    const curved = shoot(lineShot(size, { display: { ...display, thresholdShare: 0.6, curve } }));
    expectCircle(curved, radiusOf(0.05 + 0.36 * 0.5, size), 'green');
  });
});

describe('bands outward from the signal', () => {
  const size: [number, number] = [200, 150];
  const middle = { x: 99.5, y: 74.5 };
  /** Distances to the middle, as measurement would send them at half the size. */
  const distances = (limitsPx: readonly number[]): BandsMessage => ({
    type: 'bands',
    frameNumber: 0,
    widthPx: 100,
    heightPx: 75,
    pxPerCode: 0.5,
    limitsPx,
    samples: Uint8Array.from({ length: 7500 }, (_, i) =>
      Math.min(255, 2 * Math.hypot(2 * (i % 100) + 0.5 - middle.x, 2 * Math.floor(i / 100) + 0.5 - middle.y)),
    ),
  });
  const grey = framePlanes(formatOf('Y8', size), () => 128);
  const shot = (more: Partial<Shot>): Shot => ({
    frames: { main: grey, second: framePlanes(formatOf('Y8', size), () => 0) },
    layout: twoStreams,
    canvas: size,
    bands: { bands: distances([20, 50]), strength: 1 },
    ...more,
    display: { mode: 'overlay', saturationMark: false, ...more.display },
  });
  /** How much redder than grey, in the mean, the picture is on a circle. */
  const rednessAt = ({ at }: Picture, radiusPx: number): number => {
    const angles = Array.from({ length: 72 }, (_, i) => (i * Math.PI) / 36);
    const red = angles.map(angle => {
      const [r, , b] = at(
        Math.round(middle.x + radiusPx * Math.cos(angle)),
        Math.round(middle.y + radiusPx * Math.sin(angle)),
      );
      return r - b;
    });
    return red.reduce((sum, value) => sum + value, 0) / red.length;
  };

  test('a line stands at each limit, and the first band is hatched', () => {
    const picture = shoot(shot({}));
    expect(rednessAt(picture, 20)).toBeGreaterThan(60);
    expect(rednessAt(picture, 50)).toBeGreaterThan(60);
    expect(rednessAt(picture, 10)).toBeGreaterThan(2);
    expect(Math.abs(rednessAt(picture, 35))).toBeLessThan(2);
    expect(Math.abs(rednessAt(picture, 65))).toBeLessThan(2);
  });

  test('they stand where a registration and a lens put the sensor', () => {
    const shift = translation(6, 0);
    const registered = { ...linearProfile, registration: shift };
    const picture = shoot(shot({ profile: registered }));
    const [r, , b] = picture.at(Math.round(middle.x - 6 + 50), 74);
    expect(r - b).toBeGreaterThan(40);
    const bent = { ...linearProfile, distortion: { k1: -0.2, k2: 0 } };
    const through = shoot(shot({ profile: bent, bands: { bands: distances([50]), strength: 1 } }));
    // 50 sensor pixels out is where r(1 − 0.2 (r/R)²) = 50, R half the diagonal.
    expect(rednessAt(through, 50 + 50 * 0.2 * (50 / 125) ** 2 * 1.1)).toBeGreaterThan(40);
  });

  test('they fade, they go with the overlay, and white light is left alone', () => {
    const half = shoot(shot({ bands: { bands: distances([50]), strength: 0.5 } }));
    const whole = shoot(shot({ bands: { bands: distances([50]), strength: 1 } }));
    expect(rednessAt(half, 50)).toBeLessThan(0.7 * rednessAt(whole, 50));
    expect(rednessAt(half, 50)).toBeGreaterThan(0.3 * rednessAt(whole, 50));
    for (const without of [
      shot({ hideOverlay: true }),
      shot({ display: { mode: 'white-light' } }),
      shot({ veil: true }),
    ]) {
      expect(Math.abs(rednessAt(shoot(without), 50))).toBeLessThan(2);
    }
  });
});

describe('a lost context', () => {
  const settle = (condition: () => boolean) => expect.poll(condition, { interval: 20 }).toBe(true);

  test('is told once; drawing goes on without harm, and a new canvas gets the same picture, curve and fields too', async () => {
    const canvas = new OffscreenCanvas(8, 8);
    let told = 0;
    using own = createCompositor(canvas, () => {
      told += 1;
    });
    const size = [96, 64] as const;
    const fields = [warm(size), vignette(size)] as const;
    const profile = withFields({ ...linearProfile, transfer: curve }, { dark: fields[0], flat: fields[1] });
    const frames = { main: waves(formatOf('Y8', [...size])) };
    const display: Partial<Display> = { mode: 'contour', thresholds: [2] };
    const shot: Shot = { frames, fields, profile, layout: nirOnly, backgroundLinear: 0.2, display };
    const drawOn = (compositor: Compositor) => {
      compositor.upload('main', shot.frames.main);
      compositor.draw(stateOf(shot));
    };
    drawOn(own);
    const before = pictureOf(own);
    expect(own.isLost).toBe(false);
    canvas.getContext('webgl2')!.getExtension('WEBGL_lose_context')!.loseContext();
    await settle(() => told === 1);
    expect(own.isLost).toBe(true);
    drawOn(own);
    await own.finished();
    using other = createCompositor(new OffscreenCanvas(8, 8), () => undefined);
    drawOn(other);
    expect(isSame(pictureOf(other), before)).toBe(true);
    expect(told).toBe(1);
  });
});
