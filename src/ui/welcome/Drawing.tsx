/** Line drawings for doors and empty places, in one stroke's width. Each stands beside a word; none is read out. */

const paths = {
  /** A camera head over a field with a bright spot. */
  phantom:
    'M34 6h28v14H34zM40 20h16l4 8H36zM38 30L20 54M58 30l18 24M12 54h72M48 46a5 5 0 1 0 0 10a5 5 0 1 0 0-10z',
  /** A camera with its plug. */
  camera:
    'M8 16h38v24H8zM46 23l12-6v22l-12-6zM27 22a6 6 0 1 0 0 12a6 6 0 1 0 0-12zM27 40v8h44v-8M66 40h10V30H66zM68 30v-6M74 30v-6',
  /** A camera that may not look. */
  refused: 'M12 16h42v26H12zM54 24l14-6v22l-14-6zM8 54L80 4M74 38a9 9 0 1 0 0 18a9 9 0 1 0 0-18zM69 47h10',
  /** A strip of film with a place on it. */
  recording:
    'M8 14h80v32H8zM8 22h80M8 38h80M18 14v8M32 14v8M46 14v8M60 14v8M74 14v8M18 38v8M32 38v8M46 38v8M60 38v8M74 38v8M43 25v10l9-5z',
  /** Frames without pictures. */
  stills:
    'M10 10h32v22H10zM54 10h32v22H54zM10 40h32v14H10zM54 40h32v14H54zM16 28l8-9 6 6 3-3 5 6M66 21h8M70 17v8M22 47h8M66 47h8',
  /** A monitor on its arm, dark. */
  display: 'M22 8h52v32H22zM48 40v8M36 54h24M48 48v6M30 34l6-6M62 14l6-4M10 16v24M10 28h12',
  /** Two readers' sheets that do not agree. */
  reading:
    'M12 8h30v44H12zM54 8h30v44H54zM18 16h18M18 22h18M60 16h18M60 22h18M27 32a6 6 0 1 0 0 12a6 6 0 1 0 0-12zM72 30a6 6 0 1 0 0 12a6 6 0 1 0 0-12zM44 30h8M48 26v8',
} as const;

export type DrawingName = keyof typeof paths;

export function Drawing({ name }: { readonly name: DrawingName }) {
  return (
    <svg className="drawing" viewBox="0 0 96 60" aria-hidden="true">
      <path d={paths[name]} />
    </svg>
  );
}
