/** Keeps count of what was begun and is not done yet, so that somebody else can wait for all of it. Holds the promises until they settle. */
export type UnderWay = {
  /** Gives `doing` back; it counts until it settles. */
  track<T>(doing: Promise<T>): Promise<T>;
  /** Resolves when nothing is under way, also nothing that was begun meanwhile. Never rejects. */
  done(): Promise<void>;
};

export function createUnderWay(): UnderWay {
  const doings = new Set<Promise<unknown>>();
  return {
    track(doing) {
      doings.add(doing);
      const over = () => void doings.delete(doing);
      doing.then(over, over);
      return doing;
    },
    async done() {
      while (doings.size > 0) await Promise.allSettled(doings);
    },
  };
}
