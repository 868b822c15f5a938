/** A hand and keys for the pictures on which points are marked. */
import type { Point } from '#model/geometry.ts';

export function picture(label: string): HTMLCanvasElement {
  const found = document.querySelector<HTMLCanvasElement>(`canvas[aria-label="${label}"]`);
  if (!found) throw new Error(`There is no ${label}.`);
  return found;
}

/** Where a picture pixel stands on the page, by what the canvas says of itself. */
export function onPage(label: string, { x, y }: Point): Point {
  const canvas = picture(label);
  const box = canvas.getBoundingClientRect();
  const [scale, left, top] = [canvas.dataset.scale, canvas.dataset.left, canvas.dataset.top].map(Number);
  return { x: box.left + left! + x * scale!, y: box.top + top! + y * scale! };
}

export function pointer(target: Element, type: string, { x, y }: Point, pointerId = 1): void {
  const where = { clientX: x, clientY: y, pointerId, button: 0 };
  target.dispatchEvent(new PointerEvent(type, { ...where, bubbles: true, cancelable: true }));
}

/** A press that does not move. */
export function pressAt(label: string, at: Point): void {
  const where = onPage(label, at);
  pointer(picture(label), 'pointerdown', where);
  pointer(picture(label), 'pointerup', where);
}

export function drag(target: Element, from: Point, to: Point): void {
  pointer(target, 'pointerdown', from);
  pointer(target, 'pointermove', { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 });
  pointer(target, 'pointermove', to);
  pointer(target, 'pointerup', to);
}

/** A key on whatever has the focus; true when somebody took it. */
export function key(name: string, more: KeyboardEventInit = {}): boolean {
  const event = new KeyboardEvent('keydown', { key: name, bubbles: true, cancelable: true, ...more });
  return !(document.activeElement ?? document.body).dispatchEvent(event);
}

export function button(name: string | RegExp): HTMLButtonElement {
  const named = (each: HTMLButtonElement) => each.getAttribute('aria-label') ?? each.textContent.trim();
  const found = [...document.querySelectorAll('button')].find(each =>
    typeof name === 'string' ? named(each) === name : name.test(named(each)),
  );
  if (!found) throw new Error(`There is no button ${name}.`);
  return found;
}

export const loupeName = (): string | null =>
  document.querySelector('.loupe')?.getAttribute('aria-label') ?? null;
