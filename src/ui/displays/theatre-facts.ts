/** What the theatre displays are told: the numbers and marks of now, in the console's language. Reads the stores, holds nothing. */
import type { TheatreNews } from '#conductor/displays-api.ts';
import { sinceInjection } from '#model/case-strip.ts';
import type { TheatreFigure } from '#model/theatre.ts';
import { inDigits } from '#overlay/figures-in-words.ts';
import { lengthQuantity, tbrSdOf, withUncertainty } from '#overlay/uncertainty.ts';
import { languageNow, words } from '#words/words.ts';
import { shownPart } from '../analysis/shown-part.ts';
import type { House } from '../house.ts';
import { type ShownFigures, shownFigures } from '../measure/shown-figures.ts';
import { freshnessOf } from '../viewport/picture-watch.ts';
import { uncalibratedWord } from '../viewport/UncalibratedTag.tsx';
import { pastWord, pictureWord } from '../viewport/veil-words.ts';

const withheld = (name: string, reason: string): TheatreFigure => ({
  name,
  value: null,
  detail: words(reason),
});

function tbrFigure({ tbr, pair, tumour, background }: ShownFigures): TheatreFigure {
  const name = `TBR${tumour ? ` ${tumour.id}` : ''}`;
  if ('withheld' in tbr) return withheld(name, tbr.detail);
  const { value, plusMinus } = withUncertainty(tbr.value, pair && tbrSdOf(pair));
  const to = background
    ? words('to {region} {tissue}', { region: background.id, tissue: words(background.tissue ?? '') })
    : '';
  return {
    name,
    value,
    detail: [plusMinus === null ? '' : `± ${plusMinus}`, to].filter(Boolean).join(' · '),
  };
}

function cnrFigure({ cnr, pair }: ShownFigures): TheatreFigure {
  if ('withheld' in cnr) return withheld('CNR', cnr.detail);
  const { value, plusMinus } = withUncertainty(cnr.value, pair?.cnrSd ?? null);
  return { name: 'CNR', value, detail: plusMinus === null ? '' : `± ${plusMinus}` };
}

function marginFigure({ conductor, picture }: House): TheatreFigure {
  const name = words('Edge to signal');
  const { settings, analysis } = conductor.stores.analysis.getState();
  const { state } = picture.store.getState();
  const shown = shownPart(analysis?.margin, { isAsked: settings.margin, state });
  if (shown.kind === 'off') return withheld(name, 'not measured');
  if (shown.kind === 'withheld') return withheld(name, shown.detail);
  const { value, plusMinus, unit } = lengthQuantity(shown.figures.smallest);
  return { name, value: `${value} ${unit}`, detail: plusMinus === null ? '' : `± ${plusMinus} ${unit}` };
}

function backgroundFigure({ background, range }: ShownFigures): TheatreFigure {
  const name = words('TBR over backgrounds');
  if (!background) return withheld(name, 'no background region');
  if (!range) return withheld(name, 'one background only');
  return {
    name,
    value: `${inDigits(range.low)} – ${inDigits(range.high)}`,
    detail: words('over {count} backgrounds', { count: range.backgrounds }),
  };
}

function injectionFigure({ conductor }: House, nowS: number): TheatreFigure {
  const name = words('Since injection');
  const since = sinceInjection(conductor.stores.caseStrip.getState().case.injectedAtS, nowS);
  return since === null ? withheld(name, 'T+ not set') : { name, value: since, detail: '' };
}

function recordingFigure({ conductor }: House, nowS: number): TheatreFigure {
  const name = words('Recording');
  const { status, startedAtS } = conductor.stores.recording.getState();
  if (status === 'idle') return withheld(name, 'not recording');
  if (status === 'paused') return { name, value: words('PAUSED'), detail: '' };
  const forS = startedAtS === null ? 0 : Math.max(0, nowS - startedAtS);
  return {
    name,
    value: `${Math.floor(forS / 60)}:${String(Math.floor(forS % 60)).padStart(2, '0')}`,
    detail: '',
  };
}

/** What must be said of the picture besides its age. The most serious first. */
function tagsOf({ conductor, picture }: House): TheatreNews['tags'] {
  const { feed, readout, scene, problems } = conductor.stores;
  const { description, status, fault } = feed.getState();
  const watched = picture.store.getState();
  const { graphics } = readout.getState().liveness;
  const word = pictureWord(watched, graphics, { status, description });
  const past = pastWord(description?.kind ?? 'none');
  const uncalibrated = status === 'open' ? uncalibratedWord(scene.getState().calibration) : null;
  const told = problems.getState().problems;
  const stops = told.filter(({ severity, withholds }) => severity === 'stop' || withholds);
  return [
    ...(word && graphics !== 'working' ? [{ text: words(word.word), tone: 'stop' as const }] : []),
    ...stops.map(({ text }) => ({ text: words(text), tone: 'stop' as const })),
    ...(fault ? [{ text: words('PRACTICE'), tone: 'caution' as const }] : []),
    ...(past ? [{ text: words(past), tone: 'past' as const }] : []),
    ...(word?.tone === 'held' ? [{ text: words(word.word), tone: 'plain' as const }] : []),
    ...(uncalibrated ? [{ text: words(uncalibrated), tone: 'caution' as const }] : []),
  ];
}

/** Null before anything can be shown. `nowS`: seconds since the epoch. */
export function theatreNews(house: House, nowS: number): TheatreNews {
  const { stores } = house.conductor;
  const { regions, selectedId } = stores.regions.getState();
  const { measurement, anchors, measurementAgeS } = stores.readout.getState();
  const { state, silentS } = house.picture.store.getState();
  const ageS = measurementAgeS === null ? null : measurementAgeS + silentS;
  const found = stores.analysis.getState();
  const foundAgeS = found.ageS === null ? null : found.ageS + silentS;
  const { pair } = house.desk.store.getState();
  const figures = shownFigures({ regions, selectedId, pair, measurement, state, ageS });
  return {
    calibration: stores.scene.getState().calibration,
    regions,
    measurement,
    anchors,
    freshness: freshnessOf(state, ageS),
    analysis: found.analysis && {
      analysis: found.analysis,
      shapes: found.shapes,
      freshness: freshnessOf(state, foundAgeS),
    },
    figures: {
      tbr: tbrFigure(figures),
      cnr: cnrFigure(figures),
      margin: marginFigure(house),
      background: backgroundFigure(figures),
      'since-injection': injectionFigure(house, nowS),
      recording: recordingFigure(house, nowS),
    },
    tags: tagsOf(house),
    language: languageNow(),
  };
}
