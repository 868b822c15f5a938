/** A button that has to be held down: a press, a knee or a stuck key does not do it. */
import { type ReactNode, useEffect, useRef, useState } from 'react';

/** Long enough to be meant. */
const holdMs = 2000;

export function HoldButton({
  children,
  disabled = false,
  onHeld,
}: {
  readonly children: ReactNode;
  readonly disabled?: boolean;
  readonly onHeld: () => void;
}) {
  const [isHeld, setHeld] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const letGo = () => {
    clearTimeout(timer.current);
    setHeld(false);
  };
  const press = () => {
    if (disabled) return;
    setHeld(true);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      letGo();
      onHeld();
    }, holdMs);
  };
  useEffect(() => () => clearTimeout(timer.current), []);
  const isPressKey = (key: string): boolean => key === ' ' || key === 'Enter';
  return (
    <button
      type="button"
      className="danger hold"
      data-held={isHeld}
      disabled={disabled}
      onPointerDown={press}
      onPointerUp={letGo}
      onPointerLeave={letGo}
      onPointerCancel={letGo}
      onBlur={letGo}
      onKeyDown={event => {
        if (!isPressKey(event.key)) return;
        event.preventDefault();
        if (!event.repeat) press();
      }}
      onKeyUp={event => isPressKey(event.key) && letGo()}
    >
      {children}
    </button>
  );
}
