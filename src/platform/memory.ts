/** How much memory the page uses, and how much it may. Both as shares of what there is; null where the browser does not say. */
import { z } from '#model/schema-rules.ts';

/** A viewer beside which nothing else is meant to run may use half of the machine before it is told. */
const mayUseShare = 0.5;
/** GiB, where the browser does not say how much the machine has: what any machine for video has. */
const usualMemory = 8;

const heapSchema = z.object({
  memory: z.object({ usedJSHeapSize: z.number(), jsHeapSizeLimit: z.number().positive() }),
});

/** Of the room that the browser gives a page's own objects. Chrome alone says (`performance.memory`); it is not in any standard. */
export function usedHeapShare(): number | null {
  const said = heapSchema.safeParse(performance);
  if (!said.success) return null;
  const { usedJSHeapSize, jsHeapSizeLimit } = said.data.memory;
  return usedJSHeapSize / jsHeapSizeLimit;
}

/**
 * Of half of the machine's memory, with all workers, where pictures lie. Takes up to some tens of seconds, because the browser waits for its
 * own tidying; null where the page is not isolated.
 */
export async function usedWholeShare(): Promise<number | null> {
  if (!globalThis.crossOriginIsolated || !performance.measureUserAgentSpecificMemory) return null;
  const { bytes } = await performance.measureUserAgentSpecificMemory();
  return bytes / (mayUseShare * (navigator.deviceMemory ?? usualMemory) * 2 ** 30);
}
