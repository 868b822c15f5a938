/** What a hand or an eye cannot reach on the page that is open now: measured on the elements themselves. Runs in the page. */

/** A control, and the box that takes its press: a box or a range in a label is as large as its label. */
type Target = { readonly element: Element; readonly name: string; readonly box: DOMRect };

const controls = 'button, select, input, textarea, summary, a[href], [role="slider"]';

/** CSS pixels of `interface.md`, less half a pixel of rounding. */
const leastSizePx = 47.5;
const leastGapPx = 7.5;

const isShown = (element: Element): boolean =>
  element.checkVisibility({ visibilityProperty: true, opacityProperty: true });

function targetsIn(root: Element): readonly Target[] {
  return [...root.querySelectorAll(controls)].filter(isShown).map(element => {
    const target = element.matches('input') ? (element.closest('label') ?? element) : element;
    const name = (element.getAttribute('aria-label') ?? (element.textContent || target.textContent)).trim();
    return { element, name: name.slice(0, 40), box: target.getBoundingClientRect() };
  });
}

const matches = ({ element }: Target, selectors: readonly string[]): boolean =>
  selectors.some(selector => element.closest(selector) !== null);

/** Controls smaller than 48 pixels. `exceptions`: selectors of controls, or of what holds them. */
export const smallControls = (root: Element, exceptions: readonly string[] = []): readonly string[] =>
  targetsIn(root)
    .filter(({ box }) => box.width < leastSizePx || box.height < leastSizePx)
    .filter(target => !matches(target, exceptions))
    .map(({ name, box }) => `small: ${name} ${Math.round(box.width)}×${Math.round(box.height)}`);

/** Neighbours nearer than 8 pixels: one above or beside the other with less between. */
export function nearControls(root: Element, exceptions: readonly string[] = []): readonly string[] {
  const targets = targetsIn(root).filter(target => !matches(target, exceptions));
  const found: string[] = [];
  for (const [index, one] of targets.entries())
    for (const other of targets.slice(index + 1)) {
      if (one.element.closest('label') && one.element.closest('label') === other.element.closest('label'))
        continue;
      if (one.element.contains(other.element) || other.element.contains(one.element)) continue;
      const [a, b] = [one.box, other.box];
      const beside = Math.max(a.left, b.left) - Math.min(a.right, b.right);
      const above = Math.max(a.top, b.top) - Math.min(a.bottom, b.bottom);
      const gap = Math.max(beside, above);
      // Those that lie over one another do so on purpose (two handles of a range, a drawer over the picture).
      if (gap >= leastGapPx || (beside < -1 && above < -1)) continue;
      found.push(`near: ${one.name} | ${other.name} ${gap.toFixed(1)}`);
    }
  return found;
}

const scrolls = (element: Element, axis: 'X' | 'Y'): boolean =>
  /auto|scroll/.test(getComputedStyle(element)[`overflow${axis}`]);

/** Texts that something cuts off: beyond the edge of what hides its overflow, and not by its own ellipsis. */
export function cutTexts(root: Element): readonly string[] {
  const found: string[] = [];
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    const text = node.textContent?.trim();
    if (!element || !text || !isShown(element) || element.closest('.visually-hidden, svg, canvas, option'))
      continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const box = range.getBoundingClientRect();
    if (box.width === 0) continue;
    // Words for the ear alone, whatever their class.
    if (getComputedStyle(element).clipPath === 'inset(50%)') continue;
    let [canX, canY] = [false, false];
    for (let at: Element | null = element; at && at !== document.body; at = at.parentElement) {
      const style = getComputedStyle(at);
      if (style.textOverflow === 'ellipsis') break;
      canX ||= scrolls(at, 'X');
      canY ||= scrolls(at, 'Y');
      const edge = at.getBoundingClientRect();
      const isOutX =
        !canX && style.overflowX !== 'visible' && (box.left < edge.left - 2 || box.right > edge.right + 2);
      const isOutY =
        !canY && style.overflowY !== 'visible' && (box.top < edge.top - 2 || box.bottom > edge.bottom + 2);
      if (isOutX || isOutY) {
        found.push(`cut: ${text.slice(0, 40)} in .${at.className}`);
        break;
      }
    }
  }
  return found;
}

/** What must be scrolled sideways: the page, or anything in it that scrolls the other way too. */
export const sidewaysScrolls = (root: Element, exceptions: readonly string[] = []): readonly string[] =>
  [document.documentElement, root, ...root.querySelectorAll('*')]
    .filter(element => element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 0)
    .filter(element => element === document.documentElement || scrolls(element, 'X'))
    .filter(element => !exceptions.some(selector => element.matches(selector)))
    .map(
      ({ className, scrollWidth, clientWidth }) => `sideways: .${className} ${scrollWidth} in ${clientWidth}`,
    );
