/** The quantify worker: wiring only. */
import '#model/schema-rules.ts';

import { expose } from '../wire.ts';
import kernel from './kernels/region-histogram.as.ts?kernel';
import { createQuantifier } from './quantifier.ts';
import { createRegionHistogram } from './region-histogram.ts';

expose(createQuantifier(createRegionHistogram(kernel)));
