/** Colours that marks must hold on: what the phantoms' white light is made of, and stated colours of what they do not show. */
import type { Rgb } from '#model/colour-map.ts';
import { hexToRgb } from '#model/contrast.ts';
import { type PhantomSpec, phantomSchema } from '#model/phantom.ts';
import { rangeOf } from '#workers/feed/phantom/camera.ts';
import { createPainter } from '#workers/feed/phantom/tissue.ts';
import { createWhiteLight } from '#workers/feed/phantom/white-light.ts';

const seedFiles = import.meta.glob('../../seeds/phantoms/*.json', { eager: true, import: 'default' });
const specs = Object.values(seedFiles).map(seed => phantomSchema.parse(seed));

const size = { widthPx: 160, heightPx: 120 };
const every = 12;

/** Every so many pixels of a phantom's white light, as it leaves the camera (BT.709, highlights left out: they are white). */
function coloursOf(phantom: PhantomSpec): Rgb[] {
  const spec = { ...phantom, ...size };
  const { luma, chroma, widthPx, heightPx } = createWhiteLight(spec, createPainter(spec));
  const { black, white, chromaSpan } = rangeOf(spec);
  const cut = (value: number) => Math.min(1, Math.max(0, value));
  const found: Rgb[] = [];
  for (let y = 0; y < heightPx; y += every) {
    for (let x = 0; x < widthPx; x += every) {
      const y709 = ((luma[y * widthPx + x]! & 0xff) - black) / (white - black);
      const pair = chroma[(y >> 1) * (widthPx >> 1) + (x >> 1)]!;
      const u = ((pair & 0xffff) - 128) / chromaSpan;
      const v = ((pair >> 16) - 128) / chromaSpan;
      const red = cut(y709 + 1.5748 * v);
      const blue = cut(y709 + 1.8556 * u);
      found.push([red, cut((y709 - 0.2126 * red - 0.0722 * blue) / 0.7152), blue]);
    }
  }
  return found;
}

/** By the tissue that each phantom stands for: 'muscle bed', 'liver', 'specimen on drape'. */
const phantomTissue: Readonly<Record<string, readonly Rgb[]>> = Object.fromEntries(
  specs
    .filter((spec, index) => specs.findIndex(other => other.tissue === spec.tissue) === index)
    .map(spec => [spec.tissue, coloursOf(spec)]),
);

/** As colours look under a theatre lamp on a screen; chosen to span dark to bright, and every hue of a field. */
export const statedTissue = {
  'fresh blood': hexToRgb('#8a0a10'),
  'old blood': hexToRgb('#3a0508'),
  muscle: hexToRgb('#9c3b3a'),
  fat: hexToRgb('#e8c56a'),
  liver: hexToRgb('#5a2420'),
  bone: hexToRgb('#efe3c8'),
  nerve: hexToRgb('#f2e9dc'),
  burnt: hexToRgb('#241a14'),
  'blue drape': hexToRgb('#2f6fa8'),
  'green drape': hexToRgb('#2f7d5c'),
  'pale drape': hexToRgb('#9fd0c8'),
  'white glove': hexToRgb('#f4f4f0'),
  highlight: hexToRgb('#ffffff'),
  'middle grey': hexToRgb('#777777'),
  dark: hexToRgb('#000000'),
} as const satisfies Record<string, Rgb>;

/** Name and colour of all of them. */
export const allTissue: readonly (readonly [name: string, colour: Rgb])[] = [
  ...Object.entries(statedTissue),
  ...Object.entries(phantomTissue).flatMap(([name, colours]) =>
    colours.map((colour, index) => [`${name} ${index}`, colour] as const),
  ),
];
