/** Lets no frame of a live stream pass that is older than one before it: nothing older than what was drawn is ever drawn. Pure. */

/** A step back of more is another clock (a camera that started anew, a film that begins again), not another order. Seconds. */
const otherClockS = 2;
/** Nothing newer for so long: the clock started anew a little way back. */
const restartS = 0.4;
/** Told when so many were dropped within the window: one may be an accident of a link. */
const toldFrom = 3;
const windowS = 2;

export type InOrder = {
  /** Whether the frame may pass. `arrivedS` rises. */
  accepts(timestampS: number, arrivedS: number): boolean;
  /** Whether frames keep coming in the wrong order. */
  isHappening(nowS: number): boolean;
};

export function createInOrder(): InOrder {
  let newestS = Number.NEGATIVE_INFINITY;
  let acceptedS = Number.NEGATIVE_INFINITY;
  let dropped: number[] = [];
  return {
    accepts(timestampS, arrivedS) {
      const backS = newestS - timestampS;
      if (backS > 0 && backS <= otherClockS && arrivedS - acceptedS < restartS) {
        dropped.push(arrivedS);
        return false;
      }
      newestS = timestampS;
      acceptedS = arrivedS;
      return true;
    },
    isHappening(nowS) {
      dropped = dropped.filter(atS => nowS - atS <= windowS);
      return dropped.length >= toldFrom;
    },
  };
}
