/** Moments of the operation, marked in the recording: resection, radiotherapy with its dose, notes. */

import { useState } from 'react';
import { type MarkKind, markKinds } from '#model/event.ts';
import { words } from '#words/words.ts';
import { NumberField } from '../controls/NumberField.tsx';
import { Sheet } from '../controls/Sheet.tsx';
import { useKeysInWords } from '../hands/use-keys-in-words.ts';
import { useCommands, useConductor, useHouse } from '../house.ts';

const markNames: Readonly<Record<MarkKind, string>> = {
  note: 'Note',
  'resection-start': 'Resection start',
  'resection-end': 'Resection end',
  'iort-start': 'IORT start',
  'iort-end': 'IORT end',
};

const clock = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium' });

export function MarksSheet() {
  const recordKey = useKeysInWords('keep.record');
  const { desk } = useHouse();
  const { mark } = useCommands();
  const status = useConductor('recording', state => state.status);
  const marks = useConductor('recording', state => state.marks);
  const [doseGy, setDoseGy] = useState<number | null>(null);
  const [text, setText] = useState('');
  const isRecording = status === 'recording' || status === 'paused';
  const put = (kind: MarkKind) => {
    mark({ kind, doseGy: kind.startsWith('iort') ? doseGy : null, text: text.trim() });
    setText('');
    desk.say(words('Marked: {mark}.', { mark: words(markNames[kind]) }));
  };
  return (
    <Sheet title={words('Marks')}>
      <div className="stack">
        {!isRecording && (
          <p className="caution">
            {words('Nothing is recorded now. {key} records; marks are part of a recording.', {
              key: recordKey || words('Record'),
            })}
          </p>
        )}
        <label className="field">
          <span>{words('Note, without names')}</span>
          <input
            type="text"
            maxLength={200}
            value={text}
            onChange={event => setText(event.currentTarget.value)}
          />
        </label>
        <NumberField
          label={words('Dose of radiotherapy, Gy')}
          value={doseGy}
          min={0.1}
          max={100}
          step={0.1}
          onChange={setDoseGy}
        />
        <div className="columns">
          {markKinds.map(kind => (
            <button
              key={kind}
              type="button"
              disabled={!isRecording || (kind === 'note' && text.trim() === '')}
              onClick={() => put(kind)}
            >
              {words(markNames[kind])}
            </button>
          ))}
        </div>
        {marks.length > 0 && (
          <ol className="marks">
            {marks.map(({ kind, atS, doseGy: dose, text }) => (
              <li key={`${kind} ${atS}`}>
                {clock.format(new Date(atS * 1000))} {words(markNames[kind])}
                {dose !== null && ` ${words('{dose} Gy', { dose })}`}
                {text && `: ${text}`}
              </li>
            ))}
          </ol>
        )}
      </div>
    </Sheet>
  );
}
