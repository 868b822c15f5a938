/** Sessions as they lie on a device: one of today, one that is older than most keep; and an imported one that is due to go. */
import type { SessionSummary } from '#conductor/sessions-api.ts';
import { emptyCase } from '#model/case-strip.ts';
import { testBuild } from './made-with.ts';

const dayS = 86_400;
const sessionOf = (id: string, nowS: number, change: Partial<SessionSummary>): SessionSummary => ({
  version: 2,
  origin: 'recorded',
  madeWith: testBuild,
  id,
  startedAtS: nowS - 3600,
  endedAtS: nowS - 3000,
  feed: {
    kind: 'camera',
    name: 'Tower A',
    layout: {
      id: 'nir-only',
      name: 'NIR only',
      white: null,
      nir: { stream: 'main', rect: { x: 0, y: 0, width: 1, height: 1 } },
      displayReferred: false,
      source: 'A test.',
    },
    streams: 1,
  },
  case: { ...emptyCase, label: 'K-017' },
  frames: 900,
  bytes: 4e8,
  onDiskBytes: 1.6e8,
  exactness: 'exact',
  isSealed: true,
  thumbnailUrl: null,
  ...change,
});

export function sampleSessions(): readonly SessionSummary[] {
  const nowS = Date.now() / 1000;
  return [
    sessionOf('session-0001', nowS, {}),
    sessionOf('session-0002', nowS, {
      startedAtS: nowS - 40 * dayS,
      case: { ...emptyCase, label: 'K-009', station: 'cross-sectioned specimen', protocolId: 'NL7674' },
    }),
  ];
}

/** Of a video, without its exact codes, kept longer than most keep. */
export function importedSession(): SessionSummary {
  const nowS = Date.now() / 1000;
  const startedAtS = nowS - 40 * dayS;
  return sessionOf('session-0001', nowS, {
    origin: 'video',
    startedAtS,
    endedAtS: startedAtS + dayS,
    exactness: 'lossy',
  });
}
