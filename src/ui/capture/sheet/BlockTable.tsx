/** Each pin, with empty lines for the block's number and what was found in it. */

import type { Still } from '#model/still.ts';
import { words } from '#words/words.ts';

export function BlockTable({ still }: { readonly still: Still }) {
  const pins = still.annotations.flatMap((one, index) => (one.kind === 'pin' ? [{ ...one, index }] : []));
  if (pins.length === 0) return null;
  return (
    <table className="sheet-blocks">
      <thead>
        <tr>
          <th scope="col">{words('Pin')}</th>
          <th scope="col">{words('Place')}</th>
          <th scope="col">{words('Block no.')}</th>
          <th scope="col">{words('Finding')}</th>
        </tr>
      </thead>
      <tbody>
        {pins.map(({ index, number, text }) => (
          <tr key={index}>
            <th scope="row">{number}</th>
            <td>{text}</td>
            <td className="sheet-empty" />
            <td className="sheet-empty" />
          </tr>
        ))}
      </tbody>
    </table>
  );
}
