/** What is started when it is first asked for, and closed only if it was. */
export type Once<T> = { get(): Promise<T>; close(): Promise<void> };

export function once<T extends { close(): Promise<void> }>(start: () => Promise<T>): Once<T> {
  let started: Promise<T> | null = null;
  return {
    get() {
      started ??= start();
      return started;
    },
    async close() {
      // What never started was told where it was asked for.
      const opened = await started?.catch(() => null);
      await opened?.close();
    },
  };
}
