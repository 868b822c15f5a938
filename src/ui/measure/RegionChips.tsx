/** Every region as a chip; the selected one can change its tissue, become the reference, or go. */
import { words } from '#words/words.ts';
import { useCommands, useConductor } from '../house.ts';
import { RegionDetails } from './RegionDetails.tsx';

export function RegionChips() {
  const { selectRegion } = useCommands();
  const regions = useConductor('regions', state => state.regions);
  const selectedId = useConductor('regions', state => state.selectedId);
  const selected = regions.find(region => region.id === selectedId);
  return (
    <section className="regions" aria-label={words('Regions')}>
      {selected && <RegionDetails region={selected} />}
      <div className="chips">
        {regions.map(region => (
          <button
            key={region.id}
            type="button"
            className={`chip ${region.role}`}
            aria-pressed={region.id === selectedId}
            title={[region.role, region.tissue].flatMap(each => (each ? [words(each)] : [])).join(', ')}
            onClick={() => selectRegion(region.id === selectedId ? null : region.id)}
          >
            {region.id}
          </button>
        ))}
      </div>
    </section>
  );
}
