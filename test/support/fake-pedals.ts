/**
 * Foot pedals for a browser that has none: no USB device can be had where tests run, and Chromium's DevTools protocol makes no gamepad either, so
 * the two edges of the browser (`navigator.hid`, `navigator.getGamepads`) are replaced. What is behind them is the app's own.
 */
import type { BrowserContext, Page } from 'playwright-core';

/** Vendor and product of the made pedals; two of one make, as in a theatre. */
export const pedalId = (number: 1 | 2): string => (number === 1 ? 'hid-05f3-00ff' : 'hid-05f3-00ff-2');
export const padId = 'pad-usb-foot-switch';

/** Every page of the context gets `fakePedals`. `allowed`: how many HID pedals the user chose at an earlier visit. */
export async function withPedals(context: BrowserContext, allowed: number): Promise<void> {
  await context.addInitScript(`{
    // Three buttons in one byte, as the device's own description says.
    const buttons = { isRange: true, usageMinimum: 0x90001, reportSize: 1, reportCount: 3 };
    class Pedal extends EventTarget {
      opened = false;
      vendorId = 0x05f3;
      productId = 0x00ff;
      productName = 'Foot pedal';
      collections = [{ inputReports: [{ reportId: 0, items: [buttons, { isConstant: true, reportSize: 5, reportCount: 1 }] }] }];
      async open() { this.opened = true; }
      async close() { this.opened = false; }
    }
    const pedals = [new Pedal(), new Pedal()];
    const given = pedals.slice(0, ${allowed});
    const hid = Object.assign(new EventTarget(), {
      getDevices: async () => [...given],
      requestDevice: async () => {
        const next = pedals.find(pedal => !given.includes(pedal));
        if (next) given.push(next);
        return next ? [next] : [];
      },
    });
    Object.defineProperty(navigator, 'hid', { configurable: true, value: hid });
    const pads = [null, null, null, null];
    navigator.getGamepads = () => pads;
    globalThis.fakePedals = {
      /** Tells the state of all buttons, a bit each, as the device does whether or not it changed. */
      report(number, bits) {
        const event = Object.assign(new Event('inputreport'), { reportId: 0, data: new DataView(Uint8Array.of(bits).buffer) });
        pedals[number - 1].dispatchEvent(event);
      },
      isOpen: number => pedals[number - 1].opened,
      unplug(number) {
        const device = pedals[number - 1];
        device.opened = false;
        given.splice(given.indexOf(device), 1);
        hid.dispatchEvent(Object.assign(new Event('disconnect'), { device }));
      },
      pad(pressed) {
        pads[0] = pressed && { id: 'USB Foot Switch', index: 0, buttons: pressed.map(each => ({ pressed: each, touched: each, value: Number(each) })) };
        if (pressed) window.dispatchEvent(new Event('gamepadconnected'));
      },
    };
  }`);
}

/** The app has opened it. */
export const isOpen = (number: 1 | 2): string => `fakePedals.isOpen(${number})`;

/** The bits of all buttons of a HID pedal, told `times` times. */
export const report = (page: Page, number: 1 | 2, bits: number, times = 1): Promise<void> =>
  page.evaluate(`for (let i = 0; i < ${times}; i++) fakePedals.report(${number}, ${bits})`);

/** The gamepad's buttons; null: it is pulled out. */
export const pad = (page: Page, pressed: readonly boolean[] | null): Promise<void> =>
  page.evaluate(`fakePedals.pad(${JSON.stringify(pressed)})`);

export const unplug = (page: Page, number: 1 | 2): Promise<void> =>
  page.evaluate(`fakePedals.unplug(${number})`);
