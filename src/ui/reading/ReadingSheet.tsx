/** Blinded readings: the sets that are kept, a new one, agreement; while somebody reads, the room and nothing else. */

import { useEffect, useState } from 'react';
import { words } from '#words/words.ts';
import { Sheet } from '../controls/Sheet.tsx';
import { AgreementView } from './AgreementView.tsx';
import { NewSet } from './NewSet.tsx';
import { ReadingRoom } from './ReadingRoom.tsx';
import { useReading, useReadingCommands } from './reading-context.ts';
import { SetList } from './SetList.tsx';
import './reading.css';

export function ReadingSheet() {
  const { refresh, closeAgreement } = useReadingCommands();
  const isReading = useReading(state => state.run !== null);
  const shown = useReading(state => state.shown);
  const [isMaking, setMaking] = useState(false);
  useEffect(() => {
    void refresh();
    return closeAgreement;
  }, [refresh, closeAgreement]);
  if (isReading) return <ReadingRoom />;
  return (
    <Sheet title={words('Blinded reading')} wide>
      {shown ? (
        <AgreementView set={shown.set} agreement={shown.agreement} />
      ) : isMaking ? (
        <NewSet onDone={() => setMaking(false)} />
      ) : (
        <SetList onMake={() => setMaking(true)} />
      )}
    </Sheet>
  );
}
