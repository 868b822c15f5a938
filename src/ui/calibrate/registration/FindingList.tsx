/** What a fit has to say, in the words of its findings. */
import type { Finding } from '#model/calibration.ts';

const signs = { good: '', caution: 'caution', stop: 'stop' } as const;

export function FindingList({ findings }: { readonly findings: readonly Finding[] }) {
  if (findings.length === 0) return null;
  return (
    <ul className="finding-list" aria-label="Findings">
      {findings.map(({ id, severity, words }) => (
        <li key={id} className={signs[severity]} data-finding={id}>
          {words}
        </li>
      ))}
    </ul>
  );
}

/** Whether a fit with these findings may be used. */
export const isUsable = (findings: readonly Finding[]): boolean =>
  findings.every(({ severity }) => severity !== 'stop');
