/** The clock since injection, as the strip shows it. */

const two = (n: number): string => String(n).padStart(2, '0');

/** "T+23:41" in hours and minutes, "T+12 min" under an hour; null when no time is known. Before injection: "T−…". */
export function sinceInjection(injectedAtS: number | null, nowS: number): string | null {
  if (injectedAtS === null) return null;
  const sign = nowS < injectedAtS ? '−' : '+';
  const minutes = Math.floor(Math.abs(nowS - injectedAtS) / 60);
  if (minutes < 60) return `T${sign}${minutes} min`;
  return `T${sign}${Math.floor(minutes / 60)}:${two(minutes % 60)} h`;
}
