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
  board.tell(problem('a'));
  const first: SourceNews[] = [];
  const second: SourceNews[] = [];
  board.subscribe(news => first.push(news));
  board.subscribe(news => second.push(news));
  board.tell(problem('a', true));
  expect(first).toEqual([problem('a'), problem('a', true)]);
  expect(second).toEqual([problem('a', true)]);
});

test('Closing ends the problems that are still open, and those only; then it is silent.', () => {
  const board = createNewsBoard();
  const heard: SourceNews[] = [];
  board.tell(problem('a'));
  board.tell(problem('b'));
  board.tell(problem('a', true));
  board.subscribe(news => heard.push(news));
  heard.length = 0;
  board[Symbol.dispose]();
  board.tell(problem('c'));
  board.subscribe(news => heard.push(news));
  expect(heard).toEqual([problem('b', true)]);
});
