/** The main screen and its sheets in another language: no sentence and no label is left in English. */

import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { FakeConductor } from '#test/support/fake-conductor.ts';
import { type RenderedApp, renderApp } from '#test/support/render-app.tsx';
import { speak } from '#words/words.ts';
import { importedSession } from '../../support/sample-sessions.ts';

let app: RenderedApp | null = null;
beforeEach(() => speak('zh'));
afterEach(async () => {
  app?.unmount();
  app = null;
  await speak('en');
});

/** Names that are the same in every language: of journals, studies, devices, formats, keys and figures. */
const names = [
  /JAMA Network Open/,
  /Nature Communications/,
  /Journal of Surgical Oncology/,
  /Tower A/,
  /Page (up|down)/,
  /rimlight-\S+/,
  /https?:\S+/,
  /doi:\S+/,
  /(Shift|Alt|Ctrl|Esc|Delete|Enter|Tab)(\+\S*)?/,
  /\b(Chrome|Edge|Firefox|Safari|Nederlands|English)\b/,
  /\b(MP4|WebM|MKV|PNG|TIFF|JPEG|WebP|BMP|ZIP|CSV|PDF|SVG|NIR|TBR|CNR|SBR|PPV|NPV|IORT|REC|ICG|WHEP|AAPM|mm|px|ms|fps|mg|kg|Gy)\b/,
];

/** Two Latin words or more that follow each other, after the names are taken away. */
function englishIn(text: string): string[] {
  const rest = names.reduce((left, name) => left.replaceAll(new RegExp(name, 'g'), '·'), text);
  return rest.match(/[A-Za-z’']{2,}(?:[ ,.:;]+[A-Za-z’']{2,})+/g) ?? [];
}

const attributes = ['aria-label', 'title', 'placeholder', 'alt', 'aria-valuetext'];

/** Every text and label in the page that a person could read or hear now. */
function readable(): string[] {
  const found: string[] = [];
  for (const element of document.body.querySelectorAll('*')) {
    if (!element.checkVisibility() || element.matches('script, style, kbd')) continue;
    for (const attribute of attributes) found.push(element.getAttribute(attribute) ?? '');
    for (const node of element.childNodes)
      if (node.nodeType === Node.TEXT_NODE) found.push(node.textContent ?? '');
  }
  return found.map(text => text.replace(/\s+/g, ' ').trim()).filter(Boolean);
}

/** What is left in English; a screen without texts proves nothing. */
function left(): string[] {
  const texts = readable();
  expect(texts.filter(text => /\p{Script=Han}/u.test(text)).length).toBeGreaterThan(20);
  return [...new Set(texts.filter(text => englishIn(text).length > 0))];
}

const shown = async (selector: string) => app?.until(() => document.querySelector(selector) !== null);

const button = (text: string): HTMLElement => {
  const found = [...document.querySelectorAll<HTMLElement>('dialog button')].find(
    each => each.textContent?.trim() === text,
  );
  if (!found) throw new Error(`No button says ${text}.`);
  return found;
};

const withSessions = ({ stores }: FakeConductor) =>
  stores.sessions.setState({
    sessions: [importedSession()],
    recovered: ['session-0001'],
    retentionDays: 30,
  });

describe('in Chinese no English is left', () => {
  test('on the main screen, with a problem, a recording that was saved, and tools in hand', async () => {
    app = await renderApp(conductor => {
      withSessions(conductor);
      conductor.stores.problems.setState({
        problems: [
          {
            id: 'source',
            severity: 'stop',
            text: 'The storage refused the still (NotAllowedError).',
            tip: 'Try again; if it happens again, reload the page.',
          },
        ],
      });
    });
    await shown('.problem');
    expect(left()).toEqual([]);
    app.press('b');
    await shown('.tissues');
    expect(left()).toEqual([]);
    app.press('Escape');
    app.press('e');
    await shown('.fly-out');
    expect(left()).toEqual([]);
  });

  test.each([
    ['图形处理器已停止', { graphics: 'lost' }],
    ['无信号', { state: 'no-signal', ageS: 4 }],
    ['图像重复', { state: 'identical', ageS: 2 }],
    ['已冻结', { state: 'frozen', ageS: 2 }],
    ['延迟', { state: 'late', ageS: 0.3 }],
  ] as const)('where the veil or the tag says %s', async (word, change) => {
    app = await renderApp();
    app.conductor.stores.readout.setState(({ liveness }) => ({ liveness: { ...liveness, ...change } }));
    await app.until(() => readable().includes(word));
    expect(left()).toEqual([]);
  });

  test.each([
    ['sources', 'n'],
    ['iso-lines', 'm'],
    ['all keys', '?'],
    ['the library', 'i'],
    ['marks', 'N'],
    ['displays', 'D'],
  ])('in the sheet of %s', async (_, key) => {
    app = await renderApp(withSessions);
    app.press(key, { shiftKey: /[A-Z?]/.test(key) });
    await shown('dialog');
    expect(left()).toEqual([]);
  });

  test('in the ways to open a source, in the layouts, and under About', async () => {
    app = await renderApp(withSessions);
    app.press('n');
    await shown('dialog');
    for (const way of ['模拟', '摄像头', '远程', '文件', '录制']) {
      button(way).click();
      await app.until(() => button(way).getAttribute('aria-pressed') === 'true');
      expect(left(), way).toEqual([]);
    }
    button('布局：白光与近红外的位置').click();
    await shown('.layout-drawing');
    expect(left(), 'layouts').toEqual([]);
    document.querySelector<HTMLElement>('.sheet-head button')?.click();
    await app.until(() => document.querySelector('dialog') === null);
    app.find('.notice .build').click();
    await shown('dialog .about');
    expect(left(), 'about').toEqual([]);
  });
});
