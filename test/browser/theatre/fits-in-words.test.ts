/** In every language all that a theatre display says lies within its window, and is large enough to be read, in every state and at every size. */
import { afterEach, describe, expect, test } from 'vitest';
import { defaultDisplay, defaultView } from '#model/display.ts';
import type { TheatreFacts, TheatreState } from '#model/theatre.ts';
import { speak, words } from '#words/words.ts';
import { paintTheatre } from '#workers/theatre/paint-theatre.ts';
import { figuresNow, type TagTone } from '#workers/theatre/theatre-words.ts';
import '@fontsource-variable/inter';
import { facts, scene } from './display.ts';

afterEach(() => speak('en'));

const states: readonly TheatreState[] = [
  'no-console',
  'console-lost',
  'waiting',
  'live',
  'late',
  'no-signal',
  'identical',
  'frozen',
  'still',
];
const sizes = [
  { widthPx: 1280, heightPx: 720 },
  { widthPx: 1920, heightPx: 1080 },
  { widthPx: 3840, heightPx: 2160 },
  { widthPx: 1024, heightPx: 768 },
  { widthPx: 720, heightPx: 1280 },
];

/** A word that is set smaller than this share of 1/1080 of the screen cannot be read from where a display stands. */
const leastUnits = 16;

type Said = {
  readonly text: string;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly sizePx: number;
};

/** A canvas that writes down every text that is painted on it, with its box in canvas pixels. */
function listeningCanvas(size: { widthPx: number; heightPx: number }) {
  const context = new OffscreenCanvas(size.widthPx, size.heightPx).getContext('2d')!;
  const said: Said[] = [];
  const fillText = context.fillText.bind(context);
  context.fillText = (text, x, y) => {
    fillText(text, x, y);
    const {
      actualBoundingBoxLeft,
      actualBoundingBoxRight,
      actualBoundingBoxAscent,
      actualBoundingBoxDescent,
    } = context.measureText(text);
    const { e, f, a, d } = context.getTransform();
    said.push({
      text,
      left: e + a * (x - actualBoundingBoxLeft),
      right: e + a * (x + actualBoundingBoxRight),
      top: f + d * (y - actualBoundingBoxAscent),
      bottom: f + d * (y + actualBoundingBoxDescent),
      sizePx: a * Number.parseFloat(/([\d.]+)px/.exec(context.font)?.[1] ?? '0'),
    });
  };
  return { context, said };
}

const tag = (text: string, tone: TagTone): TheatreFacts['tags'][number] => ({
  text,
  tone: tone === 'held' ? 'plain' : tone,
});

/** As much as a console may ask a display to say. */
const full = (): TheatreFacts => ({
  ...facts,
  figures: [
    { name: `${words('TBR')} T1`, value: '3.86', detail: '± 0.21 · B1' },
    { name: `${words('CNR')} T1`, value: null, detail: words('there is no live picture') },
    { name: words('Edge to signal'), value: '12.3 mm', detail: '± 0.6 mm' },
  ],
  tags: [tag(words('UNCALIBRATED'), 'caution')],
});

describe.each(['en', 'nl', 'zh'] as const)('in %s', language => {
  test.each(states)('all words are within the window, and none is too small: %s', async state => {
    await speak(language);
    await document.fonts.load('600 20px "Inter Variable"');
    const found: string[] = [];
    for (const size of sizes)
      for (const showsPattern of [false, true]) {
        const { context, said } = listeningCanvas(size);
        const bitmap = await createImageBitmap(new ImageData(64, 36));
        const isLive = state === 'live' || state === 'late' || state === 'frozen' || state === 'still';
        const heard = {
          state,
          ageS: 74.2,
          facts: { ...full(), language, showsPattern },
          withheld: isLive ? null : ('state' as const),
          marks: 1,
        };
        const picture = {
          bitmap,
          frameNumber: 1,
          arrivedS: 1,
          display: defaultDisplay,
          view: defaultView,
          scene,
        };
        paintTheatre(context, { window: size, heard, picture, blinkS: 0 });
        bitmap.close();
        const where = `${size.widthPx}×${size.heightPx}${showsPattern ? ', pattern' : ''}`;
        const unit = Math.min(size.heightPx, (size.widthPx * 9) / 16) / 1080;
        expect(said.length, where).toBeGreaterThan(2);
        // The pattern's letters are small on purpose: whether they are read is what is asked.
        const isPattern = showsPattern && state !== 'console-lost';
        for (const { text, left, right, top, bottom, sizePx } of said) {
          if (left < -1 || top < -1 || right > size.widthPx + 1 || bottom > size.heightPx + 1)
            found.push(`${where}: out of the window: ${text}`);
          if (!isPattern && sizePx < leastUnits * unit)
            found.push(`${where}: ${(sizePx / unit).toFixed(1)} units: ${text}`);
        }
        if (!isPattern)
          for (const { name } of figuresNow(heard))
            expect(
              said.some(({ text }) => text === name),
              `${where}: ${name}`,
            ).toBe(true);
        if (!isPattern && state === 'no-signal')
          expect(said.some(({ text }) => text === words('NO SIGNAL'))).toBe(true);
      }
    expect(found).toEqual([]);
  });
});
