/** Everything that lies in `seeds/`, parsed once when first imported; a bad seed stops the start, naming its file. */
import { checkTargetSchema } from '#model/check.ts';
import { layoutSchema } from '#model/layout-schema.ts';
import { phantomSchema } from '#model/phantom.ts';
import { calibrationSchema } from './calibration.ts';
import { parseSeeds } from './parse-seeds.ts';
import { presetSchema } from './preset.ts';
import { protocolSchema } from './protocol.ts';

/** The studies, by registry number. */
export const protocols = parseSeeds(
  import.meta.glob('../../seeds/protocols/*.json', { eager: true, import: 'default' }),
  protocolSchema,
);

/** Published thresholds, by file name. All off. */
export const presets = parseSeeds(
  import.meta.glob('../../seeds/presets/*.json', { eager: true, import: 'default' }),
  presetSchema,
);

/** Where white light and NIR lie in what a camera delivers, by file name. */
export const layouts = parseSeeds(
  import.meta.glob('../../seeds/layouts/*.json', { eager: true, import: 'default' }),
  layoutSchema,
);

/** Example calibration profiles, by file name. */
export const calibrations = parseSeeds(
  import.meta.glob('../../seeds/calibrations/*.json', { eager: true, import: 'default' }),
  calibrationSchema,
);

/** Simulated cameras and the tissue before them, by file name. */
export const phantoms = parseSeeds(
  import.meta.glob('../../seeds/phantoms/*.json', { eager: true, import: 'default' }),
  phantomSchema,
);

/** Fluorescence targets for the start-of-day check, by file name. */
export const targets = parseSeeds(
  import.meta.glob('../../seeds/targets/*.json', { eager: true, import: 'default' }),
  checkTargetSchema,
);
