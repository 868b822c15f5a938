/**
 * Blinded readings: makes sets, takes one reader through a set in his own order, keeps every answer before the next picture is shown.
 * Owns the object URL of the picture at hand.
 */
import { createStore } from 'zustand/vanilla';
import type { Folder } from '#archive/files.ts';
import { readingArchive } from '#archive/readings.ts';
import { type StillArchive, stillFiles } from '#archive/stills.ts';
import { type Problem, ProblemError, problemOf } from '#model/problem.ts';
import {
  answeredOf,
  isAnswered,
  type KeptReading,
  noAnswer,
  type ReaderFile,
  type ReadingAnswer,
  type ReadingSet,
  readingLimits,
} from '#model/reading.ts';
import { drawRepeats, readingOrder } from '#model/reading-order.ts';
import { madeWith } from '#platform/version.ts';
import { agreementOf } from '#study/agreement/agreement.ts';
import { readingCsv, readingJson } from '#study/agreement/files.ts';
import type { Problems } from './problems.ts';
import type { Readable } from './readable.ts';
import type { ReadingCommands, ReadingRun, ReadingState, ReadingSummary } from './reading-api.ts';
import { outlineOf } from './reading-outline.ts';
import { alreadyFinished, pictureMissing, refusedSet, stillsWithoutPicture } from './reading-problems.ts';

export type Reading = {
  readonly store: Readable<ReadingState>;
  readonly commands: ReadingCommands;
  /** Lets go of the picture at hand. */
  [Symbol.dispose](): void;
};

export type ReadingParts = {
  /** The top of the private storage. */
  readonly folder: () => Promise<Folder>;
  readonly stills: Pick<StillArchive, 'file'>;
  readonly problems: Pick<Problems, 'guard'>;
  readonly clockS: () => number;
  /** Random; orders are drawn from it. */
  readonly newId: () => string;
};

export function createReading(parts: ReadingParts): Reading {
  const { stills, problems, clockS } = parts;
  const archive = readingArchive(parts.folder);
  const store = createStore<ReadingState>(() => ({ sets: [], unreadable: [], run: null, shown: null }));
  /** The reading under way as it lies on the disk. */
  let held: { readonly set: ReadingSet; readonly file: ReaderFile } | null = null;

  const run = () => store.getState().run;
  const setRun = (change: Partial<ReadingRun>): void => {
    const before = run();
    if (before) store.setState({ run: { ...before, ...change } });
  };
  const setAnswer = (change: Partial<ReadingAnswer>): void => {
    const now = run();
    if (now?.isShown && !now.isSaving)
      setRun({ answer: { ...now.answer, ...change, answeredAtS: clockS() }, problem: null });
  };

  // ── The picture at hand ───────────────────────────────────────────────────────────────────────

  const letGoOfPicture = (): void => {
    const url = run()?.pictureUrl;
    if (url) URL.revokeObjectURL(url);
    setRun({ pictureUrl: null, isShown: false });
  };
  const missing = (problem: Problem): void => {
    letGoOfPicture();
    setRun({ answer: { ...noAnswer, isMissing: true, answeredAtS: clockS() }, problem });
  };
  const goTo = async (place: number): Promise<void> => {
    if (!held) return;
    const { set, file } = held;
    letGoOfPicture();
    const answer = file.answers[place] ?? noAnswer;
    setRun({ place, answer, answered: answeredOf(file), problem: null });
    const shown = file.order[place];
    if (!shown) return;
    const isStillHere = () => held?.set === set && held.file.reader === file.reader && run()?.place === place;
    try {
      const picture = await stills.file(set.stillIds[shown.case]!, stillFiles[set.picture]);
      if (!isStillHere()) return;
      const url = URL.createObjectURL(picture);
      // A picture that was not there before may be there again.
      setRun({ pictureUrl: url, answer: answer.isMissing ? noAnswer : answer });
    } catch (error) {
      if (isStillHere()) missing(pictureMissing(error));
    }
  };

  // ── Keeping ───────────────────────────────────────────────────────────────────────────────────

  /** Writes the reading with the answer at hand; whether it lies on the disk now. */
  const keep = async (finishedAtS: number | null = null): Promise<boolean> => {
    const now = run();
    if (!held || !now || now.isSaving) return false;
    const { set, file } = held;
    if (finishedAtS === null && file.answers[now.place] === now.answer) return true;
    if (finishedAtS === null && now.place >= now.count) return true;
    const answers = file.answers.map((answer, at) => (at === now.place ? now.answer : answer));
    const next: ReaderFile = { ...file, revision: file.revision + 1, finishedAtS, answers };
    setRun({ isSaving: true, problem: null });
    try {
      await archive.saveReader(set, next);
      // Left meanwhile: it is kept, and there is nothing to go on with.
      if (held?.file !== file) return false;
      held = { set, file: next };
      setRun({ isSaving: false, answered: answeredOf(next) });
      return true;
    } catch (error) {
      const problem = problemOf(error, { id: 'reading', severity: 'caution', tip: 'Try again.' });
      if (held?.file === file) setRun({ isSaving: false, problem });
      return false;
    }
  };
  const leave = (): void => {
    letGoOfPicture();
    held = null;
    store.setState({ run: null });
  };
  const refresh = async (): Promise<void> => {
    await problems.guard('readings', async () => {
      const { kept, unreadable } = await archive.list();
      store.setState({ sets: kept.map(summaryOf), unreadable });
    });
  };

  const commands: ReadingCommands = {
    refresh,
    async create({ stillIds, picture, repeatShare }) {
      const made = await problems.guard('reading-set', async () => {
        // By id: the order of choosing, which is the library's, goes with nothing.
        const ids = [...new Set(stillIds)].sort();
        if (ids.length === 0 || ids.length > readingLimits.cases || !(repeatShare >= 0 && repeatShare <= 0.5))
          throw new ProblemError(refusedSet(ids.length));
        const without: string[] = [];
        for (const id of ids) await stills.file(id, stillFiles[picture]).catch(() => without.push(id));
        if (without.length > 0) throw new ProblemError(stillsWithoutPicture(without.length, picture));
        const id = parts.newId();
        const seed = seedOf(id);
        const set: ReadingSet = {
          version: 1,
          id,
          madeAtS: clockS(),
          seed,
          picture,
          stillIds: ids,
          repeats: drawRepeats(ids.length, repeatShare, seed),
        };
        await archive.createSet(set);
        return id;
      });
      await refresh();
      return made;
    },
    async remove(setId) {
      await problems.guard('reading-set', () => archive.remove(setId));
      if (store.getState().shown?.set.id === setId) store.setState({ shown: null });
      await refresh();
    },
    async begin(setId, reader) {
      if (run()) return;
      const begun = await problems.guard('reading', async () => {
        const { set } = await archive.read(setId);
        const known = await archive.readReader(set, reader);
        if (known?.finishedAtS != null) throw new ProblemError(alreadyFinished);
        const file = known ?? newFile(set, reader, clockS());
        if (!known) await archive.saveReader(set, file);
        return { set, file };
      });
      if (!begun || run()) return;
      held = begun;
      const { file } = begun;
      const first = file.answers.findIndex(answer => !isAnswered(answer));
      const count = file.order.length;
      store.setState({
        shown: null,
        run: {
          setId,
          reader,
          place: 0,
          count,
          answered: answeredOf(file),
          answer: noAnswer,
          pictureUrl: null,
          isShown: false,
          isSaving: false,
          problem: null,
        },
      });
      await goTo(first === -1 ? count : first);
    },
    pictureShown(sizePx) {
      const now = run();
      if (!now?.pictureUrl || now.isShown) return;
      const before = now.answer.sizePx;
      const isSame = before?.widthPx === sizePx.widthPx && before.heightPx === sizePx.heightPx;
      // Looking again changes nothing; outlines of another size would lie elsewhere.
      const answer = isSame
        ? now.answer
        : { ...now.answer, sizePx, outlines: before ? [] : now.answer.outlines };
      setRun({ isShown: true, answer });
    },
    pictureFailed() {
      if (run()?.pictureUrl) missing(pictureMissing(null));
    },
    setMark: mark => setAnswer({ mark }),
    setConfidence(confidence) {
      if (Number.isInteger(confidence) && confidence >= 1 && confidence <= 5) setAnswer({ confidence });
    },
    addOutline(points) {
      const answer = run()?.answer;
      const outline = answer?.sizePx ? outlineOf(points, answer.sizePx) : null;
      if (!answer || !outline || answer.outlines.length >= readingLimits.outlines) return false;
      setAnswer({ outlines: [...answer.outlines, outline] });
      return true;
    },
    removeLastOutline() {
      const outlines = run()?.answer.outlines ?? [];
      if (outlines.length > 0) setAnswer({ outlines: outlines.slice(0, -1) });
    },
    async next() {
      const now = run();
      if (!now || now.place >= now.count || !isAnswered(now.answer)) return;
      if (await keep()) await goTo(now.place + 1);
    },
    async back() {
      const now = run();
      if (now && now.place > 0 && (await keep())) await goTo(now.place - 1);
    },
    async pause() {
      if (!run() || !(await keep())) return false;
      leave();
      await refresh();
      return true;
    },
    drop() {
      leave();
      void refresh();
    },
    async finish() {
      const now = run();
      if (!now || now.place < now.count || !held?.file.answers.every(isAnswered)) return;
      if (!(await keep(clockS()))) return;
      leave();
      await refresh();
    },
    async showAgreement(setId) {
      const kept = await problems.guard('reading', () => archive.read(setId));
      if (kept) store.setState({ shown: { set: kept.set, agreement: agreementOf(kept) } });
    },
    closeAgreement: () => store.setState({ shown: null }),
    exportReading: (setId, kind) =>
      problems.guard('reading', async () => {
        const kept = await archive.read(setId);
        return kind === 'csv'
          ? new Blob([readingCsv(kept, madeWith)], { type: 'text/csv' })
          : new Blob([readingJson(kept, madeWith)], { type: 'application/json' });
      }),
  };

  return { store, commands, [Symbol.dispose]: leave };
}

const newFile = (set: ReadingSet, reader: number, startedAtS: number): ReaderFile => {
  const order = readingOrder(set, reader);
  return {
    version: 1,
    setId: set.id,
    reader,
    revision: 1,
    startedAtS,
    finishedAtS: null,
    order,
    answers: order.map(() => noAnswer),
  };
};

const summaryOf = ({ set, readers }: KeptReading): ReadingSummary => ({
  id: set.id,
  madeAtS: set.madeAtS,
  picture: set.picture,
  cases: set.stillIds.length,
  showings: set.stillIds.length + set.repeats.length,
  readers: readers.map(file => ({
    reader: file.reader,
    answered: answeredOf(file),
    isFinished: file.finishedAtS !== null,
  })),
});

/** 32 bits of a random id: FNV-1a. */
function seedOf(id: string): number {
  let hash = 0x811c_9dc5;
  for (const character of id) hash = Math.imul(hash ^ character.charCodeAt(0), 0x0100_0193);
  return hash >>> 0;
}
