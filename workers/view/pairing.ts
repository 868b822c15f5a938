/**
 * Pairs two streams in time. Two cameras count from clocks of their own and deliver at unequal rates (NIR at 35.4 and
 * colour at 17.7 frames a second in a real system), so each stream's timestamps are first laid on the arrival clock: the
 * smallest delay seen between timestamp and arrival is the stream's offset, because queues only ever add delay.
 * Pure; holds the items given to it and hands back those that it lets go.
 */

export type Paired<T> = {
  readonly driver: T;
  readonly companion: T;
  /** How much later the companion is than the driver, in seconds; negative when it is earlier. */
  readonly skewS: number;
};

type Held<T> = { readonly item: T; readonly timestampS: number };

/** Enough of the slower stream to find the nearest one; more would only hold the camera's buffers. */
const companionsHeld = 3;

export type Pairing<T> = {
  /** A companion frame came. Returns items let go. */
  offerCompanion(item: T, timestampS: number, arrivedS: number): readonly T[];
  /** A driver frame came. Returns it with the companion nearest in time, or null while there is none. */
  pair(item: T, timestampS: number, arrivedS: number): Paired<T> | null;
  /** Everything still held, which is then forgotten. */
  clear(): readonly T[];
};

export function createPairing<T>(): Pairing<T> {
  let companions: Held<T>[] = [];
  const driverClock = createClockOffset();
  const companionClock = createClockOffset();

  return {
    offerCompanion(item, timestampS, arrivedS) {
      companionClock.note(timestampS, arrivedS);
      companions.push({ item, timestampS });
      const letGo = companions.slice(0, -companionsHeld);
      companions = companions.slice(-companionsHeld);
      return letGo.map(held => held.item);
    },
    pair(item, timestampS, arrivedS) {
      driverClock.note(timestampS, arrivedS);
      const skewOf = (held: Held<T>) =>
        held.timestampS + companionClock.offsetS() - (timestampS + driverClock.offsetS());
      const nearest = companions.reduce<Held<T> | null>(
        (best, held) => (best && Math.abs(skewOf(best)) <= Math.abs(skewOf(held)) ? best : held),
        null,
      );
      return nearest && { driver: item, companion: nearest.item, skewS: skewOf(nearest) };
    },
    clear() {
      const letGo = companions.map(held => held.item);
      companions = [];
      return letGo;
    },
  };
}

/** Offset between a stream's timestamps and the arrival clock: the minimum over a sliding window, against drift. */
function createClockOffset(): { note(timestampS: number, arrivedS: number): void; offsetS(): number } {
  const windowS = 20;
  let now: { offsetS: number; sinceS: number } | null = null;
  let next: { offsetS: number; sinceS: number } | null = null;
  return {
    note(timestampS, arrivedS) {
      const offsetS = arrivedS - timestampS;
      if (!now || offsetS < now.offsetS) now = { offsetS, sinceS: arrivedS };
      if (!next || offsetS < next.offsetS) next = { offsetS, sinceS: next?.sinceS ?? arrivedS };
      if (arrivedS - now.sinceS > windowS && next) {
        now = { offsetS: next.offsetS, sinceS: arrivedS };
        next = null;
      }
    },
    offsetS: () => now?.offsetS ?? 0,
  };
}
