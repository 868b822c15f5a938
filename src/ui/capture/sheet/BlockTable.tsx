/** Each pin, with empty lines for the block's number and what was found in it. */
import type { Still } from '#model/still.ts';

export function BlockTable({ still }: { readonly still: Still }) {
  const pins = still.annotations.flatMap((one, index) => (one.kind === 'pin' ? [{ ...one, index }] : []));
  if (pins.length === 0) return null;
  return (
    <table className="sheet-blocks">
      <thead>
        <tr>
          <th scope="col">Pin</th>
          <th scope="col">Place</th>
          <th scope="col">Block no.</th>
          <th scope="col">Finding</th>
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
