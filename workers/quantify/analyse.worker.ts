/** The worker that analyses, where the machine has cores for it: wiring only. */
import '#model/schema-rules.ts';

import { expose } from '../wire.ts';
import { createAnalyser } from './analyser.ts';
import kernels from './shapes/kernels/all.as.ts?kernel';

expose(createAnalyser(kernels));
