/** Millimetres of the scene: two points on a ruler and the length between them, more than once. */
import { useRef, useState } from 'react';
import type { RulerMark } from '#model/calibration.ts';
import type { Point } from '#model/geometry.ts';
import { NumberField } from '../../controls/NumberField.tsx';
import { useCommands, useConductor } from '../../house.ts';
import { FindingList, isUsable } from './FindingList.tsx';
import { Loupe } from './Loupe.tsx';
import { PictureLayer } from './PictureLayer.tsx';
import { type PaneHandle, PicturePane } from './PicturePane.tsx';
import { PointMark } from './PointMark.tsx';
import { marked, toPane, wholeSight } from './pane-geometry.ts';
import { usePictureSource } from './use-picture-source.ts';

type End = 'from' | 'to';
type Held = { readonly point: Point; readonly mark: number | null; readonly end: End };

const endWords = { from: 'start', to: 'end' } as const;
const ends = ['from', 'to'] as const;

export function ScaleStep() {
  const { calibrate } = useCommands();
  const run = useConductor('calibrating', state => state.run);
  const [held, setHeld] = useState<Held | null>(null);
  const [start, setStart] = useState<Point | null>(null);
  const [lengthMm, setLengthMm] = useState(10);
  const [sight, setSight] = useState(wholeSight);
  const pane = useRef<PaneHandle>(null);
  const source = usePictureSource(run?.pictures?.white);
  if (!run) return null;
  const { marks, scale, draft } = run;

  const change = (index: number, part: Partial<RulerMark>) =>
    calibrate.setMarks(marks.map((mark, i) => (i === index ? { ...mark, ...part } : mark)));
  const remove = (index: number) => calibrate.setMarks(marks.filter((_, i) => i !== index));
  const set = () => {
    if (!held) return;
    const { point, mark, end } = held;
    if (mark !== null) change(mark, { [end]: point });
    else if (!start) setStart(point);
    else {
      calibrate.setMarks([...marks, { from: start, to: point, lengthMm }]);
      setStart(null);
    }
    setHeld(null);
    pane.current?.focus();
  };
  const name = ({ mark, end }: Held) => `Mark ${(mark ?? marks.length) + 1}, ${endWords[end]}`;

  return (
    <div className="stack scale-step" data-keeps-focus="true">
      <p>
        Lay a ruler on the tissue. Press two of its lines in the picture and type the length between them.
      </p>
      <div className="row">
        <button
          type="button"
          className={source ? '' : 'primary'}
          onClick={() => void calibrate.takePictures()}
        >
          {source ? 'Take a new picture' : 'Take a picture'}
        </button>
      </div>
      <NumberField
        label="Length of the next mark, mm"
        value={lengthMm}
        min={0}
        max={1000}
        step={0.1}
        onChange={mm => setLengthMm(mm ?? 0)}
      />
      {marks.length > 0 && (
        <table className="residuals">
          <caption>Marks</caption>
          <thead>
            <tr>
              <th scope="col">Mark</th>
              <th scope="col">Length, mm</th>
              <th scope="col">mm a pixel</th>
              <th scope="col">
                <span className="visually-hidden">Remove</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {marks.map((mark, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a mark is its number.
              <tr key={index}>
                <th scope="row">{index + 1}</th>
                <td>
                  <input
                    type="number"
                    min={0}
                    step={0.1}
                    value={mark.lengthMm}
                    aria-label={`Length of mark ${index + 1} in mm`}
                    onChange={event => {
                      const { valueAsNumber } = event.currentTarget;
                      if (Number.isFinite(valueAsNumber)) change(index, { lengthMm: valueAsNumber });
                    }}
                  />
                </td>
                <td>{scale?.each[index]?.toFixed(4) ?? '–'}</td>
                <td>
                  <button type="button" aria-label={`Remove mark ${index + 1}`} onClick={() => remove(index)}>
                    ×
                  </button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {scale && <FindingList findings={scale.findings} />}
      <p className="scale-result">
        {scale && isUsable(scale.findings)
          ? `${scale.mmPerPx.toFixed(4)} ± ${scale.sdMmPerPx.toFixed(4)} mm a pixel`
          : 'Without a scale lengths are in pixels.'}
      </p>
      <div className="row">
        <button
          type="button"
          className="primary"
          disabled={!scale || !isUsable(scale.findings)}
          onClick={() => calibrate.acceptScale()}
        >
          Use this scale
        </button>
        {draft.scale && <span>In the draft: {draft.scale.mmPerPx.toFixed(4)} mm a pixel.</span>}
      </div>
      <PictureLayer name="Picture to mark">
        <div className="picture-panes">
          {source ? (
            <PicturePane
              ref={pane}
              label="White light picture"
              hint="Arrows carry the cross, Enter marks; plus and minus zoom, 0 shows the whole."
              source={source}
              sight={sight}
              onSight={setSight}
              onPress={point =>
                setHeld(held ? { ...held, point } : { point, mark: null, end: start ? 'to' : 'from' })
              }
              cursorStart={start}
            >
              {(placing, size) => (
                <>
                  <svg className="pane-lines" aria-hidden="true">
                    {marks.map((mark, index) => {
                      const a = toPane(placing, mark.from);
                      const b = toPane(placing, mark.to);
                      return (
                        // biome-ignore lint/suspicious/noArrayIndexKey: a mark is its number.
                        <g key={index}>
                          <path className="halo" d={`M${a.x} ${a.y}L${b.x} ${b.y}`} />
                          <path className="ruler" d={`M${a.x} ${a.y}L${b.x} ${b.y}`} />
                        </g>
                      );
                    })}
                  </svg>
                  {marks.flatMap((mark, index) =>
                    ends.map(end => (
                      <PointMark
                        // biome-ignore lint/suspicious/noArrayIndexKey: a mark is its number.
                        key={`${index} ${end}`}
                        name={`Mark ${index + 1}, ${endWords[end]}`}
                        label={end === 'from' ? `${index + 1}` : ''}
                        point={mark[end]}
                        placing={placing}
                        onMove={point => change(index, { [end]: marked(point, source.picture) })}
                        onOpen={() => setHeld({ point: mark[end], mark: index, end })}
                        onRemove={() => remove(index)}
                      />
                    )),
                  )}
                  {held && (
                    <Loupe
                      name={name(held)}
                      source={source}
                      point={held.point}
                      placing={placing}
                      pane={size}
                      onMove={point => setHeld({ ...held, point })}
                      onSet={set}
                      onCancel={() => {
                        setHeld(null);
                        pane.current?.focus();
                      }}
                    />
                  )}
                </>
              )}
            </PicturePane>
          ) : (
            <p className="no-picture">No picture yet. Press Take a picture.</p>
          )}
        </div>
      </PictureLayer>
    </div>
  );
}
