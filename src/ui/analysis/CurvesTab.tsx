/** The slot for time–intensity curves. */
export function CurvesTab() {
  return <p className="hint">Curves are not here yet.</p>;
}
