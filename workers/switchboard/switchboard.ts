/** Who is there, and who is connected with whom. Knows windows by what they say and never sees a picture. */
import { goneAfterS } from '#model/window-hello.ts';
import type { SwitchboardHello, SwitchboardNews } from './api.ts';

/** A window's port, as far as it is needed here. */
export type WindowPort = Pick<MessagePort, 'postMessage' | 'onmessage'>;

type Hello = Extract<SwitchboardHello, { type: 'hello' }>;
type Known = { readonly port: WindowPort; readonly hello: Hello; heardS: number; linkedTo: Known | null };

export function createSwitchboard(clockS: () => number): { connect(port: WindowPort): void } {
  const windows = new Map<string, Known>();

  const isHere = (known: Known): boolean => clockS() - known.heardS < goneAfterS;

  const consoleFor = (wanted: string): Known | null => {
    const consoles = [...windows.values()].filter(known => known.hello.role === 'console' && isHere(known));
    return consoles.find(({ hello }) => hello.id === wanted) ?? consoles[0] ?? null;
  };

  const tell = (known: Known, news: SwitchboardNews, ports: MessagePort[] = []): void =>
    known.port.postMessage(news, ports);

  /** New ports for a display and its console; those from before fall silent. */
  const link = (theatre: Known, console: Known): void => {
    const pictures = new MessageChannel();
    const facts = new MessageChannel();
    theatre.linkedTo = console;
    tell(console, { type: 'theatre', id: theatre.hello.id, pictures: pictures.port1, facts: facts.port1 }, [
      pictures.port1,
      facts.port1,
    ]);
    tell(theatre, { type: 'console', pictures: pictures.port2, facts: facts.port2 }, [
      pictures.port2,
      facts.port2,
    ]);
  };

  const linkAll = (): void => {
    for (const theatre of windows.values()) {
      if (theatre.hello.role !== 'theatre' || !isHere(theatre)) continue;
      const console = consoleFor(theatre.hello.consoleId);
      if (console && console !== theatre.linkedTo) link(theatre, console);
    }
  };

  return {
    connect(port) {
      let id = '';
      port.onmessage = ({ data }: MessageEvent<SwitchboardHello>) => {
        if (data.type === 'bye') {
          if (windows.get(id)?.port === port) windows.delete(id);
          return;
        }
        id = data.id;
        const known = windows.get(id);
        // The same id from another port is the same window after a reload: what it was connected with is gone.
        if (known?.port === port) known.heardS = clockS();
        else windows.set(id, { port, hello: data, heardS: clockS(), linkedTo: null });
        for (const [otherId, other] of windows) if (!isHere(other)) windows.delete(otherId);
        port.postMessage({ type: 'heard' } satisfies SwitchboardNews);
        linkAll();
      };
    },
  };
}
