/** The export worker: wiring only. */
import interUrl from '@fontsource-variable/inter/files/inter-latin-wght-normal.woff2?url';
import { stillArchive } from '#archive/stills.ts';
import { expose } from '../wire.ts';
import { createExporter } from './exporter.ts';
import { loadFont } from './font.ts';

expose(
  createExporter({
    archive: stillArchive(() => navigator.storage.getDirectory()),
    fontReady: loadFont(self.fonts, interUrl),
  }),
);
