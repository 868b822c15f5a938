/** What the installed app's icon offers (`public/manifest.webmanifest`): an address with `?open=…` leads through a door. */
import { words } from '#words/words.ts';
import type { House } from '../house.ts';
import { closeStart, connectCamera } from './doors.ts';

/** The address's names. The phantom is what a page that was not there before shows anyway. */
const shortcuts: Readonly<Record<string, (house: House) => void>> = {
  phantom(house) {
    closeStart(house);
    house.desk.say(words('This is a simulated camera.'));
  },
  camera: connectCamera,
  library(house) {
    closeStart(house);
    house.desk.open('library');
  },
};

/** Does once what the page's address asks for; any other name, nothing. A reload then stays where the user has gone since. */
export function openByAddress(house: House): void {
  const address = new URL(location.href);
  const name = address.searchParams.get('open');
  if (name === null) return;
  address.searchParams.delete('open');
  history.replaceState(null, '', address);
  if (Object.hasOwn(shortcuts, name)) shortcuts[name]?.(house);
}
