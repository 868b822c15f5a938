/** What can be changed about the selected region besides its shape. */

import { type Region, tissues } from '#model/region.ts';
import { words } from '#words/words.ts';
import { Choice } from '../controls/Choice.tsx';
import { useCommands, useConductor } from '../house.ts';

export function RegionDetails({ region }: { readonly region: Region }) {
  const commands = useCommands();
  const isReference = useConductor('regions', state => state.referenceId === region.id);
  return (
    <div className="region-details">
      {region.role === 'background' && region.tissue && (
        <Choice
          label={words('Tissue of {id}', { id: region.id })}
          value={region.tissue}
          options={tissues.map(tissue => [tissue, words(tissue)] as const)}
          onChange={tissue => commands.changeRegion(region.id, { tissue })}
        />
      )}
      {(region.role === 'tumour' || region.role === 'background') && (
        <button
          type="button"
          aria-pressed={isReference}
          title={words('Other regions in per cent of this one')}
          onClick={() => commands.setReference(isReference ? null : region.id)}
        >
          100 %
        </button>
      )}
    </div>
  );
}
