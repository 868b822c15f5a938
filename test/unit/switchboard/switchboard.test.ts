/** Who is introduced to whom, by windows that are only ports. */
import { describe, expect, test } from 'vitest';
import { goneAfterS } from '#model/window-hello.ts';
import type { SwitchboardHello, SwitchboardNews } from '#workers/switchboard/api.ts';
import { createSwitchboard, type WindowPort } from '#workers/switchboard/switchboard.ts';

function room() {
  let nowS = 0;
  const switchboard = createSwitchboard(() => nowS);
  const open = () => {
    const heard: SwitchboardNews[] = [];
    const port: WindowPort = { postMessage: (news: SwitchboardNews) => heard.push(news), onmessage: null };
    switchboard.connect(port);
    const say = (hello: SwitchboardHello) =>
      port.onmessage?.call(new MessageChannel().port1, new MessageEvent('message', { data: hello }));
    return {
      heard,
      console: (id: string) => say({ type: 'hello', role: 'console', id }),
      theatre: (id: string, consoleId: string) => say({ type: 'hello', role: 'theatre', id, consoleId }),
      bye: () => say({ type: 'bye' }),
      introduced: () => heard.filter(({ type }) => type !== 'heard'),
    };
  };
  return {
    open,
    wait(seconds: number) {
      nowS += seconds;
    },
  };
}

describe('the switchboard', () => {
  test('answers each hello', () => {
    const window = room().open();
    window.console('c');
    window.console('c');
    expect(window.heard).toEqual([{ type: 'heard' }, { type: 'heard' }]);
  });

  test('hands a display and its console the two ends of the same ports, once', async () => {
    const { open } = room();
    const [console, theatre] = [open(), open()];
    theatre.theatre('t', 'c');
    console.console('c');
    theatre.theatre('t', 'c');
    console.console('c');
    const [toConsole] = console.introduced();
    const [toTheatre] = theatre.introduced();
    expect(console.introduced()).toHaveLength(1);
    expect(theatre.introduced()).toHaveLength(1);
    if (toConsole?.type !== 'theatre' || toTheatre?.type !== 'console')
      throw new Error('nobody was introduced');
    expect(toConsole.id).toBe('t');
    for (const name of ['pictures', 'facts'] as const) {
      const came = new Promise(resolve => {
        toTheatre[name].onmessage = ({ data }: MessageEvent<unknown>) => resolve(data);
      });
      toConsole[name].postMessage(name);
      expect(await came).toBe(name);
      toConsole[name].close();
      toTheatre[name].close();
    }
  });

  test('gives a display to the console that opened it, whichever came first', () => {
    const { open } = room();
    const [other, own, theatre] = [open(), open(), open()];
    other.console('other');
    own.console('own');
    theatre.theatre('t', 'own');
    expect(other.introduced()).toHaveLength(0);
    expect(own.introduced()).toHaveLength(1);
  });

  test('introduces a console that was reloaded, under the same id, anew', () => {
    const { open } = room();
    const [before, theatre] = [open(), open()];
    before.console('c');
    theatre.theatre('t', 'c');
    const after = open();
    after.console('c');
    expect(after.introduced()).toHaveLength(1);
    expect(theatre.introduced()).toHaveLength(2);
  });

  test('gives a display whose console is gone to one that is there, and back when its own returns', () => {
    const { open, wait } = room();
    const [own, other, theatre] = [open(), open(), open()];
    own.console('own');
    theatre.theatre('t', 'own');
    wait(goneAfterS + 1);
    other.console('other');
    theatre.theatre('t', 'own');
    expect(other.introduced()).toHaveLength(1);
    open().console('own');
    expect(theatre.introduced()).toHaveLength(3);
  });

  test('forgets a window that says bye, and only its own entry', () => {
    const { open } = room();
    const [before, theatre] = [open(), open()];
    before.console('c');
    const after = open();
    after.console('c');
    before.bye();
    theatre.theatre('t', 'c');
    expect(after.introduced()).toHaveLength(1);
  });
});
