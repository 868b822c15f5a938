import { expect, test } from 'vitest';
import { createNewsBoard } from '#source/news-board.ts';
import type { SourceNews } from '#source/open-feed.ts';

const problem = (id: string, isOver = false): SourceNews => ({
  type: 'problem',
  problem: { id, severity: 'stop', text: 'A.', tip: 'B.' },
  isOver,
});

test('News told before anybody listens is heard by the first listener, once.', () => {
  const board = createNewsBoard();
  void board.tell(problem('a'));
  const first: SourceNews[] = [];
  const second: SourceNews[] = [];
  board.subscribe(news => void first.push(news));
  board.subscribe(news => void second.push(news));
  void board.tell(problem('a', true));
  expect(first).toEqual([problem('a'), problem('a', true)]);
  expect(second).toEqual([problem('a', true)]);
});

test('Closing ends the problems that are still open, and those only; then it is silent.', () => {
  const board = createNewsBoard();
  const heard: SourceNews[] = [];
  void board.tell(problem('a'));
  void board.tell(problem('b'));
  void board.tell(problem('a', true));
  board.subscribe(news => void heard.push(news));
  heard.length = 0;
  board[Symbol.dispose]();
  void board.tell(problem('c'));
  board.subscribe(news => void heard.push(news));
  expect(heard).toEqual([problem('b', true)]);
});

test('Telling resolves when the listener has done what the news asks for, also for one that comes later.', async () => {
  const board = createNewsBoard();
  let finish: () => void = () => undefined;
  let isDone = false;
  const telling = board.tell(problem('a')).then(() => {
    isDone = true;
  });
  await Promise.resolve();
  board.subscribe(() => new Promise<void>(resolve => (finish = resolve)));
  await new Promise(resolve => setTimeout(resolve));
  expect(isDone).toBe(false);
  finish();
  await telling;
});
