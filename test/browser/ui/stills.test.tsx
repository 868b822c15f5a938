import axe from 'axe-core';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, describe, expect, test } from 'vitest';
import { cdp, page } from 'vitest/browser';
import { stillArchive, stillFiles } from '#archive/stills.ts';
import type { Annotation } from '#model/annotation.ts';
import type { Still } from '#model/still.ts';
import { calibrations, layouts, phantoms, presets, protocols, targets } from '#study/seeds.ts';
import { createFakeConductor } from '#test/support/fake-conductor.ts';
import { drawn as pageDrawn, until } from '#test/support/waiting.ts';
import { StillView } from '#ui/capture/StillView.tsx';
import { Sheet } from '#ui/controls/Sheet.tsx';
import { createHouse, HouseContext } from '#ui/house.ts';
import { createExporter } from '#workers/export/exporter.ts';
import { testBuild } from '../../support/made-with.ts';
import { knownProfile, madeOrder, madePicture, madeStill, scene } from '../export/made-still.ts';
import '#ui/tokens.css';
import '#ui/controls/controls.css';
import '#ui/capture/library.css';

const archive = stillArchive(() => navigator.storage.getDirectory());
const exporter = createExporter({ archive, fontReady: Promise.resolve() });
const scaled = {
  ...knownProfile,
  scale: { mmPerPx: 0.2, sdMmPerPx: 0.002 },
  parts: {
    ...knownProfile.parts,
    dark: { madeAtS: 1_763_784_001 - 4 * 86_400, validUntilS: 1_900_000_000, residual: '' },
  },
};
const drawn: readonly Annotation[] = [
  { kind: 'pin', at: { x: 300, y: 200 }, number: 1, text: 'nodule' },
  { kind: 'pin', at: { x: 130, y: 340 }, number: 2, text: 'deep margin' },
  {
    kind: 'length',
    from: { x: 270, y: 300 },
    to: { x: 400, y: 310 },
    text: 'nodule',
    style: { colour: 'yellow', width: 'medium' },
  },
  { kind: 'arrow', from: { x: 500, y: 300 }, to: { x: 420, y: 250 }, text: 'rim' },
  {
    kind: 'region',
    points: [
      { x: 480, y: 90 },
      { x: 580, y: 110 },
      { x: 560, y: 180 },
      { x: 490, y: 170 },
    ],
    text: 'leak',
    style: { colour: 'pink', width: 'bold' },
  },
];

/** Changes on their way to the disk. */
const saving: Promise<unknown>[] = [];
let root: Root | null = null;
let host: HTMLElement | null = null;

afterEach(async () => {
  root?.unmount();
  host?.remove();
  await Promise.all(saving.splice(0));
  await cdp().send('Emulation.setEmulatedMedia', { media: '' });
  const { stills } = await archive.list();
  for (const { id } of stills) await archive.remove(id);
});

/** White light of tissue rather than of noise, as a person would annotate it. */
async function whiteLight(still: Still): Promise<Blob> {
  const alone = { ...still, display: { ...still.display, mode: 'white-light' as const } };
  const canvas = new OffscreenCanvas(scene.widthPx, scene.heightPx);
  canvas.getContext('2d')!.drawImage(madePicture(alone, scene), 0, 0);
  return canvas.convertToBlob({ type: 'image/png' });
}

/** The view of a still that lies on the disk, with the export worker's own code behind it. */
async function openStill(size = { width: 1280, height: 720 }, annotations = drawn) {
  await page.viewport(size.width, size.height);
  document.documentElement.lang = 'en';
  document.title = 'Rimlight';
  const { id, ...still } = await exporter.keepStill(madeOrder(madeStill({ profile: scaled })));
  await archive.write(id, [[stillFiles.whiteLight, await whiteLight({ id, ...still })]]);
  await exporter.annotateStill(id, annotations, testBuild);
  const conductor = createFakeConductor();
  const saves: (readonly Annotation[])[] = [];
  let isClosed = false;
  Object.assign(conductor.commands, {
    openStill: (of: string) => archive.read(of),
    exportStill: (of, kind) => exporter.exportStill(of, kind, testBuild),
    stillPicture: async (of: string, kind: 'composite' | 'whiteLight') =>
      URL.createObjectURL(await archive.file(of, stillFiles[kind])),
    annotateStill: async (of: string, changed: readonly Annotation[]) => {
      saves.push(changed);
      const saved = exporter.annotateStill(of, changed, testBuild);
      saving.push(saved);
      await saved;
    },
  } satisfies Partial<typeof conductor.commands>);
  host = document.createElement('div');
  host.id = 'root';
  document.body.append(host);
  root = createRoot(host);
  const house = createHouse(conductor, { protocols, presets, layouts, phantoms, calibrations, targets });
  root.render(
    <HouseContext value={house}>
      <Sheet title="Library" wide>
        <StillView id={id} onClose={() => (isClosed = true)} />
      </Sheet>
    </HouseContext>,
  );
  await until(() => document.querySelector('.still-large') !== null);
  return { id, saves, closed: () => isClosed };
}

/** The sheet's pictures are made and loaded. */
const canPrint = (): boolean =>
  [...document.querySelectorAll('button')].some(each => each.textContent === 'Print' && !each.disabled);

const buttonNamed = (words: string): HTMLButtonElement | undefined =>
  [...document.querySelectorAll('button')].find(
    each => each.textContent.startsWith(words) || each.getAttribute('aria-label') === words,
  );
const button = (words: string): HTMLButtonElement => {
  const found = buttonNamed(words);
  if (!found) throw new Error(`There is no button "${words}".`);
  return found;
};

async function annotate(): Promise<SVGSVGElement> {
  // Offered once the picture has been read.
  await until(() => buttonNamed('Annotate') !== undefined);
  button('Annotate').click();
  await until(() => document.querySelector('.annotated svg') !== null);
  const surface = document.querySelector<SVGSVGElement>('.annotated svg')!;
  await until(() => surface.getBoundingClientRect().width > 100);
  return surface;
}

const press = (target: Element, key: string, more: KeyboardEventInit = {}) =>
  target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more }));

/** As a pen, a finger or a mouse gives it. */
async function stroke(
  surface: SVGSVGElement,
  pointerType: string,
  points: readonly (readonly [number, number])[],
) {
  const box = surface.getBoundingClientRect();
  const send = (type: string, [x, y]: readonly [number, number]) =>
    surface.dispatchEvent(
      new PointerEvent(type, {
        pointerType,
        pointerId: 1,
        isPrimary: true,
        button: 0,
        bubbles: true,
        clientX: box.left + ((x + 0.5) / scene.widthPx) * box.width,
        clientY: box.top + ((y + 0.5) / scene.heightPx) * box.height,
      }),
    );
  // A made pointer cannot be captured; a real one is.
  surface.setPointerCapture = () => undefined;
  send('pointerdown', points[0]!);
  await pageDrawn();
  for (const point of points.slice(1)) {
    send('pointermove', point);
    await pageDrawn();
  }
  send('pointerup', points.at(-1)!);
  await pageDrawn();
}

const listed = () => [...document.querySelectorAll('.annotation-list li')].map(each => each.textContent);

async function violations(): Promise<string[]> {
  const found = await axe.run(document, {
    rules: {
      'meta-viewport': { enabled: false },
      region: { enabled: false },
      'page-has-heading-one': { enabled: false },
      'landmark-one-main': { enabled: false },
    },
  });
  return found.violations.flatMap(({ id, nodes }) => nodes.map(node => `${id}: ${node.html.slice(0, 160)}`));
}

describe('a still in the library', () => {
  test.each([
    { width: 1280, height: 720 },
    { width: 1920, height: 1080 },
  ])('can be annotated and printed without axe finding anything, at $width × $height', async size => {
    await openStill(size);
    expect(await violations()).toEqual([]);
    await annotate();
    expect(await violations()).toEqual([]);
    const small = [...document.querySelectorAll('dialog button, dialog select, dialog input')]
      .map(each => each.getBoundingClientRect())
      .filter(({ width, height }) => width < 48 || height < 48);
    expect(small).toEqual([]);
    button('Region: leak').click();
    await until(() => document.querySelector('.annotation-handles circle') !== null);
    expect(await violations()).toEqual([]);
    button('Sheet to print').click();
    await until(canPrint);
    expect(await violations()).toEqual([]);
  });

  test('every annotation of it is listed with its size', async () => {
    await openStill();
    await annotate();
    expect(listed()).toEqual([
      'Pin 1: nodule',
      'Pin 2: deep margin',
      expect.stringMatching(/^Length: nodule: 26\.1 ± 0\.\d mm$/),
      'Arrow: rim',
      expect.stringMatching(/^Region: leak: \d+ ± \d+ mm²$/),
    ]);
  });

  test.each(['mouse', 'pen', 'touch'])(
    'is drawn on with a %s, and saved without touching its pictures',
    async pointerType => {
      const { id, saves } = await openStill(undefined, []);
      const before = await (await archive.file(id, stillFiles.whiteLight)).arrayBuffer();
      const surface = await annotate();
      button('Length').click();
      await stroke(surface, pointerType, [
        [100, 100],
        [150, 120],
        [200, 100],
      ]);
      expect(listed()).toEqual(['Length: 20.0 ± 0.6 mm']);
      button('Save').click();
      await until(() => document.querySelector('.still-large') !== null);
      expect(saves).toHaveLength(1);
      const [line] = (await archive.read(id)).annotations;
      expect(line).toMatchObject({
        kind: 'length',
        from: { x: expect.closeTo(100, 0), y: expect.closeTo(100, 0) },
      });
      expect((await (await archive.file(id, stillFiles.whiteLight)).arrayBuffer()).byteLength).toBe(
        before.byteLength,
      );
    },
  );

  test('needs no pointer: a tool’s letter, Enter, arrows, words, Shift+Z', async () => {
    const { saves } = await openStill(undefined, []);
    const surface = await annotate();
    surface.focus();
    press(surface, 'p');
    await until(() => surface.getAttribute('data-tool') === 'pin');
    press(surface, 'Enter');
    await until(() => listed().length === 1);
    press(surface, 'ArrowRight', { shiftKey: true });
    press(surface, 't');
    await until(() => surface.getAttribute('data-tool') === 'text');
    press(surface, 'Enter');
    await until(() => document.activeElement instanceof HTMLInputElement);
    // Letters are letters while words are typed.
    press(document.activeElement!, 'p');
    expect(surface.getAttribute('data-tool')).toBe('text');
    press(document.activeElement!, 'Enter');
    expect(document.activeElement).toBe(surface);
    press(surface, 'z');
    await until(() => listed().length === 1);
    press(surface, 'Z', { shiftKey: true });
    await until(() => listed().length === 2);
    press(surface, 'z', { ctrlKey: true });
    await until(() => listed().length === 1);
    button('All stills').click();
    root?.unmount();
    root = null;
    // Left without Save: kept all the same.
    expect(saves).toMatchObject([[{ kind: 'pin', at: { x: 330, y: 240 }, number: 1 }]]);
  });

  test('that is deleted keeps its unsaved changes, because it may come back', async () => {
    const { saves, closed } = await openStill(undefined, []);
    const surface = await annotate();
    button('Pin').click();
    await stroke(surface, 'mouse', [[50, 50]]);
    button('Delete').click();
    await until(closed);
    root?.unmount();
    root = null;
    expect(saves).toHaveLength(1);
  });

  test('that was only looked at is not written again', async () => {
    const { saves } = await openStill();
    await annotate();
    root?.unmount();
    root = null;
    expect(saves).toEqual([]);
  });
});

describe('the printed sheet', () => {
  test('is one page with pictures, numbers, definitions, profile and its age, blocks and the notice', async () => {
    await openStill();
    button('Sheet to print').click();
    await until(canPrint);
    await cdp().send('Emulation.setEmulatedMedia', { media: 'print' });
    const sheet = document.querySelector<HTMLElement>('.print-only')!;
    // A4 without its margins, at 96 pixels an inch.
    sheet.style.width = `${(190 / 25.4) * 96}px`;
    expect(getComputedStyle(sheet).display).toBe('block');
    expect(getComputedStyle(document.querySelector('#root')!).display).toBe('none');
    expect(getComputedStyle(sheet).color).toBe('rgb(0, 0, 0)');
    expect(sheet.getBoundingClientRect().height).toBeLessThan((277 / 25.4) * 96);
    const words = sheet.textContent;
    for (const part of [
      'K-017',
      'tumour bed',
      'T+23:41 h',
      'TBR',
      '3.42',
      'doi:10.1007',
      'Tower A, 18 Nov, 4 days old',
      'calibrated',
      'T1 (tumour)',
      'Block no.',
      'deep margin',
      'Not a cleared device',
      '± is k = 2',
    ])
      expect(words).toContain(part);
    expect(sheet.querySelectorAll('.sheet-blocks tbody tr')).toHaveLength(2);
  });
});
