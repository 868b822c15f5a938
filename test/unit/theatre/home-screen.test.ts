import { describe, expect, test } from 'vitest';
import { homeAfter } from '#ui/theatre/home-screen.ts';

describe('the screen that a display belongs on', () => {
  test('is where somebody puts it, as long as its own is there', () => {
    const { next, goesBack } = homeAfter(
      { home: 'OR 1', isAway: false },
      { screens: ['OR 1', 'Desk'], current: 'Desk' },
    );
    expect(next).toEqual({ home: 'Desk', isAway: false });
    expect(goesBack).toBe(false);
  });

  test('stays the same while it is unplugged, wherever the system put the window', () => {
    const { next, goesBack } = homeAfter(
      { home: 'OR 1', isAway: false },
      { screens: ['Desk'], current: 'Desk' },
    );
    expect(next).toEqual({ home: 'OR 1', isAway: true });
    expect(goesBack).toBe(false);
  });

  test('takes the window back when it is plugged in again', () => {
    const away = { home: 'OR 1', isAway: true };
    const { next, goesBack } = homeAfter(away, { screens: ['Desk', 'OR 1'], current: 'Desk' });
    expect(next).toEqual({ home: 'OR 1', isAway: false });
    expect(goesBack).toBe(true);
    expect(homeAfter(away, { screens: ['Desk', 'OR 1'], current: 'OR 1' }).goesBack).toBe(false);
  });
});
