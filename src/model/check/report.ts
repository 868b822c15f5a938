/** A report's figures: as text, as a file, beside the camera's own history. */
import type { CheckFigure, CheckReport, ComparedFigure, TrendPoint } from '../check.ts';

/** Every number of the report that has a history, in the parts' order. */
export function checkFigures(report: CheckReport): readonly CheckFigure[] {
  throw new Error(`Not written: ${report.id}`);
}

/**
 * Each figure beside median and MAD of the same figure in the last `last` (10) reports of the same camera and optics made before it.
 * `earlier` may hold reports of other cameras, later ones and the report itself: they do not count.
 */
export function compareWithHistory(
  report: CheckReport,
  earlier: readonly CheckReport[],
  last = 10,
): readonly ComparedFigure[] {
  throw new Error(`Not written: ${report.id} ${earlier.length} ${last}`);
}

/** One figure over all reports of the camera and optics of `of`, made the same way, oldest first. */
export function checkTrend(
  of: CheckReport,
  reports: readonly CheckReport[],
  figureId: string,
): readonly TrendPoint[] {
  throw new Error(`Not written: ${of.id} ${reports.length} ${figureId}`);
}

/** The report for spreadsheets: RFC 4180, a line a figure or a point, with definitions and reasons. */
export function checkCsv(report: CheckReport): string {
  throw new Error(`Not written: ${report.id}`);
}

/** The report to read or print as plain text. */
export function checkText(report: CheckReport, history: readonly ComparedFigure[]): string {
  throw new Error(`Not written: ${report.id} ${history.length}`);
}
