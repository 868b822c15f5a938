/** The theatre displays of this console: finds them, connects them with the view worker, tells them what belongs to the picture. */

import { createStore } from 'zustand/vanilla';
import { z } from '#model/schema-rules.ts';
import {
  type DisplayCheck,
  defaultTheatreSettings,
  displayCheckSchema,
  type TheatreFigure,
  type TheatreSettings,
  theatreNumbers,
  theatreSettingsSchema,
} from '#model/theatre.ts';
import { goneAfterS } from '#model/window-hello.ts';
import { readSetting, writeSetting } from '#platform/storage.ts';
import { openSwitchboard } from '#platform/switchboard.ts';
import { moved, type WorkerHandle } from '#platform/workers.ts';
import type { FactsMessage, ReportMessage } from '#workers/ports.ts';
import type { ViewApi } from '#workers/view/api.ts';
import type { DisplaysCommands, DisplaysState, TheatreDisplay, TheatreNews } from './displays-api.ts';
import type { Problems } from './problems.ts';
import type { Readable } from './readable.ts';

/** The newest answers to the test pattern that are kept. */
const mostChecks = 50;
const lookEveryMs = 500;

export type Displays = {
  readonly store: Readable<DisplaysState>;
  /** The view worker was started anew: every display gets its pictures from the new one. */
  reconnect(): void;
  readonly commands: DisplaysCommands;
  [Symbol.dispose](): void;
};

export function createDisplays(parts: {
  view: Pick<WorkerHandle<ViewApi>['api'], 'connectTheatre' | 'setTheatre' | 'disconnectTheatre'>;
  problems: Problems;
  /** Of this console; the same again after a reload, so that its displays come back to it. */
  consoleId: string;
  newId(): string;
  clockS: () => number;
}): Displays {
  const { view, problems, consoleId, clockS } = parts;
  const store = createStore<DisplaysState>(() => ({
    displays: [],
    patternOn: null,
    checks: readSetting('display-checks', z.array(displayCheckSchema), []),
  }));
  const lines = new Map<string, { readonly port: MessagePort; heardS: number }>();
  let told: TheatreNews | null = null;

  const change = (id: string, by: (display: TheatreDisplay) => TheatreDisplay): void =>
    store.setState(({ displays }) => ({
      displays: displays.map(display => (display.id === id ? by(display) : display)),
    }));

  const tellOne = ({ id, settings }: TheatreDisplay): void => {
    if (!told) return;
    const { patternOn } = store.getState();
    const message: FactsMessage = {
      type: 'facts',
      facts: { ...told, figures: figuresOf(told, settings), settings, showsPattern: patternOn === id },
    };
    lines.get(id)?.port.postMessage(message);
  };
  const tellAll = (): void => {
    for (const display of store.getState().displays) tellOne(display);
  };

  /** The last one's settings are the next one's: theatres are set up alike. */
  const keptSettings = (): TheatreSettings =>
    readSetting('theatre', theatreSettingsSchema, defaultTheatreSettings);

  const show = (id: string, { mode, view: ownView }: TheatreSettings): void =>
    void view.setTheatre(id, { mode, view: ownView });

  const lost = (id: string): void => {
    const { displays } = store.getState();
    if (!displays.some(display => display.id === id && !display.isGone)) return;
    change(id, display => ({ ...display, isGone: true }));
    void view.disconnectTheatre(id);
    lines.get(id)?.port.close();
    lines.delete(id);
    problems.report({
      id: 'display-disconnected',
      severity: 'caution',
      text: 'A theatre display is gone: its window was closed, or its process ended.',
      tip: 'Open it again under Displays.',
    });
  };

  const hear = (id: string, { data }: MessageEvent<ReportMessage>): void => {
    const line = lines.get(id);
    if (!line) return;
    if (data.type === 'bye') {
      lost(id);
      return;
    }
    line.heardS = clockS();
    change(id, display => ({ ...display, report: data.report }));
  };

  const found = (id: string, pictures: MessagePort, port: MessagePort): void => {
    lines.get(id)?.port.close();
    lines.set(id, { port, heardS: clockS() });
    port.onmessage = event => hear(id, event);
    void view.connectTheatre(id, moved(pictures, [pictures]));
    const { displays } = store.getState();
    const known = displays.find(display => display.id === id);
    const display: TheatreDisplay = {
      id,
      settings: known?.settings ?? keptSettings(),
      report: known?.report ?? null,
      isGone: false,
    };
    store.setState({ displays: [...displays.filter(other => other.id !== id), display] });
    if (!store.getState().displays.some(({ isGone }) => isGone)) problems.over('display-disconnected');
    show(id, display.settings);
    tellOne(display);
  };

  const sayHello = () =>
    openSwitchboard({ type: 'hello', role: 'console', id: consoleId }, news => {
      if (news.type === 'theatre') found(news.id, news.pictures, news.facts);
    });
  let switchboard = sayHello();
  const timer = setInterval(() => {
    for (const [id, { heardS }] of lines) if (clockS() - heardS > goneAfterS) lost(id);
  }, lookEveryMs);
  const leave = (): void => {
    for (const { port } of lines.values()) port.postMessage({ type: 'bye' } satisfies FactsMessage);
  };
  window.addEventListener('pagehide', leave);

  return {
    store,
    reconnect() {
      // To the switchboard a console on another port is one that was reloaded: its displays are introduced to it anew.
      switchboard[Symbol.dispose]();
      switchboard = sayHello();
    },
    commands: {
      newAddress: () => `?theatre=${parts.newId()}&console=${consoleId}`,
      setTheatre(id, wanted) {
        change(id, display => ({ ...display, settings: { ...display.settings, ...wanted } }));
        const display = store.getState().displays.find(other => other.id === id);
        if (!display) return;
        writeSetting('theatre', display.settings);
        show(id, display.settings);
        tellOne(display);
      },
      forget(id) {
        store.setState(({ displays }) => ({
          displays: displays.filter(display => display.id !== id || !display.isGone),
        }));
        if (!store.getState().displays.some(({ isGone }) => isGone)) problems.over('display-disconnected');
      },
      showPattern(id) {
        store.setState({ patternOn: id });
        tellAll();
      },
      answerPattern({ isReadable, note }) {
        const { patternOn, displays, checks } = store.getState();
        const report = displays.find(({ id }) => id === patternOn)?.report;
        store.setState({ patternOn: null });
        tellAll();
        if (!report) return;
        const { screen, widthPx, heightPx } = report;
        const check: DisplayCheck = {
          atS: clockS(),
          screen,
          widthPx,
          heightPx,
          isReadable,
          note: note.slice(0, 200),
        };
        const kept = [check, ...checks].slice(0, mostChecks);
        store.setState({ checks: kept });
        writeSetting('display-checks', kept);
      },
      tell(now) {
        told = now;
        tellAll();
      },
    },
    [Symbol.dispose]() {
      leave();
      clearInterval(timer);
      window.removeEventListener('pagehide', leave);
      switchboard[Symbol.dispose]();
      for (const { port } of lines.values()) port.close();
    },
  };
}

/** Those that were chosen, in their order. */
const figuresOf = ({ figures }: TheatreNews, { numbers }: TheatreSettings): readonly TheatreFigure[] =>
  theatreNumbers.filter(number => numbers.includes(number)).map(number => figures[number]);
