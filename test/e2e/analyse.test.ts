/** The command line for researchers: exported sessions measured again in a browser without a window, equal to the live numbers. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { SessionEvent } from '#model/event.ts';
import { toRow } from '#model/rows.ts';
import { analyse } from '../support/analyse.ts';
import { inTemporaryFolder } from '../support/app-driver.ts';
import { exported } from '../unit/carry/carried.ts';
import { at, frame, recorded } from '../unit/review/recorded-sessions.ts';

const frames = 24;
const harmed = () => {
  const other = frame(7);
  other.planes[0]!.samples[30 * 96 + 60]! ^= 1;
  return other;
};

/** A table's columns by their heading. */
function tableIn(path: string): { rows: number; column(name: string): readonly (string | undefined)[] } {
  const [headings, ...rows] = readFileSync(path, 'utf8')
    .split('\r\n')
    .filter(line => line !== '' && !line.startsWith('#'))
    .map(line => line.split(/,(?=(?:[^"]*"[^"]*")*[^"]*$)/));
  return { rows: rows.length, column: name => rows.map(cells => cells[headings!.indexOf(name)]) };
}

test('exported sessions, plain and sealed, give the live numbers; what does not is told by its status', async () => {
  await inTemporaryFolder(async folder => {
    const make = async (
      name: string,
      change: { id: string; written?: (number: number) => ReturnType<typeof frame> },
      passphrase: string | null = null,
    ) => {
      const session = await recorded(frames, change);
      const { bytes } = await exported(session.sessions, change.id, passphrase);
      writeFileSync(join(folder, name), bytes);
      return { ...session, bytes };
    };
    const passphrase = 'a long phrase';
    const good = await make('good.rimlight.tar', { id: 'session-good' });
    await make('sealed.rimlight.sealed', { id: 'session-sealed' }, passphrase);
    await make('other.rimlight.tar', {
      id: 'session-other',
      written: number => (number === 7 ? harmed() : frame(number)),
    });
    writeFileSync(join(folder, 'cut.rimlight.tar'), good.bytes.subarray(0, good.bytes.length - 3000));
    writeFileSync(join(folder, 'phrase.txt'), `${passphrase}\n`);
    const out = join(folder, 'results', 'deeper');

    const all = await analyse(
      ...['good.rimlight.tar', 'sealed.rimlight.sealed', 'other.rimlight.tar', 'cut.rimlight.tar'].map(name =>
        join(folder, name),
      ),
      ...['--out', out, '--passphrase-file', join(folder, 'phrase.txt'), '--json'],
    );
    expect(all.status, all.said).toBe(1);
    expect(all.said).toContain('refused:');
    const compared = { frames, rows: frames, unverifiable: 0, damaged: 0, exactness: 'exact', every: 1 };
    expect(JSON.parse(all.out), all.said).toMatchObject([
      { sessionId: 'session-good', ...compared, equal: frames, unequal: 0, verified: true },
      { sessionId: 'session-sealed', ...compared, equal: frames, unequal: 0, verified: true },
      { sessionId: 'session-other', ...compared, equal: frames - 1, unequal: 1, verified: false },
    ]);
    // Nothing else stays: no profile, no session.
    expect(readdirSync(out).sort()).toEqual(
      ['good', 'other', 'sealed'].flatMap(name => [`session-${name}.csv`, `session-${name}.json`]),
    );

    const { rows, column } = tableIn(join(out, 'session-good.csv'));
    const tbrs = good.live.map(measurement => toRow(measurement, { frameIndex: 0, atS: 0 }).pairs[0]!.tbr);
    expect(tbrs.every(tbr => typeof tbr === 'number')).toBe(true);
    expect(column('tbr')).toEqual(tbrs.map(String));
    expect(rows).toBe(frames);
    expect(column('T1_mean')).toEqual(good.live.map(({ regions }) => String(regions[0]!.mean)));

    const third = await analyse(join(folder, 'good.rimlight.tar'), '--out', out, '--every', '5');
    expect(third.status, third.said).toBe(0);
    expect(JSON.parse(readFileSync(join(out, 'session-good.json'), 'utf8'))).toMatchObject({
      frames: 5,
      equal: 5,
      every: 5,
    });
  });
});

test('numbers that were withheld live are withheld again, with the reason, and still compared', async () => {
  await inTemporaryFolder(async folder => {
    const told = (problemId: string, rest: object) => (number: number) =>
      ({
        type: 'problem',
        ...at(number - 1),
        problemId,
        text: `${problemId}.`,
        ...rest,
      }) satisfies SessionEvent;
    const covered = told('Covered', { withholds: 'numbers' });
    const open = told('Covered', { withholds: 'numbers', isOver: true });
    const late = told('Late', {});
    const off = told('Laser off', { withholds: 'numbers' });
    const events: Record<number, (number: number) => SessionEvent> = {
      3: late,
      6: covered,
      10: open,
      20: off,
    };
    const { sessions } = await recorded(frames, {
      id: 'session-withheld',
      happened: number => events[number]?.(number) ?? null,
    });
    const { bytes } = await exported(sessions, 'session-withheld', null);
    writeFileSync(join(folder, 'withheld.rimlight.tar'), bytes);

    const answer = await analyse(join(folder, 'withheld.rimlight.tar'), '--out', folder);
    expect(answer.status, answer.said).toBe(0);
    expect(answer.said).toContain('the numbers of 8 withheld');
    expect(JSON.parse(readFileSync(join(folder, 'session-withheld.json'), 'utf8'))).toMatchObject({
      ...{ rows: frames, equal: frames, unequal: 0, verified: true, rowsWithheld: 8 },
      withheld: [
        { problemId: 'Covered', from: 6, to: 9, words: 'Covered.' },
        { problemId: 'Laser off', from: 20, to: 23, words: 'Laser off.' },
      ],
    });
    const { column } = tableIn(join(folder, 'session-withheld.csv'));
    const isWithheld = (frameIndex: number) => (frameIndex >= 6 && frameIndex <= 9) || frameIndex >= 20;
    for (const name of ['tbr', 'cnr'])
      expect(column(name).map(cell => cell === 'hazard')).toEqual(column(name).map((_, i) => isWithheld(i)));
    for (const name of ['tbr_sd', 'T1_mean', 'T1_sd', 'B1_mean'])
      expect(column(name).map(cell => cell === '')).toEqual(column(name).map((_, i) => isWithheld(i)));
  });
});

test('what cannot be read is said before a browser is started', async () => {
  await inTemporaryFolder(async folder => {
    const nowhere = join(folder, 'nowhere.rimlight.tar');
    for (const [words, said] of [
      [[], 'Name at least one exported session.'],
      [[nowhere, '--out', join(folder, 'out')], `There is no file ${nowhere}.`],
      [[folder, '--out', join(folder, 'out')], 'is no file'],
      [[nowhere], 'Say with --out'],
      [[nowhere, '--out', folder, '--every', '0'], '--every takes a whole number'],
      [[nowhere, '--fast', '--out', folder], 'There is no option --fast.'],
    ] as const) {
      const answer = await analyse(...words);
      expect(answer.status).toBe(2);
      expect(answer.said).toContain(said);
    }
    expect(existsSync(join(folder, 'out'))).toBe(false);
  });
});
