/** The numbers beside the picture, from the stores. */
import { useConductor, useDesk, usePicture } from '../house.ts';
import { type ShownFigures, shownFigures } from './shown-figures.ts';

export function useShownFigures(): ShownFigures {
  const regions = useConductor('regions', state => state.regions);
  const selectedId = useConductor('regions', state => state.selectedId);
  const pair = useDesk(desk => desk.pair);
  const measurement = useConductor('readout', readout => readout.measurement);
  const measurementAgeS = useConductor('readout', readout => readout.measurementAgeS);
  const state = usePicture(picture => picture.state);
  const silentS = usePicture(picture => picture.silentS);
  const ageS = measurementAgeS === null ? null : measurementAgeS + silentS;
  return shownFigures({ regions, selectedId, pair, measurement, state, ageS });
}
