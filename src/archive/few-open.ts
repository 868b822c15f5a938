/** Keeps what was used last open, and no more: a session of hours has more chunks than a system lets anyone open at once. */

export type FewOpen<T> = {
  /** The one called `name`, opened when it is not open. Rejects as opening does. Calls must not overlap. */
  get(name: string): Promise<T>;
  [Symbol.dispose](): void;
};

/** At most `limit` things; the one that was not asked for the longest is closed first. Whoever created it disposes of it. */
export function fewOpen<T>(
  limit: number,
  open: (name: string) => Promise<T>,
  close: (opened: T) => void,
): FewOpen<T> {
  /** In the order in which they were asked for. */
  const opened = new Map<string, T>();
  let isDisposed = false;
  return {
    async get(name) {
      const known = opened.get(name);
      if (known !== undefined) {
        opened.delete(name);
        opened.set(name, known);
        return known;
      }
      const [oldest] = opened;
      if (oldest && opened.size >= limit) {
        opened.delete(oldest[0]);
        close(oldest[1]);
      }
      const fresh = await open(name);
      if (isDisposed) {
        close(fresh);
        throw new Error('It was closed while something of it was opened.');
      }
      opened.set(name, fresh);
      return fresh;
    },
    [Symbol.dispose]() {
      isDisposed = true;
      for (const one of opened.values()) close(one);
      opened.clear();
    },
  };
}
