/** Line drawings of the transport; each stands on a named button. */

const paths = {
  first: 'M6 5v14M19 5l-10 7 10 7z',
  last: 'M18 5v14M5 5l10 7-10 7z',
  backwards: 'M12 5l-9 7 9 7zM21 5l-9 7 9 7z',
  onwards: 'M12 5l9 7-9 7zM3 5l9 7-9 7z',
  'frame-back': 'M15 5l-9 7 9 7zM18.5 5v14',
  'frame-on': 'M9 5l9 7-9 7zM5.500 5v14',
  'loop-in': 'M12 4H7v16h5M12 12h8M17 9l-4 3 4 3',
  'loop-out': 'M12 4h5v16h-5M4 12h8M7 9l4 3-4 3',
  'loop-off': 'M6 8h9a4 4 0 0 1 4 4M18 16H9a4 4 0 0 1-4-4M8 5L5 8l3 3M16 13l3 3-3 3M4 21L20 3',
  timeline: 'M3 17l5-6 4 3 4-8 5 5M3 21h18',
} as const;

export function TransportIcon({ name }: { readonly name: keyof typeof paths }) {
  return (
    <svg className="icon" viewBox="0 0 24 24" aria-hidden="true">
      <path d={paths[name]} />
    </svg>
  );
}
