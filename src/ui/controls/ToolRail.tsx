/** The hand's tools, left of the picture: what to draw, its shape, take back, and how the picture lies. */

import { defaultView } from '#model/display.ts';
import type { RegionRole } from '#model/region.ts';
import { words } from '#words/words.ts';
import { useCommands, useConductor, useDesk, useHouse } from '../house.ts';
import { Icon } from './Icon.tsx';
import { OutlineTool } from './OutlineTool.tsx';
import { ShapeButton } from './ShapeButton.tsx';
import { TissueChooser } from './TissueChooser.tsx';
import './rail.css';
import { useTitle } from '../hands/use-keys-in-words.ts';

const roles = [
  { role: 'tumour', letter: 'T', name: 'Tumour region' },
  { role: 'background', letter: 'B', name: 'Background region' },
  { role: 'leak', letter: 'L', name: 'Leak, excluded' },
] as const satisfies readonly { role: RegionRole; letter: string; name: string }[];

export function ToolRail() {
  const title = useTitle();
  const { desk } = useHouse();
  const commands = useCommands();
  const tool = useDesk(state => state.tool);
  const asksTissue = useDesk(state => state.asksTissue);
  const selectedId = useConductor('regions', state => state.selectedId);
  const canUndo = useConductor('regions', state => state.canUndo);
  const quarterTurns = useConductor('scene', state => state.view.quarterTurns);
  const flipX = useConductor('scene', state => state.view.flipX);
  const inHand = tool.kind === 'draw' ? tool.role : asksTissue ? 'background' : null;
  return (
    <nav className="rail" aria-label={words('Tools')}>
      <button
        type="button"
        aria-label={words('Select and move')}
        title={title(words('Select and move'), 'screen.let-go')}
        aria-pressed={inHand === null}
        onClick={() => desk.letGo()}
      >
        <Icon name="select" />
      </button>
      {roles.map(({ role, letter, name }) => (
        <button
          key={role}
          type="button"
          className={`role ${role}`}
          aria-label={words(name)}
          title={title(words(name), `regions.${role}`)}
          aria-pressed={inHand === role}
          onClick={() => desk.takeTool(role)}
        >
          {letter}
        </button>
      ))}
      {asksTissue && <TissueChooser />}
      <OutlineTool />
      <ShapeButton />
      <button
        type="button"
        aria-label={words('Undo')}
        title={title(words('Undo'), 'regions.undo')}
        disabled={!canUndo}
        onClick={() => commands.undo()}
      >
        <Icon name="undo" />
      </button>
      <button
        type="button"
        aria-label={
          selectedId ? words('Remove {region}', { region: selectedId }) : words('Remove the selected region')
        }
        title={title(words('Remove'), 'regions.remove')}
        disabled={selectedId === null}
        onClick={() => selectedId && commands.removeRegion(selectedId)}
      >
        <Icon name="remove" />
      </button>
      <span className="rail-rest" />
      <button
        type="button"
        aria-label={words('Whole picture')}
        title={title(words('Whole picture'), 'picture.whole')}
        onClick={() =>
          commands.setView({ zoom: 1, centreX: defaultView.centreX, centreY: defaultView.centreY })
        }
      >
        <Icon name="fit" />
      </button>
      <button
        type="button"
        aria-label={words('Mirror')}
        title={title(words('Mirror'), 'picture.mirror')}
        aria-pressed={flipX}
        onClick={() => commands.setView({ flipX: !flipX })}
      >
        <Icon name="flip" />
      </button>
      <button
        type="button"
        aria-label={words('Turn by 90°, now {degrees}°', { degrees: quarterTurns * 90 })}
        title={title(words('Turn by 90°'), 'picture.turn')}
        onClick={() => commands.setView({ quarterTurns: (quarterTurns + 1) % 4 })}
      >
        <Icon name="rotate" />
      </button>
    </nav>
  );
}
