/** Millimetres a scene pixel, from lengths marked on a ruler. */
import type { Finding, RulerMark, ScaleFit } from '../calibration.ts';
import { pointingSdPx } from './mapping-fit.ts';

/** What a camera in theatre can show: from a microscope's finest to a whole room. */
const plausible = { from: 0.005, to: 10 };
/** Marks that differ by more are seen at different distances. */
const tiltShare = 0.1;
/** A scale less certain than this moves a 10 mm margin by a quarter of a millimetre. */
const coarseShare = 0.025;

const finding = (severity: Finding['severity'], id: string, words: string): Finding => ({
  severity,
  id,
  words,
});
const percent = (share: number): string => `${(100 * share).toFixed(share < 0.1 ? 1 : 0)} %`;

/**
 * Least squares of millimetres on pixels through the origin, so that a long mark counts for more: Σ l·p / Σ p². Its standard
 * uncertainty joins pointing (`pointingSdPx` at each end, each way: √2 of it in a length) and what the marks differ by, as the
 * standard error of their weighted mean (JCGM 100:2008 §4.2, §5.1). The ruler itself is taken to be right. A `Finding` of
 * severity `stop` is a refusal.
 */
export function fitScale(marks: readonly RulerMark[]): ScaleFit | Finding {
  const lengthsPx = marks.map(({ from, to }) => Math.hypot(to.x - from.x, to.y - from.y));
  const refusal = refusalOf(marks, lengthsPx);
  if (refusal) return refusal;
  const each = marks.map(({ lengthMm }, i) => lengthMm / lengthsPx[i]!);
  const weights = lengthsPx.map(length => length * length);
  const total = weights.reduce((sum, w) => sum + w, 0);
  const mmPerPx = each.reduce((sum, value, i) => sum + weights[i]! * value, 0) / total;
  const pointing = (mmPerPx * Math.SQRT2 * pointingSdPx) / Math.sqrt(total);
  const squares = each.reduce((sum, value, i) => sum + weights[i]! * (value - mmPerPx) ** 2, 0);
  const between = marks.length > 1 ? Math.sqrt(squares / total / (marks.length - 1)) : 0;
  const sdMmPerPx = Math.hypot(pointing, between);
  return { mmPerPx, sdMmPerPx, each, findings: judge(each, sdMmPerPx / mmPerPx) };
}

function refusalOf(marks: readonly RulerMark[], lengthsPx: readonly number[]): Finding | null {
  const stop = (id: string, words: string) => finding('stop', id, words);
  if (marks.length === 0) return stop('no-mark', 'Mark a length on a ruler that lies in the picture.');
  const name = (i: number) => (marks.length === 1 ? 'The mark' : `Mark ${i + 1}`);
  // Written so that NaN is refused too.
  const short = lengthsPx.findIndex(length => !(length >= 1 && length < 1e6));
  if (short >= 0)
    return stop(
      'mark-zero',
      `${name(short)} has no length in the picture. Drag from one line of the ruler to another.`,
    );
  const unknown = marks.findIndex(({ lengthMm }) => !(lengthMm > 0 && lengthMm < 1e6));
  if (unknown >= 0)
    return stop('mark-no-mm', `${name(unknown)} needs its length in millimetres, a number above zero.`);
  const absurd = marks.findIndex(({ lengthMm }, i) => {
    const scale = lengthMm / lengthsPx[i]!;
    return scale < plausible.from || scale > plausible.to;
  });
  if (absurd >= 0)
    return stop(
      'scale-absurd',
      `${name(absurd)} gives ${(marks[absurd]!.lengthMm / lengthsPx[absurd]!).toPrecision(2)} mm a pixel, which no camera here has. Check the number of millimetres.`,
    );
  return null;
}

function judge(each: readonly number[], sdShare: number): Finding[] {
  const findings: Finding[] = [];
  const apart = Math.max(...each) / Math.min(...each) - 1;
  if (apart > tiltShare)
    findings.push(
      finding(
        'caution',
        'marks-disagree',
        `The marks disagree by ${percent(apart)}: the ruler is tilted against the camera (perspective), or a length is wrong. Lay it flat at the height of the tissue.`,
      ),
    );
  else if (sdShare > coarseShare)
    findings.push(
      finding(
        'caution',
        'mark-short',
        `The scale is known to ± ${percent(sdShare)} only. Mark a longer piece of the ruler.`,
      ),
    );
  if (each.length === 1)
    findings.push(
      finding('caution', 'one-mark', 'One mark cannot show a tilt. Mark a second length across the first.'),
    );
  if (findings.length === 0)
    findings.push(finding('good', 'scale-good', `The scale is known to ± ${percent(sdShare)}.`));
  return findings;
}
