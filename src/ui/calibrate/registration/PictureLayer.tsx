/** Lies over the viewport while a step marks points: the live picture goes on beneath it, out of reach. */
import { type ReactNode, useLayoutEffect, useState } from 'react';
import { createPortal } from 'react-dom';
import './registration.css';

export function PictureLayer({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  const [host, setHost] = useState<Element | null>(null);
  useLayoutEffect(() => {
    const viewport = document.querySelector('.viewport');
    setHost(viewport);
    const stage = viewport?.querySelector('.stage');
    stage?.setAttribute('inert', '');
    return () => stage?.removeAttribute('inert');
  }, []);
  if (!host) return null;
  return createPortal(
    <section className="picture-layer" aria-label={name} data-keeps-focus="true">
      {children}
    </section>,
    host,
  );
}
