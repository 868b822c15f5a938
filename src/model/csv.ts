/** Cells and comments of every CSV that leaves the viewer (RFC 4180). */

/** A number; a text; nothing. */
export type CsvCell = number | string | null;

/**
 * Numbers as the shortest decimal that gives the same double; texts in quotes where they must be (RFC 4180 §2). A text that a spreadsheet
 * would run as a formula (CWE-1236) is led by an apostrophe, which it shows as text; a number's sign is none.
 */
export function csvCell(cell: CsvCell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  const text = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** A comment line, without its end: what it quotes cannot begin a line of its own. */
export const csvComment = (words: string): string => `# ${words.replace(/[\r\n]+/g, ' ')}`;
