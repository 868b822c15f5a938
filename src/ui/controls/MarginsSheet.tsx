/** Iso-lines at TBR thresholds. They ship off; who switches one on reads where it is from and that it is not validated here. */

import { useState } from 'react';
import { inShort } from '#overlay/figures-in-words.ts';
import type { Preset } from '#study/preset.ts';
import { isAsked, toggled } from '#study/preset-analysis.ts';
import { words } from '#words/words.ts';
import { useCommands, useConductor, useHouse } from '../house.ts';
import { PresetCard } from './PresetCard.tsx';
import { Sheet } from './Sheet.tsx';
import './margins.css';

const mostLines = 4;

export function MarginsSheet() {
  const { seeds } = useHouse();
  const { setDisplay } = useCommands();
  const thresholds = useConductor('scene', state => state.display.thresholds);
  const acceptsRelative = useConductor('scene', state => state.display.acceptsRelative);
  const calibration = useConductor('scene', scene => scene.calibration);
  const presetIds = useConductor('scene', state => state.display.presetIds);
  const lines = seeds.presets.filter(preset => preset.kind === 'tbr');
  const others = seeds.presets.filter(preset => preset.kind !== 'tbr');
  const isFull = thresholds.length >= mostLines;
  const isOn = ({ id, value }: Preset) => presetIds?.includes(id) === true && thresholds.includes(value);
  const set = (values: readonly number[], presets: readonly Preset[]) =>
    setDisplay({
      thresholds: [...new Set(values)].sort((a, b) => a - b).slice(0, mostLines),
      presetIds: presets.map(({ id }) => id),
    });
  const on = lines.filter(isOn);
  const remove = (gone: number) =>
    set(
      thresholds.filter(value => value !== gone),
      on.filter(({ value }) => value !== gone),
    );
  return (
    <Sheet title={words('Iso-lines')}>
      <div className="stack">
        <p>
          {words(
            'A line lies where the light is the threshold times the background’s mean. It is not a margin of disease: dark does not mean no tumour.',
          )}
        </p>
        {calibration !== 'calibrated' && (
          <div className="ask">
            <p>
              <strong className="caution">
                {words('These numbers are {calibration}.', { calibration: words(calibration) })}
              </strong>{' '}
              {words(
                'Lines drawn from them are relative, too: a TBR of 2 on the screen may be 5 in the tissue.',
              )}
            </p>
            <button
              type="button"
              aria-pressed={acceptsRelative}
              onClick={() => setDisplay({ acceptsRelative: !acceptsRelative })}
            >
              {acceptsRelative ? words('Accepted: draw relative lines') : words('I accept relative lines')}
            </button>
          </div>
        )}
        <section className="stack" aria-label={words('Lines that are on')}>
          <div className="row">
            {thresholds.map(value => (
              <button
                key={value}
                type="button"
                aria-label={words('Remove the line at {value}', { value: inShort(value) })}
                onClick={() => remove(value)}
              >
                {inShort(value)} ×
              </button>
            ))}
            {thresholds.length === 0 && <span className="hint">{words('No line is on.')}</span>}
          </div>
          <OwnThreshold isFull={isFull} onAdd={value => set([...thresholds, value], on)} />
        </section>
        <h3>{words('Published thresholds, not validated here')}</h3>
        {lines.map(preset => (
          <PresetCard
            key={preset.id}
            preset={preset}
            isOn={isOn(preset)}
            isFull={isFull && !thresholds.includes(preset.value)}
            onToggle={() =>
              isOn(preset) ? remove(preset.value) : set([...thresholds, preset.value], [...on, preset])
            }
          />
        ))}
        <details>
          <summary>
            {words('Published rules that are not a line of TBR; what they find is in Analysis')}
          </summary>
          <div className="stack">
            {others.map(preset => (
              <AnalysisPreset key={preset.id} preset={preset} />
            ))}
          </div>
        </details>
      </div>
    </Sheet>
  );
}

/** A rule that the analysis follows rather than a line; what it finds stands in the analysis panel (Y). */
function AnalysisPreset({ preset }: { readonly preset: Preset }) {
  const { setAnalysis } = useCommands();
  const settings = useConductor('analysis', state => state.settings);
  const isOn = isAsked(preset, settings);
  if (isOn === null) return <PresetCard preset={preset} />;
  return (
    <PresetCard preset={preset} isOn={isOn} onToggle={() => setAnalysis(toggled(preset, settings, !isOn))} />
  );
}

function OwnThreshold({
  isFull,
  onAdd,
}: {
  readonly isFull: boolean;
  readonly onAdd: (value: number) => void;
}) {
  const [text, setText] = useState('');
  const value = Number(text);
  const isGood = value > 0 && value <= 1000;
  return (
    <form
      className="row"
      onSubmit={event => {
        event.preventDefault();
        if (!isGood || isFull) return;
        onAdd(value);
        setText('');
      }}
    >
      <input
        type="number"
        aria-label={words('Threshold of your own, as TBR')}
        min={0.01}
        max={1000}
        step="any"
        placeholder="TBR"
        value={text}
        onChange={event => setText(event.currentTarget.value)}
      />
      <button type="submit" disabled={!isGood || isFull}>
        {words('Add a line')}
      </button>
      {isFull && <span className="hint">{words('Four lines at most.')}</span>}
    </form>
  );
}
