/** Line drawings for buttons. Each stands beside a word or under a label; none is read out. */

const paths = {
  select: 'M5 3l14 8-6 2-2 6z',
  circle: 'M12 4a8 8 0 1 0 0 16a8 8 0 1 0 0-16z',
  ellipse: 'M12 7c5 0 9 2.2 9 5s-4 5-9 5-9-2.2-9-5 4-5 9-5z',
  polygon: 'M12 3l9 7-4 10H7L3 10z',
  freehand: 'M4 14c-2-6 6-11 11-8 3 2 6 4 5 8s-5 6-8 4-2-5-4-5-3 3-4 1z',
  undo: 'M8 5L3 10l5 5M3 10h10a6 6 0 0 1 0 12H9',
  remove: 'M5 7h14M10 7V4h4v3M7 7l1 13h8l1-13M10.5 11v5M13.5 11v5',
  fit: 'M4 9V4h5M20 9V4h-5M4 15v5h5M20 15v5h-5',
  flip: 'M12 3v18M9 7L3 17h6zM15 7l6 10h-6z',
  rotate: 'M20 12a8 8 0 1 1-3-6.2M20 3v5h-5',
  freeze: 'M12 3v18M4.2 7.5l15.6 9M19.8 7.5l-15.6 9',
  hide: 'M3 12c3-5 6-7 9-7s6 2 9 7c-3 5-6 7-9 7s-6-2-9-7zM12 9a3 3 0 1 0 0 6a3 3 0 1 0 0-6zM4 20L20 4',
  show: 'M3 12c3-5 6-7 9-7s6 2 9 7c-3 5-6 7-9 7s-6-2-9-7zM12 9a3 3 0 1 0 0 6a3 3 0 1 0 0-6z',
  still: 'M4 8h4l2-3h4l2 3h4v11H4zM12 10a3.5 3.5 0 1 0 0 7a3.5 3.5 0 1 0 0-7z',
  record: 'M12 6a6 6 0 1 0 0 12a6 6 0 1 0 0-12z',
  stop: 'M7 7h10v10H7z',
  library: 'M4 5h7v6H4zM13 5h7v6h-7zM4 13h7v6H4zM13 13h7v6h-7z',
  play: 'M7 4l13 8-13 8z',
  pause: 'M7 5v14M17 5v14',
  back: 'M18 5l-9 7 9 7zM6 5v14',
  forward: 'M6 5l9 7-9 7zM18 5v14',
  displays: 'M3 5h18v11H3zM9 20h6M12 16v4',
  close: 'M5 5l14 14M19 5L5 19',
  saturation: 'M12 3v6M12 15v6M3 12h6M15 12h6M6 6l3 3M15 15l3 3M18 6l-3 3M6 18l3-3',
  signed: 'M4 12h16M12 5v6M9 8h6M9 17h6',
  lock: 'M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3',
  up: 'M12 20V5M5 12l7-7 7 7',
  down: 'M12 4v15M5 12l7 7 7-7',
  left: 'M20 12H5M12 5l-7 7 7 7',
  right: 'M4 12h15M12 5l7 7-7 7',
  plus: 'M12 5v14M5 12h14',
  minus: 'M5 12h14',
  table: 'M4 5h16v14H4zM4 10h16M4 14.5h16M10 5v14',
  big: 'M4 19V5h4v14M12 19V9h8v10z',
} as const;

export type IconName = keyof typeof paths;

export function Icon({ name }: { name: IconName }) {
  return (
    <svg className="icon" viewBox="0 0 24 24" aria-hidden="true">
      <path d={paths[name]} />
    </svg>
  );
}
