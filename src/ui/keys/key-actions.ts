/** What keys do where it takes more than one command. */

import { stations } from '#model/case-strip.ts';
import { modes, opacityLimit } from '#model/display.ts';
import { canDismiss } from '#model/problem.ts';
import { movedBy, tissues } from '#model/region.ts';
import { words } from '#words/words.ts';
import { leaveCalibration, pressInPanel } from '../calibrate/begin.ts';
import { leaveCheck } from '../check/check-actions.ts';
import type { ShapeKind } from '../desk.ts';
import type { House } from '../house.ts';
import { scaledBy } from '../viewport/reshape.ts';
import { usualCircle } from '../viewport/usual-shape.ts';
import { closeStart } from '../welcome/doors.ts';

/** Changes the threshold or the opacity by a step, inside its limits. */
export const changeDisplay = (house: House, key: 'thresholdShare' | 'opacity', by: number) => {
  const { display } = house.conductor.stores.scene.getState();
  const top = key === 'opacity' ? opacityLimit : 1;
  const value = Math.round((display[key] + by) * 100) / 100;
  house.conductor.commands.setDisplay({ [key]: Math.min(top, Math.max(0, value)) });
};

const selected = ({ conductor }: House) => {
  const { regions, selectedId } = conductor.stores.regions.getState();
  return regions.find(region => region.id === selectedId);
};

/** Moves the selected region, scene pixels. */
export const nudge = (house: House, dx: number, dy: number) => {
  const region = selected(house);
  if (region) house.conductor.commands.changeRegion(region.id, { shape: movedBy(region.shape, dx, dy) });
};

/** Makes the selected region larger or smaller. */
export const resize = (house: House, factor: number) => {
  const region = selected(house);
  if (region) house.conductor.commands.changeRegion(region.id, { shape: scaledBy(region.shape, factor) });
};

/** An edge or a cavity holds the regions: so many times their radius. */
const outlinePerRegion = 5;

/** Enter: closes a polygon, or puts down a circle in the middle of the view; while calibrating it reads. */
export const confirm = ({ pointer, desk, conductor }: House) => {
  const { tool, draft } = desk.store.getState();
  if (draft) return pointer.confirm();
  const { scene, view } = conductor.stores.scene.getState();
  if (tool.kind !== 'draw' || !scene) {
    pressInPanel('Enter');
    return;
  }
  const circle = usualCircle(scene, view);
  const isOutline = tool.role === 'edge' || tool.role === 'cavity';
  const shape = isOutline ? scaledBy(circle, outlinePerRegion) : circle;
  conductor.commands.addRegion({ role: tool.role, tissue: tool.tissue, shape });
  desk.letGo();
};

/** Esc: lets go of one thing at a time, the innermost first. */
export const letGo = (house: House) => {
  const { pointer, desk, conductor } = house;
  pointer.cancel();
  const { tool, asksTissue, bigNumbers } = desk.store.getState();
  if (tool.kind === 'draw' || asksTissue) return desk.letGo();
  if (house.tour.store.getState().index !== null) return house.tour.end();
  if (desk.store.getState().startPage) closeStart(house);
  const { run, busy } = conductor.stores.calibrating.getState();
  if (run && busy) return conductor.commands.calibrate.stopReading();
  if (run) return leaveCalibration(house);
  const check = conductor.stores.checking.getState();
  if (check.busy) return conductor.commands.check.stopReading();
  if (check.isOpen) return leaveCheck(house);
  if (bigNumbers) return desk.store.setState({ bigNumbers: false });
  if (conductor.stores.regions.getState().selectedId === null)
    return desk.store.setState({ analysisOpen: false });
  conductor.commands.selectRegion(null);
};

const shapeKinds: readonly ShapeKind[] = ['circle', 'ellipse', 'polygon', 'freehand'];

/** Circle, ellipse, polygon, freehand, and round again. */
export const nextShape = ({ desk }: House) => {
  const { shapeKind } = desk.store.getState();
  desk.store.setState({ shapeKind: shapeKinds[(shapeKinds.indexOf(shapeKind) + 1) % shapeKinds.length]! });
};

/** While the tissue is asked for, digits answer; otherwise they choose the mode. */
export const digit = (house: House, index: number) => {
  const { asksTissue, layoutDraft, blankDraft } = house.desk.store.getState();
  if (asksTissue) house.desk.chooseTissue(tissues[index]!);
  // A layout is drawn on the whole frame, which only one mode shows.
  else if (!layoutDraft && !blankDraft) house.conductor.commands.setDisplay({ mode: modes[index]! });
};

/** Zooms about the middle of the view. */
export const zoomInMiddle = (house: House, factor: number) => {
  const { view } = house.conductor.stores.scene.getState();
  house.conductor.commands.setView({ zoom: Math.min(32, Math.max(1, view.zoom * factor)) });
};

/** Where one looks next, and round again. */
export const nextStation = ({ conductor, desk }: House) => {
  const { station } = conductor.stores.caseStrip.getState().case;
  const next = stations[(stations.indexOf(station) + 1) % stations.length]!;
  conductor.commands.setCase({ station: next });
  desk.say(words('Station: {station}', { station: words(next) }));
};

/** The first of the problems that can be closed, as they are listed: those that stop the picture first. */
export const dismissProblem = ({ conductor }: House) => {
  const problems = conductor.stores.problems.getState().problems.filter(canDismiss);
  const first = problems.find(({ severity }) => severity === 'stop') ?? problems[0];
  if (first) conductor.commands.dismissProblem(first.id);
};

/** The selected region is what others are told in per cent of, or is so no more. */
export const toggleReference = ({ conductor }: House) => {
  const { selectedId, referenceId } = conductor.stores.regions.getState();
  if (selectedId) conductor.commands.setReference(selectedId === referenceId ? null : selectedId);
};
