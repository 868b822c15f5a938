/**
 * Buttons for a finger beside the selected region: a fingertip is wider than the pixel it should move by. Shown after touch or
 * pen only; keys do the same.
 */
import { useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import type { Point } from '#model/geometry.ts';
import { boundsOfPoints, outlineOf } from '#overlay/outline.ts';
import { words } from '#words/words.ts';
import { Icon, type IconName } from '../controls/Icon.tsx';
import { useCommands, useConductor, useDesk, useHouse } from '../house.ts';
import { nudge, resize } from '../keys/key-actions.ts';
import { placePad } from './place-pad.ts';
import { stagePanes } from './stage.ts';
import { useStageRevision } from './use-stage-revision.ts';

const arrows = {
  up: [0, -1],
  left: [-1, 0],
  right: [1, 0],
  down: [0, 1],
} as const satisfies Record<string, readonly [number, number]>;

/** Held, a button goes on after a moment, so many times a second. */
const holdAfterMs = 450;
const holdEveryMs = 110;

export function NudgePad() {
  const house = useHouse();
  const commands = useCommands();
  const isByHand = useStore(house.pointer.hand, hand => hand.kind !== 'mouse');
  const isBusy = useStore(house.pointer.state, state => state.name !== 'idle');
  const isDrawing = useDesk(state => state.tool.kind === 'draw' || state.asksTissue);
  const region = useConductor('regions', state => state.regions.find(({ id }) => id === state.selectedId));
  const scene = useConductor('scene', state => state);
  useStageRevision();
  if (!region || !isByHand || isBusy || isDrawing || !scene.display.overlayVisible) return null;
  const { size, unitPx } = house.stage;
  const panes = stagePanes(scene, size);
  const pane = panes.at(-1)?.content === 'white-light' ? panes[0] : panes.at(-1);
  if (!pane) return null;
  const inCss = (px: number) => px / unitPx;
  const bounds = boundsOfPoints(outlineOf(region.shape, pane.sceneToCanvas));
  const white = panes.length > 1 ? panes.find(({ content }) => content === 'white-light') : undefined;
  const scaled = (rect: typeof bounds) => ({
    x: inCss(rect.x),
    y: inCss(rect.y),
    width: inCss(rect.width),
    height: inCss(rect.height),
  });
  const { at, columns } = placePad(scaled(bounds), {
    stage: { widthPx: inCss(size.widthPx), heightPx: inCss(size.heightPx) },
    white: white ? scaled(white.rect) : null,
    margin: 8,
  });
  /** As seen: the view may be turned and mirrored. A scene pixel, or what a CSS pixel shows where that is more. */
  const move = ([x, y]: readonly [number, number]) => {
    const [a, b, , d, e] = pane.sceneToCanvas;
    const scale = Math.hypot(a, d) || 1;
    const step: Point = { x: (a * x + d * y) / scale, y: (b * x + e * y) / scale };
    const length = Math.max(1, unitPx / scale);
    nudge(house, step.x * length, step.y * length);
  };
  const arrow = (name: keyof typeof arrows, label: string) => (
    <Held label={label} icon={name} onPress={() => move(arrows[name])} />
  );
  return (
    <section
      className="nudge-pad"
      aria-label={words('Move {region}', { region: region.id })}
      style={{ left: at.x, top: at.y, gridTemplateColumns: `repeat(${columns}, 56px)` }}
    >
      <Held label={words('Smaller')} icon="minus" onPress={() => resize(house, 1 / 1.1)} />
      {arrow('up', words('Up'))}
      <Held label={words('Larger')} icon="plus" onPress={() => resize(house, 1.1)} />
      {arrow('left', words('Left'))}
      <button type="button" className="primary" onClick={() => commands.selectRegion(null)}>
        {words('Done')}
      </button>
      {arrow('right', words('Right'))}
      <button type="button" aria-label={words('Undo')} onClick={() => commands.undo()}>
        <Icon name="undo" />
      </button>
      {arrow('down', words('Down'))}
      <button
        type="button"
        className="danger"
        aria-label={words('Remove {region}', { region: region.id })}
        onClick={() => commands.removeRegion(region.id)}
      >
        <Icon name="remove" />
      </button>
    </section>
  );
}

/** A button that goes on while it is held. */
function Held({
  label,
  icon,
  onPress,
}: {
  readonly label: string;
  readonly icon: IconName;
  readonly onPress: () => void;
}) {
  const press = useRef(onPress);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => {
    press.current = onPress;
  });
  useEffect(() => () => clearTimeout(timer.current), []);
  const letGo = () => clearTimeout(timer.current);
  const goOn = () => {
    press.current();
    timer.current = setTimeout(goOn, holdEveryMs);
  };
  return (
    <button
      type="button"
      aria-label={label}
      onClick={() => press.current()}
      onPointerDown={() => {
        letGo();
        timer.current = setTimeout(goOn, holdAfterMs);
      }}
      onPointerUp={letGo}
      onPointerLeave={letGo}
      onPointerCancel={letGo}
      onContextMenu={event => event.preventDefault()}
    >
      <Icon name={icon} />
    </button>
  );
}
