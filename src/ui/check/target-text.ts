/** A target typed as text: a line a row, a value a well. */
import { type CheckTarget, checkTargetSchema } from '#model/check.ts';
import { words } from '#words/words.ts';

/** "1000 300 100" by lines; "control" and "–" for a well without dye and a place without a well. */
export const targetToText = ({ columns, values }: CheckTarget): string =>
  Array.from({ length: Math.ceil(values.length / columns) }, (_, row) =>
    values
      .slice(row * columns, (row + 1) * columns)
      .map(value => value ?? '–')
      .join(' '),
  ).join('\n');

type Typed = {
  readonly text: string;
  readonly kind: CheckTarget['kind'];
  readonly unit: string;
  readonly pitchRatio: number;
};

/** The target that was typed, or in words what is wrong with it. */
export function textToTarget({ text, kind, unit, pitchRatio }: Typed): CheckTarget | string {
  const rows = text
    .split('\n')
    .map(line => line.trim().split(/[\s;]+/))
    .filter(values => values[0] !== '');
  const columns = rows[0]?.length ?? 0;
  if (rows.length === 0) return words('Type the wells, row by row.');
  if (rows.some(row => row.length !== columns)) return words('Every row needs the same number of wells.');
  if (rows.length > 12 || columns > 12) return words('A target has at most 12 rows and 12 columns.');
  const values: CheckTarget['values'][number][] = [];
  for (const word of rows.flat()) {
    if (/^(c|control)$/i.test(word)) values.push('control');
    else if (/^[-–—]+$/.test(word)) values.push(null);
    else {
      const value = Number(word.replace(',', '.'));
      if (!Number.isFinite(value) || value < 0 || (kind === 'concentration' && value === 0))
        return words(
          kind === 'concentration'
            ? '“{word}” is no concentration. Type a number, “control” or “–”.'
            : '“{word}” is no depth. Type a number, “control” or “–”.',
          { word },
        );
      values.push(value);
    }
  }
  if (!values.includes('control')) return words('One well must be the control: type “control” in its place.');
  if (values.filter(value => typeof value === 'number').length < 3)
    return words('A fit needs at least three wells with a value.');
  const target = checkTargetSchema.safeParse({
    id: `own-${fingerprint(JSON.stringify([kind, unit, pitchRatio, columns, values]))}`,
    name: `Own, ${rows.length} × ${columns}`,
    kind,
    unit: kind === 'depth' ? 'mm' : unit.trim(),
    rows: rows.length,
    columns,
    values,
    pitchRatio,
    source: 'Typed.',
  });
  return target.success
    ? target.data
    : words('The unit needs 1 to 12 letters, the distance of rows 0.2 to 5.');
}

/** FNV-1a, 32 bits: figures of one and the same target are compared, whoever typed it. */
function fingerprint(text: string): string {
  let hash = 0x811c9dc5;
  for (const letter of text) hash = Math.imul(hash ^ letter.charCodeAt(0), 0x01000193) >>> 0;
  return hash.toString(16).padStart(8, '0');
}
