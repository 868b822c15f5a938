/** A small drawing of what a step asks the hands to do. */
import type { StepName } from '#model/calibration.ts';

/** A scope pointing right, its front at (52, 45). */
const Scope = () => (
  <>
    <rect className="body" x="4" y="34" width="26" height="22" rx="4" />
    <rect className="body" x="30" y="39" width="22" height="12" rx="2" />
  </>
);

const rays = 'M56 41L92 22M56 45H92M56 49L92 68';
const greys = [0.1, 0.3, 0.5, 0.7, 0.9];

function Screen() {
  return (
    <>
      <rect className="body" x="6" y="10" width="68" height="50" rx="3" />
      {greys.map((grey, index) => (
        <rect
          key={grey}
          className="grey"
          opacity={grey}
          x={12 + index * 11.2}
          y="16"
          width="11.2"
          height="38"
        />
      ))}
      <path className="line" d="M30 70h20M40 60v10M78 36h14M86 30l6 6-6 6" />
      <rect className="body" x="96" y="20" width="20" height="32" rx="3" />
      <path className="line" d="M101 28h10M101 35h10M101 42h6" />
    </>
  );
}

function Steps() {
  return (
    <>
      <Scope />
      {greys.map((grey, index) => (
        <rect key={grey} className="grey" opacity={grey} x="96" y={8 + index * 15} width="20" height="15" />
      ))}
      <path className="line dashed" d="M56 45H92" />
    </>
  );
}

function Cap() {
  return (
    <>
      <Scope />
      <path className="body" d="M56 36h10v18H56z" />
      <path className="line" d="M84 34a12 12 0 1 0 16 16a14 14 0 0 1-16-16z" />
    </>
  );
}

function Sheet() {
  return (
    <>
      <Scope />
      <path className="line" d={rays} />
      <rect className="glow" x="96" y="10" width="10" height="70" rx="2" />
      <path className="line dashed" d="M114 26v38M110 30l4-5 4 5M110 60l4 5 4-5" />
    </>
  );
}

const drawings: Readonly<Partial<Record<StepName, () => React.JSX.Element>>> = {
  path: Screen,
  steps: Steps,
  dark: Cap,
  flat: Sheet,
};

export function StepDrawing({ step }: { readonly step: StepName }) {
  const Drawing = drawings[step];
  if (!Drawing) return null;
  return (
    <svg className="step-drawing" viewBox="0 0 120 90" aria-hidden="true">
      <Drawing />
    </svg>
  );
}
