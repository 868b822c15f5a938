/** What an examination of a session found. */
import type { Finding } from '#archive/finding.ts';

/** More than this many say no more. */
const mostShown = 50;

export function Findings({ findings }: { readonly findings: readonly Finding[] }) {
  if (findings.length === 0) return <p role="status">Every byte is as it was written.</p>;
  return (
    <div role="status">
      <p className="caution">
        {findings.length === 1 ? 'One place is' : `${findings.length} places are`} not as written:
      </p>
      <ul className="findings">
        {findings.slice(0, mostShown).map(({ part, kind, atBytes, words }) => (
          <li key={`${part} ${kind} ${atBytes ?? ''} ${words}`}>
            {words} <span className="soft">({part})</span>
          </li>
        ))}
      </ul>
      {findings.length > mostShown && <p className="hint">and {findings.length - mostShown} more</p>}
    </div>
  );
}
