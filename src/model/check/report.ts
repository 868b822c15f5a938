/** A report as a file: plain text to read or print, and CSV. */
import {
  type CheckPartName,
  type CheckReport,
  type CheckWithheld,
  type ComparedFigure,
  checkPartNames,
  type SeriesPoint,
} from '../check.ts';
import { csvCell } from '../csv.ts';
import { madeWithLine } from '../made-with.ts';
import { checkFigures, conditionsInWords } from './figures.ts';

/** What a part is called where people read it. */
export const checkPartTitles: Readonly<Record<CheckPartName, string>> = {
  concentration: 'Concentration series',
  depth: 'Depth series',
  uniformity: 'Uniformity',
  resolution: 'Resolution',
  dark: 'Dark noise',
  stability: 'Stability',
};

/** Under every report. */
const notAVerdict =
  'No limit is accepted for these figures, so none passes or fails: compare them with the camera’s own history.';

/** Seconds since the epoch as "2026-01-31T08:15:00Z": whole seconds, UTC. */
const timeOf = (madeAtS: number): string =>
  `${new Date(1000 * Math.floor(madeAtS)).toISOString().slice(0, 19)}Z`;

type Row = readonly (string | number | null)[];

const header: Row = [
  'kind',
  'part',
  'id',
  'name',
  'value',
  'sd',
  'unit',
  'detail',
  'made at (UTC)',
  'made how',
  'definition',
];

/**
 * The report for spreadsheets: RFC 4180, one header, then a row a fact (`about`), figure (`figure`), point (`point`), and reason
 * (`withheld`). Numbers are whole, not rounded; cells that a spreadsheet would take for a formula begin with an apostrophe. `madeWith`:
 * the viewer that writes the file; the one that measured stands beside it.
 */
export function checkCsv(report: CheckReport, madeWith: string): string {
  const made = timeOf(report.madeAtS);
  const about = (id: string, value: string): Row => ['about', '', id, '', value, '', '', '', made, '', ''];
  const figures = checkFigures(report).map((f): Row => {
    const at = timeOf(report.parts[f.part]?.madeAtS ?? report.madeAtS);
    return ['figure', f.part, f.id, f.name, f.value, f.sd, f.unit, '', at, f.madeHow, f.definition];
  });
  const rows: Row[] = [
    header,
    about('version', String(report.version)),
    about('made with', madeWith),
    about('measured with', report.madeWith ?? 'not known'),
    about('device', report.device),
    about('scope', report.scope),
    about('profile', report.profileHash),
    about('calibration', report.calibration),
    about('note', report.note),
    ...figures,
    ...pointRows(report),
    ...withheldIn(report).map(
      ({ part, of, why }): Row => ['withheld', part, why.withheld, of, '', '', '', why.detail, made, '', ''],
    ),
  ];
  return rows.map(row => `${row.map(csvCell).join(',')}\r\n`).join('');
}

function pointRows({ parts }: CheckReport): Row[] {
  const row = (part: CheckPartName, name: string, rest: Row): Row => ['point', part, name, ...rest];
  const ofSeries = (part: 'concentration' | 'depth', unit: string, points: readonly SeriesPoint[]) =>
    points.flatMap(({ value, mean, sd, net, cnr, clippedShare, isFitted }) => [
      row(part, 'mean', [
        `${value} ${unit}`,
        mean,
        sd,
        '',
        isFitted ? 'in the fit' : 'not in the fit',
        '',
        '',
        '',
      ]),
      row(part, 'net', [`${value} ${unit}`, net, null, '', `clipped share ${clippedShare}`, '', '', '']),
      row(part, 'cnr', [`${value} ${unit}`, cnr, null, '', '', '', '', '']),
    ]);
  const { concentration, depth, resolution, stability } = parts;
  const rows: Row[] = [];
  if (concentration && 'points' in concentration.result)
    rows.push(...ofSeries('concentration', concentration.result.unit, concentration.result.points));
  if (depth && 'points' in depth.result) rows.push(...ofSeries('depth', 'mm', depth.result.points));
  if (resolution && 'groups' in resolution.result)
    for (const { name, linePairsPerMm, contrast } of resolution.result.groups)
      if ('percent' in contrast)
        rows.push(
          row('resolution', 'contrast', [
            name,
            contrast.percent.value,
            contrast.percent.sd,
            '%',
            `${linePairsPerMm} lp/mm`,
            '',
            '',
            '',
          ]),
        );
  if (stability && 'periods' in stability.result)
    for (const { periodS, amplitudePercent, falseAlarm } of stability.result.periods)
      rows.push(
        row('stability', 'period', [
          `amplitude ${amplitudePercent.value} % ± ${amplitudePercent.sd} %`,
          periodS.value,
          periodS.sd,
          's',
          `false alarm ${falseAlarm}`,
          '',
          '',
          '',
        ]),
      );
  return rows;
}

type WithheldRow = { readonly part: CheckPartName; readonly of: string; readonly why: CheckWithheld };

/** Everything that was asked for and is not given: whole parts, and single results in them. */
function withheldIn({ parts }: CheckReport): WithheldRow[] {
  return checkPartNames.flatMap((part): WithheldRow[] => {
    const result = parts[part]?.result;
    if (!result) return [];
    if ('withheld' in result) return [{ part, of: checkPartTitles[part], why: result }];
    const inside: (readonly [string, object | CheckWithheld])[] =
      'limit' in result
        ? [
            ['Fit', result.fit],
            ['Lowest detected', result.limit],
          ]
        : 'limitMm' in result
          ? [
              ['Fit', result.fit],
              ['Depth at CNR 3', result.limitMm],
            ]
          : 'groups' in result
            ? [
                ...result.groups.map(group => [group.name, group.contrast] as const),
                ['Finest group', result.finest],
                ['Resolution limit', result.limitLinePairsPerMm],
              ]
            : [];
    return inside.flatMap(([of, why]) => (isWithheld(why) ? [{ part, of, why }] : []));
  });
}

const isWithheld = (result: object): result is CheckWithheld => 'withheld' in result;

/** The report to read or print as plain text, each figure beside what is usual for this camera. */
export function checkText(report: CheckReport, history: readonly ComparedFigure[], madeWith: string): string {
  const camera = report.scope === '' ? report.device : `${report.device}, ${report.scope}`;
  const lines = [
    `Check of ${camera}, ${timeOf(report.madeAtS)}`,
    `Calibration: ${report.calibration}; profile ${report.profileHash.slice(0, 8)}`,
    `Measured with ${report.madeWith ?? 'a build that is not known'}. ${madeWithLine(madeWith)}`,
    ...(report.note === '' ? [] : [`Note: ${report.note}`]),
  ];
  const withheld = withheldIn(report);
  for (const part of checkPartNames) {
    const done = report.parts[part];
    if (!done) continue;
    lines.push('', checkPartTitles[part]);
    if (done.conditions) lines.push(`  ${conditionsInWords(done.conditions)}`);
    for (const figure of history.filter(each => each.part === part)) lines.push(`  ${figureLine(figure)}`);
    for (const { of, why } of withheld.filter(each => each.part === part))
      lines.push(`  ${of}: not given. ${why.detail}`);
  }
  lines.push('', 'Definitions');
  for (const { name, definition } of history) lines.push(`  ${name}: ${definition}.`);
  return `${[...lines, '', notAVerdict].join('\n')}\n`;
}

function figureLine({ name, unit, value, sd, usual, earlier, difference }: ComparedFigure): string {
  const withUnit = (words: string) => (unit === '' ? words : `${words} ${unit}`);
  const now = sd === null ? withUnit(checkNumber(value)) : withUnit(checkNumberWithSd(value, sd));
  const before =
    usual && difference !== null
      ? `usual ${withUnit(checkNumber(usual.median))}, MAD ${checkNumber(usual.mad)}, of the last ${earlier}; now ${difference < 0 ? '−' : '+'}${checkNumber(Math.abs(difference))}`
      : earlier === 0
        ? 'no earlier check to compare with'
        : `${earlier} earlier: too few to say what is usual`;
  return `${name}: ${now} (${before})`;
}

/** Four significant digits, without an exponent in the usual range. */
export function checkNumber(value: number): string {
  if (value === 0) return '0';
  const rounded = Number(value.toPrecision(4));
  return (
    Math.abs(rounded) >= 1e-4 && Math.abs(rounded) < 1e7 ? String(rounded) : value.toExponential(3)
  ).replace('-', '−');
}

/** "0.992 ± 0.024": as many digits as two of the uncertainty say. */
export function checkNumberWithSd(value: number, sd: number): string {
  if (!(sd > 0)) return checkNumber(value);
  const digits = Math.min(12, Math.max(0, 1 - Math.floor(Math.log10(sd))));
  return `${value.toFixed(digits).replace('-', '−')} ± ${sd.toFixed(digits)}`;
}
