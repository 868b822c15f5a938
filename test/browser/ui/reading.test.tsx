/** Blinded reading on the screen, over the real conductor's part, the browser's own file system and pictures that are drawn here. */
import axe from 'axe-core';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { opfsFolder } from '#archive/opfs.ts';
import { stillArchive, stillFiles } from '#archive/stills.ts';
import { createProblems } from '#conductor/problems.ts';
import { createReading, type Reading } from '#conductor/reading.ts';
import { calibrations, layouts, phantoms, presets, protocols, targets } from '#study/seeds.ts';
import { createFakeConductor } from '#test/support/fake-conductor.ts';
import { drawn, until } from '#test/support/waiting.ts';
import { createHouse, HouseContext } from '#ui/house.ts';
import { ReadingSheet } from '#ui/reading/ReadingSheet.tsx';
import { ReadingContext } from '#ui/reading/reading-context.ts';
import '#ui/tokens.css';
import '#ui/controls/controls.css';

const size = { widthPx: 320, heightPx: 240 };
const stillIds = ['still-000a', 'still-000b', 'still-000c'];
/** What is seen of a still is its colour. */
const colours = ['rgb(200, 0, 0)', 'rgb(0, 0, 200)', 'rgb(90, 90, 90)'];

async function pictureOf(colour: string): Promise<Blob> {
  const canvas = new OffscreenCanvas(size.widthPx, size.heightPx);
  const context = canvas.getContext('2d')!;
  context.fillStyle = colour;
  context.fillRect(0, 0, size.widthPx, size.heightPx);
  return canvas.convertToBlob();
}

let top: FileSystemDirectoryHandle;
let reading: Reading;
let root: Root;
let problems: ReturnType<typeof createProblems>;
const folderName = 'test-blinded-reading';

beforeEach(async () => {
  await page.viewport(1280, 720);
  const disk = await navigator.storage.getDirectory();
  await disk.removeEntry(folderName, { recursive: true }).catch(() => undefined);
  top = await disk.getDirectoryHandle(folderName, { create: true });
  const stills = stillArchive(async () => top);
  for (const [i, id] of stillIds.entries())
    await stills.write(id, [[stillFiles.picture, await pictureOf(colours[i]!)]]);
  problems = createProblems();
  let nowS = 1.76e9;
  reading = createReading({
    folder: async () => opfsFolder(top),
    stills,
    problems,
    clockS: () => nowS++,
    newId: () => crypto.randomUUID(),
  });
});

afterEach(async () => {
  root.unmount();
  reading[Symbol.dispose]();
  document.querySelector('#root')?.remove();
  await (await navigator.storage.getDirectory()).removeEntry(folderName, { recursive: true });
});

function render() {
  const conductor = createFakeConductor();
  const thumbnailUrl = URL.createObjectURL(new Blob());
  conductor.stores.library.setState({
    stills: stillIds.map((id, i) => ({
      id,
      takenAtS: 1.75e9 + i,
      caseLabel: `K-0${i}`,
      station: 'tumour bed',
      thumbnailUrl,
    })),
  });
  const element = document.createElement('main');
  element.id = 'root';
  document.body.append(element);
  document.documentElement.lang = 'en';
  document.title = 'Rimlight';
  root = createRoot(element);
  const seeds = { protocols, presets, layouts, phantoms, calibrations, targets };
  root.render(
    <HouseContext value={createHouse(conductor, seeds)}>
      <ReadingContext value={reading}>
        <ReadingSheet />
      </ReadingContext>
    </HouseContext>,
  );
}

const button = (words: string) =>
  [...document.querySelectorAll('button')].find(each =>
    (each.getAttribute('aria-label') ?? each.textContent).trim().startsWith(words),
  );
async function press(words: string): Promise<void> {
  await until(() => button(words)?.disabled === false);
  button(words)?.click();
}
const key = (name: string, more: KeyboardEventInit = {}) => {
  const code = /^\d$/.test(name) ? `Digit${name}` : name;
  const options = { key: name, code, bubbles: true, cancelable: true, ...more };
  (document.activeElement ?? document.body).dispatchEvent(new KeyboardEvent('keydown', options));
};
const run = () => {
  const now = reading.store.getState().run;
  if (!now) throw new Error('Nobody reads.');
  return now;
};
const isShown = (place: number) => {
  const now = reading.store.getState().run;
  return now?.place === place && now.isShown && document.querySelector('.reading-picture') !== null;
};
const surface = () => document.querySelector<HTMLElement>('.reading-surface')!;
const pointer = (kind: string, clientX: number, clientY: number) =>
  surface().dispatchEvent(
    new PointerEvent(`pointer${kind}`, { bubbles: true, button: 0, pointerId: 1, clientX, clientY }),
  );
/** A picture pixel's place on the screen. */
const onScreen = (x: number, y: number): [number, number] => {
  const matrix = document.querySelector<SVGSVGElement>('.reading-picture')!.getScreenCTM()!;
  const point = new DOMPoint(x, y).matrixTransform(matrix);
  return [point.x, point.y];
};
const make = async (repeatShare = 0): Promise<string> => {
  const id = await reading.commands.create({ stillIds, picture: 'picture', repeatShare });
  if (!id) throw new Error('No set was made.');
  return id;
};
/** Reads a whole set without the screen; `outline` widens with the reader. */
async function readAll(id: string, reader: number): Promise<void> {
  const { commands } = reading;
  await commands.begin(id, reader);
  for (let i = 0; run().place < run().count; i++) {
    commands.pictureShown(size);
    commands.setMark(i % 2 ? 'negative' : 'positive');
    commands.setConfidence(3);
    const end = 40 + 20 * i + 5 * reader;
    commands.addOutline([
      { x: 10, y: 10 },
      { x: end, y: 10 },
      { x: end, y: 60 },
      { x: 10, y: 60 },
    ]);
    await commands.next();
  }
  await commands.finish();
}
async function violations(): Promise<string[]> {
  const { violations } = await axe.run(document, { rules: { 'meta-viewport': { enabled: false } } });
  return violations.flatMap(({ id, nodes }) => nodes.map(node => `${id}: ${node.html.slice(0, 160)}`));
}

describe('a set', () => {
  test('is made of chosen stills, and is offered to a first reader', async () => {
    render();
    await press('New set');
    await press('Choose all');
    await press('Make a set of 3');
    await until(() => button('Begin as reader 1') !== undefined);
    expect(reading.store.getState().sets).toMatchObject([{ cases: 3, showings: 3, picture: 'picture' }]);
  });

  test('of a picture that the stills do not have says so beside the button', async () => {
    render();
    await press('New set');
    await press('Choose all');
    const select = document.querySelector('select')!;
    Object.getOwnPropertyDescriptor(HTMLSelectElement.prototype, 'value')?.set?.call(select, 'whiteLight');
    select.dispatchEvent(new Event('change', { bubbles: true }));
    await press('Make a set of 3');
    await until(() => problems.store.getState().problems.length > 0);
    expect(problems.store.getState().problems[0]?.text).toBe(
      '3 of these stills have no white-light picture.',
    );
    expect(button('Make a set')).toBeDefined();
  });

  test('is deleted at once from the list, taken back by Undo, and after a moment gone with its answers', async () => {
    await make();
    render();
    const listed = () => document.querySelectorAll('.reading-sets li').length;
    await press('Delete');
    await until(() => listed() === 0);
    expect(reading.store.getState().sets).toHaveLength(1);
    await press('Undo');
    await until(() => listed() === 1);
    await press('Delete');
    await until(() => reading.store.getState().sets.length === 0);
  });
});

describe('the room', () => {
  const enter = async () => {
    await make();
    render();
    await press('Begin as reader 1');
    await until(() => isShown(0));
  };

  test('shows the picture in its own pixels and nothing that tells of it', async () => {
    await enter();
    expect(run().answer.sizePx).toEqual(size);
    const room = document.querySelector('.reading-room')!;
    expect(room.textContent).toContain('picture 1 of 3');
    expect(document.body.innerHTML).not.toMatch(/still-000|K-0\d|tumour bed/);
    const { width, height } = room.getBoundingClientRect();
    expect([width, height]).toEqual([1280, 720]);
  });

  test('is read by keys alone, to the end, and finished by its button', async () => {
    await enter();
    key('Enter');
    expect(run().place).toBe(0);
    const answers = [
      ['1', 'q'],
      ['2', 't'],
      ['3', 'e'],
    ] as const;
    for (const [i, [mark, confidence]] of answers.entries()) {
      await until(() => isShown(i));
      key(mark);
      key(confidence);
      key('Enter');
      await until(() => run().place === i + 1);
    }
    key('Backspace');
    await until(() => isShown(2));
    expect(run().answer).toMatchObject({ mark: 'unsure', confidence: 3 });
    key('!', { code: 'Digit2', shiftKey: true });
    await until(() => run().answer.confidence === 2);
    key('Enter');
    await press('Finish');
    await until(() => document.body.textContent.includes('1 reader finished'));
    expect(reading.store.getState().sets[0]?.readers).toEqual([{ reader: 1, answered: 3, isFinished: true }]);
  });

  test('takes an outline as corners that close on the first, and one that is traced', async () => {
    await enter();
    for (const [x, y] of [
      [40, 40],
      [140, 40],
      [140, 120],
      [40.5, 40.5],
    ] as const) {
      pointer('down', ...onScreen(x, y));
      pointer('up', ...onScreen(x, y));
    }
    await until(() => run().answer.outlines.length === 1);
    for (const [i, { x, y }] of run().answer.outlines[0]!.entries()) {
      expect(x).toBeCloseTo([40, 140, 140][i]!, 2);
      expect(y).toBeCloseTo([40, 40, 120][i]!, 2);
    }
    pointer('down', ...onScreen(200, 100));
    for (let i = 1; i <= 40; i++)
      pointer('move', ...onScreen(200 + 50 * Math.sin(i / 6.4), 50 + 50 * Math.cos(i / 6.4)));
    pointer('up', ...onScreen(200, 100));
    await until(() => run().answer.outlines.length === 2);
    expect(run().answer.outlines[1]!.length).toBeGreaterThan(30);
    await until(() => button('Take back')?.disabled === false);
    key('z');
    await until(() => run().answer.outlines.length === 1);
  });

  test('takes an outline by keys: arrows, Space, Enter, and only then goes on', async () => {
    await enter();
    surface().focus();
    const carry = async (name: string, times: number) => {
      for (let i = 0; i < times; i++) {
        key(name, { shiftKey: true });
        await drawn();
      }
      key(' ');
      await drawn();
    };
    await carry('ArrowLeft', 3);
    await carry('ArrowDown', 4);
    await carry('ArrowRight', 5);
    await until(() => button('Close the line') !== undefined);
    key('1');
    key('r');
    key('Enter');
    await until(() => run().answer.outlines.length === 1);
    expect(run()).toMatchObject({ place: 0, answer: { mark: 'positive', confidence: 4 } });
    expect(run().answer.outlines[0]).toHaveLength(3);
    key('Enter');
    await until(() => isShown(1));
  });

  test('is left with Escape, which first lets go of a line, and goes on where it was', async () => {
    await enter();
    key('2');
    key('w');
    key('Enter');
    await until(() => isShown(1));
    pointer('down', ...onScreen(10, 10));
    pointer('up', ...onScreen(10, 10));
    await until(() => document.querySelector('.corner') !== null);
    key('Escape');
    await until(() => document.querySelector('.corner') === null);
    key('Escape');
    await press('Go on as reader 1 (1 of 3)');
    await until(() => isShown(1));
  });

  test('gives the keys back to the picture after a press by hand', async () => {
    await enter();
    await page.getByRole('button', { name: 'Margin negative' }).click();
    await until(() => document.activeElement === surface());
    expect(run().answer.mark).toBe('negative');
  });

  test('passes a still that was deleted meanwhile', async () => {
    const id = await make();
    render();
    for (const still of stillIds.slice(0, 2)) await stillArchive(async () => top).remove(still);
    await reading.commands.begin(id, 1);
    let missing = 0;
    for (let place = 0; place < 3; place++) {
      await until(() => run().place === place && (run().isShown || run().answer.isMissing));
      if (run().answer.isMissing) {
        missing++;
        await until(
          () => document.querySelector('[role="alert"]')?.textContent.includes('cannot be shown') === true,
        );
      } else {
        key('1');
        key('q');
      }
      await press('Next');
    }
    await until(() => button('Finish') !== undefined);
    expect(missing).toBe(2);
  });
});

describe('agreement', () => {
  test('shows κ, ICC, the plot of the chosen pair, and reasons instead of numbers that are none', async () => {
    const id = await make(0.5);
    await readAll(id, 1);
    await readAll(id, 2);
    render();
    await press('Agreement');
    await until(() => document.querySelector('.reading-plot') !== null);
    const { agreement } = reading.store.getState().shown!;
    const figures = document.querySelector('.reading-figures')!.textContent;
    expect(figures).toContain('Cohen’s κ');
    expect(figures).toContain('ICC(2,1)');
    expect(document.querySelectorAll('.reading-plot .measured')).toHaveLength(
      agreement.pairs[0]!.areas.points.length,
    );
    await press('Reader 2, first and again');
    await until(() => document.querySelector('figcaption')?.textContent.includes('Reader 2, first') === true);
    expect(document.body.textContent).toMatch(/not estimable/i);
    expect(document.body.textContent).not.toMatch(/NaN|Infinity|undefined/);
  });
});

describe('axe finds nothing and every control is large enough', () => {
  const small = () =>
    [...document.querySelectorAll<HTMLElement>('dialog button, dialog select')]
      .map(element => ({ element, box: element.getBoundingClientRect() }))
      .filter(({ box }) => box.width < 48 || box.height < 48)
      .map(({ element }) => element.outerHTML.slice(0, 80));

  test.each<[name: string, enter: () => Promise<void>]>([
    ['in the list', async () => until(() => button('Begin as reader 3') !== undefined)],
    ['at a new set', () => press('New set')],
    ['in the agreement', () => press('Agreement')],
    [
      'in the room',
      async () => {
        await press('Begin as reader 3');
        await until(() => isShown(0));
      },
    ],
  ])('%s', async (_, enter) => {
    const id = await make();
    await readAll(id, 1);
    await readAll(id, 2);
    render();
    await enter();
    await drawn();
    expect(await violations()).toEqual([]);
    expect(small()).toEqual([]);
  });
});
