/**
 * Publishes the schemas as JSON Schema 2020-12 in `seeds/schemas` (`npm run schemas`). zod is the source; rules that JSON
 * Schema cannot say (a rectangle inside its frame, a background with its tissue) are checked when a file is read, only.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { z } from 'zod';
import { manifestSchema, partsSchema } from '#archive/format.ts';
import { checkReportSchema, checkTargetSchema } from '#model/check.ts';
import { eventSchema } from '#model/event.ts';
import { layoutSchema } from '#model/layout-schema.ts';
import { phantomSchema } from '#model/phantom.ts';
import { profileFileSchema } from '#model/profile-file.ts';
import { stillSchema } from '#model/still.ts';
import { calibrationSchema } from '#study/calibration.ts';
import { presetSchema } from '#study/preset.ts';
import { protocolSchema } from '#study/protocol.ts';

/** What each published schema describes, by its name; the first six are seeds, whose files name their schema. */
const published = {
  protocol: { schema: protocolSchema, title: 'A study protocol', isSeed: true },
  preset: { schema: presetSchema, title: 'A published threshold', isSeed: true },
  layout: { schema: layoutSchema, title: 'Where white light and NIR lie in a frame', isSeed: true },
  calibration: { schema: calibrationSchema, title: 'A calibration profile', isSeed: true },
  phantom: { schema: phantomSchema, title: 'A simulated theatre camera', isSeed: true },
  target: { schema: checkTargetSchema, title: 'A fluorescence target of the check', isSeed: true },
  'calibration-file': {
    schema: profileFileSchema,
    title: 'A calibration profile with its fields, as exported',
    isSeed: false,
  },
  'session-manifest': { schema: manifestSchema, title: 'manifest.json of a recorded session', isSeed: false },
  'session-parts': { schema: partsSchema, title: 'parts.json of a closed session', isSeed: false },
  event: { schema: eventSchema, title: 'One event of a recorded session', isSeed: false },
  still: { schema: stillSchema, title: 'still.json of a kept still', isSeed: false },
  check: { schema: checkReportSchema, title: 'A kept report of the check', isSeed: false },
} as const;

/** Where the published schemas lie. */
export const schemasFolder = fileURLToPath(new URL('../../seeds/schemas/', import.meta.url));

/** File name to file content, as it should lie in `seeds/schemas`. */
export function schemaFiles(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(published).map(([name, { schema, title, isSeed }]) => {
      const { $schema, ...body } = z.toJSONSchema(schema, { io: 'input' });
      const properties = isSeed ? { $schema: { type: 'string' }, ...body.properties } : body.properties;
      const file = { $schema, title, ...body, ...(properties && { properties }) };
      return [`${name}.schema.json`, `${JSON.stringify(file, null, 2)}\n`];
    }),
  );
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  mkdirSync(schemasFolder, { recursive: true });
  for (const [name, content] of Object.entries(schemaFiles()))
    writeFileSync(`${schemasFolder}${name}`, content);
  console.log(`Wrote ${Object.keys(published).length} schemas to seeds/schemas.`);
}
