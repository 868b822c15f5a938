/** What was heard of the console and when, and what follows from it now. No timer: whoever paints asks. */
import { lateAfterS, mayShowNumbers, noSignalAfterS, type PictureState } from '#model/liveness.ts';
import { consoleLostAfterS, type TheatreFacts, type TheatreState, theatreState } from '#model/theatre.ts';

/** Why the display itself takes numbers away, though the console gave some. */
export type Withholding = 'facts-old' | 'state';

export type Heard = {
  readonly state: TheatreState;
  /** Of the picture shown; 0 where none is. */
  readonly ageS: number;
  /** The last that came, however old; null: none from any console. */
  readonly facts: TheatreFacts | null;
  /** Null: the numbers stand as the console gave them. */
  readonly withheld: Withholding | null;
  /** 0 … 1: what is left of the marks as the facts grow old. */
  readonly marks: number;
};

/** `arrivedS`: by the clock of who draws; compared with others of that clock only. */
type PictureTold = { readonly arrivedS: number; readonly ageS: number; readonly state: PictureState };

export type Hearing = {
  /** New ports, of the same console or another one. What is shown grows old as it would have; what was lost stays so until this one spoke. */
  connected(): void;
  /** False: older than the picture shown, never to be drawn. */
  picture(told: PictureTold): boolean;
  tick(told: { readonly state: PictureState; readonly ageS: number }): void;
  facts(facts: TheatreFacts): void;
  bye(): void;
  now(): Heard;
};

export function createHearing(clockS: () => number): Hearing {
  let heardAtS: number | null = null;
  let told: {
    readonly state: PictureState;
    readonly ageS: number;
    readonly atS: number;
    /** By the console that is connected now. */
    readonly isItsWord: boolean;
  } | null = null;
  let facts: { readonly facts: TheatreFacts; readonly atS: number } | null = null;
  /** Facts of the console that is connected now, not of one before. */
  let hasFacts = false;
  let isOver = false;
  let shown: { readonly arrivedS: number; readonly ageS: number; readonly atS: number } | null = null;
  /** The picture shown is of the console that is connected now. */
  let hasPicture = false;

  const hear = (): number => {
    const atS = clockS();
    heardAtS = atS;
    return atS;
  };

  const pictureAgeS = (nowS: number): number => (shown ? shown.ageS + nowS - shown.atS : 0);

  /** Word of a picture belongs to that picture: a console that was just found speaks of one that is not here yet. */
  const pictureStateNow = (nowS: number): PictureState => {
    if (!told || !shown) return 'waiting';
    if (hasPicture || !told.isItsWord) return told.state;
    const isYoung = pictureAgeS(nowS) <= noSignalAfterS;
    return isYoung && (told.state === 'live' || told.state === 'late') ? told.state : 'waiting';
  };

  const stateNow = (nowS: number): TheatreState => {
    // What a picture must be called (a replay, another camera's numbers) comes with the facts: before them it is not shown.
    if (!facts || heardAtS === null) return 'no-console';
    const isUnknown = !hasFacts && nowS - facts.atS > consoleLostAfterS;
    return theatreState({
      heardS: isOver || isUnknown ? Number.POSITIVE_INFINITY : nowS - heardAtS,
      toldS: 0,
      pictureState: pictureStateNow(nowS),
      // Word of newer frames does not make the one that stands here any younger.
      ageS: Math.max(told ? told.ageS + nowS - told.atS : 0, pictureAgeS(nowS)),
    });
  };

  return {
    connected() {
      hasFacts = false;
      hasPicture = false;
      if (told) told = { ...told, isItsWord: false };
    },
    picture({ arrivedS, ageS, state }) {
      const atS = hear();
      if (hasPicture && shown && arrivedS < shown.arrivedS) return false;
      hasPicture = true;
      shown = { arrivedS, ageS, atS };
      told = { state, ageS, atS, isItsWord: true };
      return true;
    },
    tick({ state, ageS }) {
      told = { state, ageS, atS: hear(), isItsWord: true };
    },
    facts(now) {
      facts = { facts: now, atS: hear() };
      hasFacts = true;
      isOver = false;
    },
    bye() {
      isOver = true;
    },
    now() {
      const nowS = clockS();
      const state = stateNow(nowS);
      const factsAgeS = facts ? nowS - facts.atS : Number.POSITIVE_INFINITY;
      const isTrusted = state !== 'no-console' && state !== 'console-lost' && mayShowNumbers(state);
      return {
        state,
        ageS: pictureAgeS(nowS),
        facts: facts?.facts ?? null,
        withheld: isTrusted ? (factsAgeS > noSignalAfterS ? 'facts-old' : null) : 'state',
        marks: isTrusted ? marksLeft(factsAgeS) : 0,
      };
    },
  };
}

/** Whole until the facts are as old as a late picture, then less and less; nothing where numbers are withheld. */
const marksLeft = (factsAgeS: number): number =>
  Math.min(1, Math.max(0, (noSignalAfterS - factsAgeS) / (noSignalAfterS - lateAfterS)));
