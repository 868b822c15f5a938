/** Lines on a picture, each with a dark halo, in CSS pixels of the pane. */

export function PaneLines({
  lines,
}: {
  readonly lines: readonly { readonly key: string; readonly kind: string; readonly path: string }[];
}) {
  return (
    <svg className="pane-lines" aria-hidden="true">
      {lines.map(({ key, kind, path }) => (
        <g key={key}>
          <path className="halo" d={path} />
          <path className={kind} d={path} />
        </g>
      ))}
    </svg>
  );
}
