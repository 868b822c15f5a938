/** The calibrate worker: wiring only. */
import '#model/schema-rules.ts';

import { expose } from '../wire.ts';
import { createCalibrator } from './calibrator.ts';

expose(createCalibrator());
