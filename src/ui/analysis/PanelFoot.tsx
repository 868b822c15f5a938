/** What holds for all of analysis: following, highlights, and files of what was found. */

import { usualSpecular } from '#conductor/analysing.ts';
import { words } from '#words/words.ts';
import { download } from '../capture/download.ts';
import { useTitle } from '../hands/use-keys-in-words.ts';
import { useConductor, useHouse } from '../house.ts';
import { toggleFollowing } from './analysis-actions.ts';
import { followingInWords } from './following-words.ts';

const kinds = [
  ['geojson', 'GeoJSON'],
  ['svg', 'SVG'],
  ['csv', 'CSV'],
] as const;

export function PanelFoot() {
  const title = useTitle();
  const house = useHouse();
  const { commands } = house.conductor;
  const isFollowing = useConductor('analysis', state => state.isFollowing);
  const specular = useConductor('analysis', state => state.specular);
  const frameNumber = useConductor('analysis', state => state.analysis?.frameNumber ?? null);
  const motion = useConductor('readout', state => state.measurement?.motion ?? null);
  const following = followingInWords(isFollowing, motion);
  const keep = async (kind: (typeof kinds)[number][0]) => {
    const file = await commands.exportAnalysis(kind);
    if (file) download(file, `rimlight-analysis-frame-${frameNumber ?? 0}.${kind}`);
    else house.desk.say(words('There is nothing to export yet.'));
  };
  return (
    <footer className="analysis-foot">
      {following && <p className={following.isLost ? 'stop' : 'hint'}>{following.words}</p>}
      {/* How well it follows changes with each frame: only that it is lost is spoken. */}
      <p className="visually-hidden" role="status">
        {following?.isLost ? following.words : ''}
      </p>
      <div className="row">
        <button
          type="button"
          aria-pressed={isFollowing}
          title={title(words('Regions follow the tissue'), 'regions.follow')}
          onClick={() => toggleFollowing(house)}
        >
          {words('Follow tissue')}
        </button>
        <button
          type="button"
          aria-pressed={specular !== null}
          title={words('White light’s highlights are left out of every region')}
          onClick={() => commands.setSpecular(specular ? null : usualSpecular)}
        >
          {words('Leave out highlights')}
        </button>
        {kinds.map(([kind, name]) => (
          <button
            key={kind}
            type="button"
            className="export"
            aria-label={words('Export as {name}', { name })}
            title={words('Export as {name}', { name })}
            disabled={frameNumber === null}
            onClick={() => void keep(kind)}
          >
            {name}
          </button>
        ))}
      </div>
    </footer>
  );
}
