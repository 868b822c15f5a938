/** A report as a file, for the browser's own download. */
import { words } from '#words/words.ts';
import { download } from '../capture/download.ts';
import { useHouse } from '../house.ts';

const kinds = [
  ['csv', 'CSV', 'csv'],
  ['text', 'Text', 'txt'],
] as const;

export function ExportButtons({ id, madeAtS }: { readonly id: string; readonly madeAtS: number }) {
  const { conductor, desk } = useHouse();
  const day = new Date(1000 * madeAtS).toISOString().slice(0, 10);
  return kinds.map(([kind, word, ending]) => (
    <button
      key={kind}
      type="button"
      aria-label={words('Export as {word}', { word: words(word) })}
      onClick={async () => {
        const file = await conductor.commands.check.exportReport(id, kind);
        if (file) download(file, `rimlight-check-${day}.${ending}`);
        else desk.say(words('This report is not on this device any more.'));
      }}
    >
      {words(word)}
    </button>
  ));
}
