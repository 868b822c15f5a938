/** What `npm run analyse` was asked for. */

export type AnalyseOrder = {
  readonly files: readonly string[];
  /** Folder that the results are written to; made where it is not there. */
  readonly outFolder: string;
  readonly every: number;
  /** Its first line opens sealed sessions. */
  readonly passphraseFile: string | null;
  /** Summaries to standard output, too. */
  readonly tellsJson: boolean;
};

export const usage = `Measures exported sessions again and compares them with what was measured live.

  npm run analyse -- SESSION… --out DIR [--every N] [--passphrase-file FILE] [--json]

  SESSION               an exported session: *.rimlight.tar or *.rimlight.sealed
  --out DIR             where <session>.csv (numbers), <session>.json (summary) and, where the session kept
                        one, <session>.stability.csv (stability log) are written
  --every N             measure every Nth frame only
  --passphrase-file F   the passphrase of sealed sessions, in the first line of F
  --json                print the summaries as JSON

Status: 0 all was measured again and came out equal; 1 something did not, is damaged, or was refused; 2 asked wrongly.`;

/** What is asked for, or what is wrong with it: which words to write instead. */
export function toOrder(given: readonly string[]): AnalyseOrder | { readonly wrong: string } {
  const files: string[] = [];
  const values = new Map<string, string>();
  let tellsJson = false;
  const waiting = [...given];
  for (let word = waiting.shift(); word !== undefined; word = waiting.shift()) {
    if (word === '--json') tellsJson = true;
    else if (['--out', '--every', '--passphrase-file'].includes(word)) {
      const value = waiting.shift();
      if (value === undefined || value.startsWith('--')) return { wrong: `${word} needs a value behind it.` };
      values.set(word, value);
    } else if (word.startsWith('-')) return { wrong: `There is no option ${word}.` };
    else files.push(word);
  }
  const outFolder = values.get('--out');
  if (files.length === 0) return { wrong: 'Name at least one exported session.' };
  if (outFolder === undefined) return { wrong: 'Say with --out where the results go.' };
  const every = Number(values.get('--every') ?? 1);
  if (!Number.isSafeInteger(every) || every < 1)
    return { wrong: `--every takes a whole number from 1 up, not ${values.get('--every')}.` };
  return { files, outFolder, every, passphraseFile: values.get('--passphrase-file') ?? null, tellsJson };
}
