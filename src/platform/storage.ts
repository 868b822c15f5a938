/** How much room is used, and small settings that outlive the page. Nothing of a patient is ever stored here. */
import type { z } from 'zod';

/** Bytes used in this origin's storage; null where the browser does not say. What is free only workers can tell (`#archive/free-room.ts`). */
export async function usedBytes(): Promise<number | null> {
  return (await navigator.storage?.estimate?.())?.usage ?? null;
}

/** Asks the browser not to evict what was recorded. Safe to call often; the answer may be no. */
export const keepStorage = async (): Promise<boolean> => (await navigator.storage?.persist?.()) ?? false;

/** A setting read back through its schema; `fallback` when it is absent, unreadable or of an older shape. */
export function readSetting<T>(name: string, schema: z.ZodType<T>, fallback: T): T {
  try {
    const text = localStorage.getItem(`rimlight.${name}`);
    const parsed = text === null ? null : schema.safeParse(JSON.parse(text));
    return parsed?.success ? parsed.data : fallback;
  } catch {
    // Storage may be switched off or hold something else's text: the setting then has its first value again.
    return fallback;
  }
}

/** What this tab kept of its own for when its page is loaded again, through its schema; `fallback` as `readSetting` does. */
export function readTabSetting<T>(name: string, schema: z.ZodType<T>, fallback: T): T {
  try {
    const text = sessionStorage.getItem(`rimlight.${name}`);
    const parsed = text === null ? null : schema.safeParse(JSON.parse(text));
    return parsed?.success ? parsed.data : fallback;
  } catch {
    return fallback;
  }
}

/** Keeps something until this tab is closed. Browsers may write it to the disk: never a secret. */
export function writeTabSetting(name: string, value: unknown): void {
  try {
    sessionStorage.setItem(`rimlight.${name}`, JSON.stringify(value));
  } catch {
    // Then the tab begins anew when it is loaded again.
  }
}

/** Whether this page was here before in this tab: reloaded, after a crash too, or brought back with its window. */
export function isPageAgain(): boolean {
  const [navigation] = performance.getEntriesByType('navigation');
  const type = navigation instanceof PerformanceNavigationTiming ? navigation.type : 'navigate';
  return type === 'reload' || type === 'back_forward';
}

/** A name of this tab that outlives its page, made by `newId` the first time. */
export function tabId(newId: () => string): string {
  try {
    const known = sessionStorage.getItem('rimlight.tab');
    if (known) return known;
    const made = newId();
    sessionStorage.setItem('rimlight.tab', made);
    return made;
  } catch {
    return newId();
  }
}

/** Keeps a setting; false when the browser refuses (storage full or switched off). */
export function writeSetting(name: string, value: unknown): boolean {
  try {
    localStorage.setItem(`rimlight.${name}`, JSON.stringify(value));
    return true;
  } catch {
    return false;
  }
}
