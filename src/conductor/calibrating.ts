/** A run of calibration: the draft, its readings, and the profiles kept on this device. */
import { createStore } from 'zustand/vanilla';
import type { CalibrateCommands, CalibratingState, ControlsState, Readable } from './api.ts';

export type Calibrating = {
  readonly store: Readable<CalibratingState>;
  readonly controls: Readable<ControlsState>;
  readonly commands: CalibrateCommands;
};

export function createCalibrating(): Calibrating {
  const store = createStore<CalibratingState>(() => ({
    run: null,
    canResume: false,
    busy: null,
    refused: null,
    profiles: [],
  }));
  const controls = createStore<ControlsState>(() => ({ controls: [] }));
  const later = async () => undefined;
  const not = () => undefined;
  return {
    store,
    controls,
    commands: {
      begin: not,
      resume: later,
      leave: not,
      discard: not,
      goTo: not,
      skip: not,
      stopReading: not,
      readChart: later,
      readStep: later,
      removePoint: not,
      acceptCurve: not,
      readDark: later,
      acceptDark: not,
      readFlat: later,
      acceptFlat: not,
      takePictures: later,
      setPairs: not,
      refine: later,
      acceptRegistration: not,
      setMarks: not,
      acceptScale: not,
      setWorkingDistance: not,
      finish: async () => false,
      useProfile: later,
      exportProfile: async () => null,
      importProfile: async () => false,
      deleteProfile: later,
      exchangeScope: later,
      show: not,
      setControl: later,
    },
  };
}
