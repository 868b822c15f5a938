/** What the doors of the start page do, for buttons and keys alike. */
import { z } from '#model/schema-rules.ts';
import { readSetting, writeSetting } from '#platform/storage.ts';
import { words } from '#words/words.ts';
import type { SourceWay } from '../desk.ts';
import type { House } from '../house.ts';
import { tourPhantom } from './tour-steps.ts';

const seenSetting = 'tour-seen';

/** The tour was begun on this machine before; the phantom's door then leads to the phantom alone. */
export const wasTourSeen = (): boolean => readSetting(seenSetting, z.boolean(), false);

/** The start page is done with for this visit. */
export function closeStart({ desk }: Pick<House, 'desk'>): void {
  if (desk.store.getState().startPage) desk.store.setState({ startPage: false });
}

function openSources(house: House, sourceWay: SourceWay): void {
  closeStart(house);
  house.desk.store.setState({ sourceWay });
  house.desk.open('feeds');
}

/** The phantom is there already, or is chosen from the list: nothing live is left by this. */
export function lookAtPhantom(house: House): void {
  const { conductor, desk } = house;
  const kind = conductor.stores.feed.getState().description?.kind;
  if (kind && kind !== 'phantom') {
    openSources(house, 'simulated');
    return;
  }
  const isFirst = desk.store.getState().startPage && !wasTourSeen();
  closeStart(house);
  if (!kind) void conductor.commands.openPhantom(tourPhantom);
  if (isFirst) beginTour(house);
  else desk.say(words('This is a simulated camera.'));
}

export const connectCamera = (house: House): void => openSources(house, 'camera');
export const openRecording = (house: House): void => openSources(house, 'recorded');

/** On the phantom only: a camera or a recording that is open is not left for it. */
export function beginTour(house: House): void {
  const { conductor, desk, tour } = house;
  const { feed, recording, calibrating, checking } = conductor.stores;
  const description = feed.getState().description;
  if (recording.getState().status !== 'idle') {
    desk.say(words('The tour waits: a recording runs.'));
    return;
  }
  if (description && description.kind !== 'phantom') {
    desk.say(words('The tour is on the phantom: choose it first.'));
    openSources(house, 'simulated');
    return;
  }
  closeStart(house);
  if (calibrating.getState().run) conductor.commands.calibrate.leave();
  if (checking.getState().isOpen) conductor.commands.check.leave();
  desk.letGo();
  desk.close();
  desk.store.setState({ bigNumbers: false, analysisOpen: false });
  if (description?.name !== tour.phantomTitle) void conductor.commands.openPhantom(tourPhantom);
  writeSetting(seenSetting, true);
  tour.begin();
}
