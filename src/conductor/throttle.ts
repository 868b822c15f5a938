/** Stores of what grows fast: written at most twice a second. */

const updateMs = 500;

/** `soon`: publishes at once when nothing was published lately, else when its time has come. `stop`: what is due is not published any more. */
export function throttled(publish: () => void): { soon(): void; stop(): void } {
  let timer: ReturnType<typeof setTimeout> | null = null;
  let isDirty = false;
  const next = (): void => {
    timer = isDirty ? setTimeout(next, updateMs) : null;
    if (isDirty) publish();
    isDirty = false;
  };
  return {
    soon() {
      isDirty = true;
      if (timer === null) next();
    },
    stop() {
      if (timer !== null) clearTimeout(timer);
      timer = null;
      isDirty = false;
    },
  };
}
