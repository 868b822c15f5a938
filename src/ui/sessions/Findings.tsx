/** What an examination of a session found. */

import type { Finding } from '#archive/finding.ts';
import { words } from '#words/words.ts';

/** More than this many say no more. */
const mostShown = 50;

export function Findings({ findings }: { readonly findings: readonly Finding[] }) {
  if (findings.length === 0) return <p role="status">{words('Every byte is as it was written.')}</p>;
  return (
    <div role="status">
      <p className="caution">
        {findings.length === 1
          ? words('One place is not as written:')
          : words('{count} places are not as written:', { count: findings.length })}
      </p>
      <ul className="findings">
        {findings.slice(0, mostShown).map(({ part, kind, atBytes, words: found }) => (
          <li key={`${part} ${kind} ${atBytes ?? ''} ${found}`}>
            {words(found)} <span className="soft">({part})</span>
          </li>
        ))}
      </ul>
      {findings.length > mostShown && (
        <p className="hint">{words('and {count} more', { count: findings.length - mostShown })}</p>
      )}
    </div>
  );
}
