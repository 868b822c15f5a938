/** The calibrate worker: wiring only. */
import { expose } from '../wire.ts';
import { createCalibrator } from './calibrator.ts';

expose(createCalibrator());
