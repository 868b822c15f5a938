/**
 * Foot pedals that are no keyboards: HID devices that the user chose, and gamepads. Holds the opened devices and a timer while a gamepad is
 * there; whoever made it disposes of it. Buttons of a device that goes are let go first, so that nothing stays held.
 */
import { clockS } from './clock.ts';
import { bounceS, createDebouncer } from './debounce.ts';
import { type ButtonChange, buttonBits, createReportReader } from './hid-report.ts';

/** `id` is the same after a reload; two devices of one make have different ones, by the order in which they came. */
export type PedalDevice = { readonly id: string; readonly name: string };
export type PedalChange = ButtonChange & { readonly device: PedalDevice };

export type Pedals = {
  /** Whether the browser can be asked for HID devices. Gamepads come by themselves. */
  readonly canAsk: boolean;
  /** Opens devices that were allowed before, and listens for gamepads; also again after it was disposed of. */
  start(): Promise<void>;
  /** Opens the browser's own chooser; only from a press by the user. The devices that can be listened to, or why none. */
  ask(): Promise<{ readonly added: number } | { readonly refused: string }>;
  onChange(listen: (change: PedalChange) => void): () => void;
  /** A device came or went. */
  onDevice(listen: (device: PedalDevice, isConnected: boolean) => void): () => void;
  [Symbol.dispose](): void;
};

/** What of the browser is used. */
export type PedalsApi = {
  readonly hid: RimlightHid | null;
  readonly gamepads: () => readonly (Pick<Gamepad, 'id' | 'index' | 'buttons'> | null)[];
  /** Tells `gamepadconnected`. */
  readonly events: EventTarget;
};

const browserApi = (): PedalsApi => ({
  hid: navigator.hid ?? null,
  gamepads: () => navigator.getGamepads?.() ?? [],
  events: window,
});

/** Gamepads tell nothing: they are asked this often. */
const pollMs = 12;

type Open = {
  readonly device: PedalDevice;
  readonly take: (changes: readonly ButtonChange[]) => void;
  readonly close: () => void;
};

export function createPedals(api: PedalsApi = browserApi()): Pedals {
  const changes = new Set<(change: PedalChange) => void>();
  const devices = new Set<(device: PedalDevice, isConnected: boolean) => void>();
  const open = new Map<unknown, Open>();
  let listening = new AbortController();
  let polling: ReturnType<typeof setInterval> | undefined;

  const freeId = (base: string): string => {
    const taken = new Set([...open.values()].map(({ device }) => device.id));
    for (let n = 1; ; n++) {
      const id = n === 1 ? base : `${base}-${n}`;
      if (!taken.has(id)) return id;
    }
  };

  const add = (key: unknown, { base, name }: { base: string; name: string }, stop: () => void): Open => {
    const device = { id: freeId(base), name };
    const debouncer = createDebouncer();
    const down = new Set<number>();
    const tell = (all: readonly ButtonChange[]) => {
      for (const { button, isDown } of all) {
        if (isDown) down.add(button);
        else down.delete(button);
        for (const listen of changes) listen({ device, button, isDown });
      }
    };
    const settling = new Set<ReturnType<typeof setTimeout>>();
    const added: Open = {
      device,
      take(found) {
        if (found.length === 0) return;
        tell(found.flatMap(change => debouncer.changed(change, clockS())));
        const timer = setTimeout(
          () => {
            settling.delete(timer);
            tell(debouncer.settle(clockS()));
          },
          1000 * bounceS + 2,
        );
        settling.add(timer);
      },
      close() {
        for (const timer of settling) clearTimeout(timer);
        stop();
        tell([...down].map(button => ({ button, isDown: false })));
        open.delete(key);
        for (const listen of devices) listen(device, false);
      },
    };
    open.set(key, added);
    for (const listen of devices) listen(device, true);
    return added;
  };

  const openHid = async (hid: RimlightHidDevice): Promise<boolean> => {
    if (open.has(hid)) return true;
    try {
      if (!hid.opened) await hid.open();
    } catch {
      // Another program holds it, or it went meanwhile: it is not listed, and can be asked for again.
      return false;
    }
    const read = createReportReader(buttonBits(hid.collections));
    const hex = (value: number) => value.toString(16).padStart(4, '0');
    const onReport = (event: Event) => {
      if (!('data' in event && 'reportId' in event)) return;
      const { data, reportId } = event;
      if (!(data instanceof DataView) || typeof reportId !== 'number') return;
      added.take(read(reportId, new Uint8Array(data.buffer, data.byteOffset, data.byteLength)));
    };
    const added = add(
      hid,
      { base: `hid-${hex(hid.vendorId)}-${hex(hid.productId)}`, name: hid.productName || 'HID' },
      () => {
        hid.removeEventListener('inputreport', onReport);
        // A device that was unplugged is closed already.
        if (hid.opened) void hid.close().catch(() => undefined);
      },
    );
    hid.addEventListener('inputreport', onReport);
    return true;
  };

  const pressed = new Map<number, readonly boolean[]>();
  const padKey = (index: number) => `gamepad ${index}`;
  const poll = () => {
    const there = api.gamepads().filter(pad => pad !== null);
    for (const index of [...pressed.keys()].filter(known => !there.some(pad => pad.index === known))) {
      pressed.delete(index);
      open.get(padKey(index))?.close();
    }
    for (const { id, index, buttons } of there) {
      const base = `pad-${id.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}`.slice(0, 60);
      const held = open.get(padKey(index)) ?? add(padKey(index), { base, name: id }, () => undefined);
      const before = pressed.get(index) ?? [];
      const now = buttons.map(button => button.pressed);
      pressed.set(index, now);
      held.take(
        now.flatMap((isDown, at) => (isDown === (before[at] ?? false) ? [] : [{ button: at + 1, isDown }])),
      );
    }
    if (there.length === 0) {
      clearInterval(polling);
      polling = undefined;
    }
  };

  return {
    canAsk: api.hid !== null,
    async start() {
      listening.abort();
      listening = new AbortController();
      const options = { signal: listening.signal };
      api.events.addEventListener(
        'gamepadconnected',
        () => {
          polling ??= setInterval(poll, pollMs);
        },
        options,
      );
      // One may have told its coming before anybody listened.
      if (api.gamepads().some(pad => pad !== null)) polling ??= setInterval(poll, pollMs);
      const deviceOf = (event: Event) =>
        'device' in event && typeof event.device === 'object' ? event.device : null;
      api.hid?.addEventListener('disconnect', event => open.get(deviceOf(event))?.close(), options);
      const openAllowed = async () => {
        for (const device of (await api.hid?.getDevices()) ?? []) await openHid(device);
      };
      api.hid?.addEventListener('connect', () => void openAllowed(), options);
      await openAllowed();
    },
    async ask() {
      if (!api.hid) return { refused: 'This browser knows no pedals but keyboards and gamepads.' };
      let chosen: readonly RimlightHidDevice[];
      try {
        chosen = await api.hid.requestDevice({ filters: [] });
      } catch {
        // Refused by the browser's policy, or not from a press.
        return { refused: 'The browser does not allow it here.' };
      }
      const opened = await Promise.all(chosen.map(openHid));
      const added = opened.filter(Boolean).length;
      return added < chosen.length
        ? { refused: 'The pedal could not be opened. Close other programs that use it.' }
        : { added };
    },
    onChange(listen) {
      changes.add(listen);
      return () => changes.delete(listen);
    },
    onDevice(listen) {
      devices.add(listen);
      return () => devices.delete(listen);
    },
    [Symbol.dispose]() {
      listening.abort();
      clearInterval(polling);
      polling = undefined;
      for (const { close } of [...open.values()]) close();
    },
  };
}
