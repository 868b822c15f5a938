/** One still as one file, in each form it can leave in. */

import { useState } from 'react';
import type { Still, StillExportKind } from '#model/still.ts';
import { words } from '#words/words.ts';
import { useCommands } from '../house.ts';
import { download } from './download.ts';

const forms = [
  { kind: 'png', name: 'PNG as seen', file: '.png' },
  { kind: 'sheet', name: 'Views on one PNG', file: '-views.png' },
  { kind: 'tiff', name: 'NIR, 16-bit TIFF', file: '-nir-linear.tif' },
  { kind: 'nir-png', name: 'NIR, 16-bit PNG', file: '-nir-linear.png' },
  { kind: 'svg', name: 'Annotations, SVG', file: '-annotations.svg' },
  { kind: 'csv', name: 'Numbers, CSV', file: '-numbers.csv' },
] as const satisfies readonly { kind: StillExportKind; name: string; file: string }[];

/** What cannot be made of this still, and why, in words. */
function whyNot(still: Still, kind: StillExportKind): string | null {
  if ((kind === 'tiff' || kind === 'nir-png') && still.files.nirLinear === null)
    return 'This still has no linear NIR.';
  if (kind === 'svg' && still.annotations.length === 0) return 'Nothing is drawn on this still.';
  return null;
}

export function StillExports({ still }: { readonly still: Still }) {
  const { exportStill } = useCommands();
  const [making, setMaking] = useState<StillExportKind | null>(null);
  return (
    <fieldset className="row">
      <legend className="legend">{words('Save as')}</legend>
      {forms.map(({ kind, name, file }) => {
        const reason = whyNot(still, kind);
        return (
          <button
            key={kind}
            type="button"
            disabled={reason !== null || making !== null}
            title={reason === null ? undefined : words(reason)}
            onClick={() => {
              setMaking(kind);
              void exportStill(still.id, kind)
                .then(made => made && download(made, `rimlight-still-${still.id}${file}`))
                .finally(() => setMaking(null));
            }}
          >
            {making === kind ? words('Making it') : words(name)}
          </button>
        );
      })}
    </fieldset>
  );
}
