/** The quantify worker: wiring only. */
import { paceBesideLive } from '#archive/pace.ts';
import { expose } from '../wire.ts';
import histogram from './kernels/region-histogram.as.ts?kernel';
import motion from './motion/kernels/register.as.ts?kernel';
import { createQuantifier } from './quantifier.ts';
import { createRegionHistogram } from './region-histogram.ts';
import kernels from './shapes/kernels/all.as.ts?kernel';
import { kernelsBySize } from './shapes/kernels-by-size.ts';
import { createTissueFollower } from './tissue-follower.ts';

expose(
  createQuantifier({
    histogram: createRegionHistogram(histogram),
    kernelsFor: kernelsBySize(kernels),
    follower: createTissueFollower(motion),
    clockS: () => performance.now() / 1000,
    newPace: paceBesideLive,
  }),
);
