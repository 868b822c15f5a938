/** How tests in a page wait: for what they name, and patiently. A machine that is busy with other things must not fail a test. */

/** Longer than anything takes that ends at all, in milliseconds. */
const patienceMs = 60_000;

/** Resolves once `holds`; throws an `Error` with its words after a minute. */
export async function until(holds: () => boolean): Promise<void> {
  const endMs = performance.now() + patienceMs;
  while (!holds()) {
    if (performance.now() > endMs) throw new Error(`This never became true: ${holds.toString()}`);
    await later(10);
  }
}

export const later = (ms: number) => new Promise<void>(resolve => setTimeout(resolve, ms));

/** Once the page has drawn what was changed before, and what React and the browser did about that: two pictures, however long they take. */
export async function drawn(): Promise<void> {
  for (let pictures = 0; pictures < 2; pictures++)
    await new Promise(resolve => requestAnimationFrame(resolve));
  await later(20);
}
