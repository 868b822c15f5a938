/** What is put before a simulated camera, which has no hands. Tissue comes back when the step is left. */

import { useEffect, useRef, useState } from 'react';
import type { PhantomTarget } from '#model/phantom.ts';
import { words } from '#words/words.ts';
import { useCommands, useConductor } from '../house.ts';

const keyOf = (target: PhantomTarget): string =>
  target.kind === 'uniform' ? `uniform ${target.radiance}` : target.kind;

export function PhantomTargets({
  targets,
  onShow = () => undefined,
}: {
  /** An English word and what it puts there; tissue is added. */
  readonly targets: readonly (readonly [string, PhantomTarget])[];
  readonly onShow?: (target: PhantomTarget) => void;
}) {
  const { calibrate } = useCommands();
  const isPhantom = useConductor('feed', feed => feed.description?.kind === 'phantom');
  const [shown, setShown] = useState('tissue');
  const isAway = useRef(false);
  useEffect(
    () => () => {
      if (isAway.current) calibrate.show({ kind: 'tissue' });
      isAway.current = false;
    },
    [calibrate],
  );
  if (!isPhantom) return null;
  const show = (target: PhantomTarget) => {
    calibrate.show(target);
    isAway.current = target.kind !== 'tissue';
    setShown(keyOf(target));
    onShow(target);
  };
  return (
    <fieldset className={targets.length > 3 ? 'phantom-targets many' : 'phantom-targets'}>
      <legend>{words('Put before the simulated camera')}</legend>
      {[['Tissue', { kind: 'tissue' }] as const, ...targets].map(([word, target]) => (
        <button
          key={keyOf(target)}
          type="button"
          aria-pressed={keyOf(target) === shown}
          onClick={() => show(target)}
        >
          {words(word)}
        </button>
      ))}
    </fieldset>
  );
}
