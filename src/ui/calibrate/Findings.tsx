/** What a reading showed, in words: good, caution, or not to be used. */
import type { Finding } from '#model/calibration.ts';

const marks = {
  good: ['Good', 'M4 12.5l5 5L20 6.5'],
  caution: ['Caution', 'M12 3L2.5 20h19zM12 10v5M12 17.4v.2'],
  stop: ['Do not use', 'M8 2.5h8L21.5 8v8L16 21.5H8L2.5 16V8zM8.5 8.5l7 7M15.5 8.5l-7 7'],
} as const satisfies Record<Finding['severity'], readonly [string, string]>;

const order = ['stop', 'caution', 'good'] as const satisfies readonly Finding['severity'][];

export function Findings({ findings }: { readonly findings: readonly Finding[] }) {
  if (findings.length === 0) return null;
  return (
    <ul className="findings" aria-label="What was found">
      {order.flatMap(severity =>
        findings
          .filter(finding => finding.severity === severity)
          .map(({ id, words }) => (
            <li key={id} className={severity} data-finding={id}>
              <svg className="icon" viewBox="0 0 24 24" aria-hidden="true">
                <path d={marks[severity][1]} />
              </svg>
              <span>
                <span className="visually-hidden">{marks[severity][0]}: </span>
                {words}
              </span>
            </li>
          )),
      )}
    </ul>
  );
}
