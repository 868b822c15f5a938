/** What a reading showed, in words: good, caution, or not to be used. */

import type { Finding } from '#model/calibration.ts';
import { words } from '#words/words.ts';

const marks = {
  good: ['Good', 'M4 12.5l5 5L20 6.5'],
  caution: ['Caution', 'M12 3L2.5 20h19zM12 10v5M12 17.4v.2'],
  stop: ['Do not use', 'M8 2.5h8L21.5 8v8L16 21.5H8L2.5 16V8zM8.5 8.5l7 7M15.5 8.5l-7 7'],
} as const satisfies Record<Finding['severity'], readonly [string, string]>;

const order = ['stop', 'caution', 'good'] as const satisfies readonly Finding['severity'][];

/** More that is as it should be is folded away. */
const mostGood = 2;

/** What is wrong first; a long list of what is right behind its number. */
export function Findings({ findings }: { readonly findings: readonly Finding[] }) {
  if (findings.length === 0) return null;
  const good = findings.filter(({ severity }) => severity === 'good');
  if (good.length <= mostGood) return <FindingList findings={findings} />;
  const rest = findings.filter(({ severity }) => severity !== 'good');
  return (
    <div className="findings">
      {rest.length > 0 && <FindingList findings={rest} />}
      <details>
        <summary>
          {good.length === 1
            ? words('1 thing is as it should be')
            : words('{count} things are as they should be', { count: good.length })}
        </summary>
        <FindingList findings={good} />
      </details>
    </div>
  );
}

function FindingList({ findings }: { readonly findings: readonly Finding[] }) {
  return (
    <ul className="findings" aria-label={words('What was found')}>
      {order.flatMap(severity =>
        findings
          .filter(finding => finding.severity === severity)
          .map(({ id, words: found }) => (
            <li key={id} className={severity} data-finding={id}>
              <svg className="icon" viewBox="0 0 24 24" aria-hidden="true">
                <path d={marks[severity][1]} />
              </svg>
              <span>
                <span className="visually-hidden">{words(marks[severity][0])}: </span>
                {words(found)}
              </span>
            </li>
          )),
      )}
    </ul>
  );
}
