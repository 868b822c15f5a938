/** Every pair and every region in tables, to choose the pair that the numbers show and to take all of it along as a file. */

import { figuresCsv } from '#model/figures-csv.ts';
import { madeWith } from '#platform/version.ts';
import { words } from '#words/words.ts';
import { download } from '../capture/download.ts';
import { Sheet } from '../controls/Sheet.tsx';
import { useCommands, useConductor, useHouse } from '../house.ts';
import { PairsTable } from './PairsTable.tsx';
import { RegionsTable } from './RegionsTable.tsx';
import { useShownFigures } from './use-shown-figures.ts';
import './tables.css';

export function PairsSheet() {
  const { desk, conductor } = useHouse();
  const { selectRegion } = useCommands();
  const measurement = useConductor('readout', readout => readout.measurement);
  const calibration = useConductor('scene', scene => scene.calibration);
  const { pair: shown, tbr } = useShownFigures();
  const show = (pair: { tumourId: string; backgroundId: string }) => {
    const { regions, selectedId } = conductor.stores.regions.getState();
    const selected = regions.find(region => region.id === selectedId);
    desk.store.setState({ pair });
    // What is selected on the picture comes before the table's choice, so another one must be let go of.
    const isOther = selected && selected.id !== pair.tumourId && selected.id !== pair.backgroundId;
    if (isOther && (selected.role === 'tumour' || selected.role === 'background')) selectRegion(null);
  };
  const save = () => {
    if (!measurement) return;
    const name = `figures-frame-${measurement.frameNumber}.csv`;
    download(new Blob([figuresCsv(measurement, madeWith)], { type: 'text/csv' }), name);
  };
  // An old frame's numbers stand nowhere.
  const reason = 'withheld' in tbr && tbr.withheld === 'frame-old' ? tbr.detail : null;
  const isShown = measurement !== null && reason === null;
  return (
    <Sheet title={words('All pairs and regions')} wide>
      <div className="stack">
        {isShown && <PairsTable measurement={measurement} shown={shown} onShow={show} />}
        {isShown && <RegionsTable measurement={measurement} />}
        {!isShown && (
          <p className="caution">
            {words('No numbers: {reason}.', { reason: words(reason ?? 'measuring') })}
          </p>
        )}
        <div className="row">
          <button type="button" disabled={!isShown} onClick={save}>
            {words('Save as CSV')}
          </button>
          {calibration !== 'calibrated' && (
            <span className="caution">
              {words('Numbers are {calibration}.', { calibration: words(calibration) })}
            </span>
          )}
        </div>
      </div>
    </Sheet>
  );
}
