/** Evaluated in every thread of the built app's pages; each installs what it is for. Running it twice does nothing. */
import { readTheatre } from './read-theatre.ts';
import { readView } from './read-view.ts';
import { stampPhantom } from './stamp-phantom.ts';
import { notesOfThread } from './thread-notes.ts';

if (!globalThis.rimlightPixels) {
  const notes = notesOfThread();
  // The app names its threads.
  const name = self.name;
  if (name.startsWith('feed-')) stampPhantom();
  if (name.startsWith('view-')) readView(notes);
  if (name.startsWith('theatre-')) readTheatre(notes);
}
