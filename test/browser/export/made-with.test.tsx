/** Files that a browser paints or encodes say which build made them, in what their format has for it. */
import { BlobReader, TextWriter, ZipReader } from '@zip.js/zip.js';
import { decode as decodePng } from 'fast-png';
import { ALL_FORMATS, BlobSource, Input } from 'mediabunny';
import { createRoot } from 'react-dom/client';
import { afterEach, expect, test } from 'vitest';
import { stillArchive, stillFiles } from '#archive/stills.ts';
import type { StillExportKind } from '#model/still.ts';
import { madeWith } from '#platform/version.ts';
import { chartFile } from '#ui/calibrate/steps/chart-canvas.ts';
import { StillSheet } from '#ui/capture/sheet/StillSheet.tsx';
import { createExporter } from '#workers/export/exporter.ts';
import type { BrowserFile } from '../../support/exits.ts';
import { testBuild } from '../../support/made-with.ts';
import { madeOrder, madeStill } from './made-still.ts';

const archive = stillArchive(() => navigator.storage.getDirectory());
const exporter = createExporter({ archive, fontReady: Promise.resolve() });

afterEach(async () => {
  const { stills } = await archive.list();
  for (const { id } of stills) await archive.remove(id);
});

/** What a PNG names as its software; refuses one that names several. */
async function softwareIn(png: Blob): Promise<string> {
  const bytes = new Uint8Array(await png.arrayBuffer());
  const { text } = decodePng(bytes, { checkCrc: true });
  expect(new TextDecoder('latin1').decode(bytes).split('tEXtSoftware\0')).toHaveLength(2);
  return text?.Software ?? '';
}

const laterBuild = 'Rimlight 0.2.0+ba9876543210';

/** Of a still that was kept by one build and is exported by a later one. */
async function exportedStill(kind: StillExportKind): Promise<string> {
  const { id } = await exporter.keepStill(madeOrder());
  return softwareIn(await exporter.exportStill(id, kind, laterBuild));
}

const files: Readonly<Record<BrowserFile, () => Promise<readonly [said: string, build: string]>>> = {
  // It is the kept file: the build that painted it is the one that took it.
  'still png': async () => [await exportedStill('png'), testBuild],
  'still seen': async () => [await exportedStill('seen'), laterBuild],
  'still nir-shown': async () => [await exportedStill('nir-shown'), laterBuild],
  'still sheet': async () => [await exportedStill('sheet'), laterBuild],
  chart: async () => [await softwareIn(await chartFile()), madeWith],
  clip: async () => {
    for (let number = 0; number < 2; number++)
      await exporter.addToClip(madeOrder(), { atS: number / 25, frameIndex: number }, 1 / 25);
    using input = new Input({ source: new BlobSource(await exporter.finishClip()), formats: ALL_FORMATS });
    return [(await input.getMetadataTags()).comment ?? '', testBuild];
  },
  'stills zip': async () => {
    const { id } = await exporter.keepStill(madeOrder());
    const zip = new ZipReader(new BlobReader(await exporter.zipStills([id], laterBuild)));
    const entries = await zip.getEntries();
    const textOf = async (name: string): Promise<string> => {
      const entry = entries.find(({ filename }) => filename.endsWith(name));
      if (!entry || entry.directory) throw new Error(`${name} is not in the archive.`);
      return entry.getData(new TextWriter());
    };
    expect(JSON.parse(await textOf('still.json'))).toMatchObject({ madeWith: testBuild });
    return [await textOf('README.txt'), laterBuild];
  },
  'printed sheet': async () => {
    const host = document.createElement('div');
    document.body.append(host);
    const root = createRoot(host);
    root.render(<StillSheet still={madeStill()} pictures={{ seen: null, white: null, nir: null }} />);
    await expect.poll(() => host.textContent).toContain(`Taken with ${testBuild}`);
    const said = host.textContent;
    root.unmount();
    host.remove();
    return [said, madeWith];
  },
};

test.each(Object.entries(files))('%s says which build made it', async (_, make) => {
  const [said, build] = await make();
  expect(build).toMatch(/^Rimlight \d+\.\d+\.\d+\+(dev|[0-9a-f]{12})$/);
  expect(said).toContain(build);
});

test('every picture of a kept still says so, and one from before says it when it leaves', async () => {
  const { id, files: names } = await exporter.keepStill(madeOrder());
  for (const name of [stillFiles.composite, stillFiles.whiteLight, stillFiles.nirLinear, stillFiles.nirCodes])
    expect(await softwareIn(await archive.file(id, name)), name).toBe(testBuild);
  expect(names.nirLinear).not.toBeNull();
  const old = await exporter.keepStill(madeOrder({ ...madeStill(), madeWith: null }));
  const canvas = new OffscreenCanvas(8, 8);
  canvas.getContext('2d')?.fillRect(0, 0, 8, 8);
  await archive.write(old.id, [[stillFiles.composite, await canvas.convertToBlob({ type: 'image/png' })]]);
  expect(await softwareIn(await exporter.exportStill(old.id, 'png', laterBuild))).toBe(laterBuild);
});

test('drawing on a still paints its picture anew, by the build that did, and leaves who took it', async () => {
  const { id } = await exporter.keepStill(madeOrder());
  const drawn = await exporter.annotateStill(id, [], laterBuild);
  expect(drawn.madeWith).toBe(testBuild);
  expect(await softwareIn(await exporter.exportStill(id, 'png', laterBuild))).toBe(laterBuild);
});
