/** Every figure of analysis with its formula, its source and what to keep in mind. */

import { useEffect, useRef } from 'react';
import { analysisDefinitions } from '#model/analysis-definitions.ts';
import { words } from '#words/words.ts';
import { Sheet } from '../controls/Sheet.tsx';
import { useDesk } from '../house.ts';
import { Formula } from '../measure/Formula.tsx';

/** What the panel and the picture show; the rest of the table is for files. */
const shown = /^(signal|component|margin|under|rim|gap|peak|residual|disc|line)\./;

const entries = Object.entries(analysisDefinitions).filter(([key]) => shown.test(key));

export function AnalysisFiguresSheet() {
  const asked = useDesk(state => state.figure);
  const target = useRef<HTMLElement>(null);
  useEffect(() => {
    void target.current?.scrollIntoView({ block: 'start' });
  }, []);
  return (
    <Sheet title={words('What each figure of analysis is')}>
      <p className="hint">
        {words(
          'µ mean, σ population SD; B background; linear light above dark. ± is an expanded uncertainty (k = 2). Every distance is one to signal, in the picture’s plane.',
        )}
      </p>
      {entries.map(([key, { name, formula, source, note }]) => (
        <section
          key={key}
          ref={key === asked ? target : null}
          className="definition"
          aria-current={key === asked ? 'true' : undefined}
        >
          <h3>{words(name)}</h3>
          <Formula text={words(formula)} />
          {note && <p>{words(note)}</p>}
          <p className="hint">{words(source)}</p>
        </section>
      ))}
    </Sheet>
  );
}
