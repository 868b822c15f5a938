/** A session from a file, or made of a video or of pictures. */

import { useState } from 'react';
import { words } from '#words/words.ts';
import { Choice } from '../controls/Choice.tsx';
import { useCommands, useConductor, useDesk, useHouse } from '../house.ts';

const sessionFiles = '.tar,.sealed';
const pictureFiles = 'video/mp4,video/webm,video/x-matroska,.mkv,image/png,image/tiff,.tif,.tiff,image/jpeg';

/** Pictures come in the order of their names, numbers in them counted as numbers. */
const inOrder = (files: FileList | null): readonly File[] =>
  [...(files ?? [])].sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }));

function OfASession() {
  const { importSession } = useCommands();
  const { desk, hands } = useHouse();
  const isBusy = useConductor('sessions', state => state.task !== null);
  const [file, setFile] = useState<File | null>(null);
  const [passphrase, setPassphrase] = useState('');
  return (
    <form
      className="stack"
      aria-label={words('Import a session')}
      onSubmit={event => {
        event.preventDefault();
        if (!file) return;
        // A session that waits to be deleted may be the one that comes back: it goes first.
        void hands.bin
          .settle()
          .then(() => importSession(file, passphrase === '' ? null : passphrase))
          .then(id => {
            if (id !== null) desk.say(words('Imported.'));
          });
      }}
    >
      <div className="columns">
        <label className="field">
          <span>{words('A session’s file')}</span>
          <input
            type="file"
            accept={sessionFiles}
            onChange={event => setFile(event.currentTarget.files?.[0] ?? null)}
          />
        </label>
        <label className="field">
          <span>{words('Its passphrase, if it is sealed')}</span>
          <input
            type="password"
            autoComplete="off"
            value={passphrase}
            onChange={event => setPassphrase(event.currentTarget.value)}
          />
        </label>
      </div>
      <div className="row">
        <button type="submit" className="primary" disabled={!file || isBusy}>
          {words('Import')}
        </button>
      </div>
    </form>
  );
}

function OfPictures() {
  const { importPictures } = useCommands();
  const { desk } = useHouse();
  const layouts = useConductor('layouts', state => state.layouts);
  const isBusy = useConductor('sessions', state => state.task !== null);
  const [main, setMain] = useState<readonly File[]>([]);
  const [second, setSecond] = useState<readonly File[]>([]);
  const fitting = layouts.filter(
    ({ white, nir }) => second.length > 0 === (white?.stream === 'second' || nir?.stream === 'second'),
  );
  const [chosen, setChosen] = useState('');
  const layout = fitting.find(({ id }) => id === chosen) ?? fitting[0];
  return (
    <form
      className="stack"
      aria-label={words('Import pictures')}
      onSubmit={event => {
        event.preventDefault();
        if (main.length > 0 && layout)
          void importPictures({ main, second }, layout).then(id => {
            if (id !== null) desk.say(words('Imported.'));
          });
      }}
    >
      <div className="columns">
        <label className="field">
          <span>{words('A video, or pictures in the order of their names')}</span>
          <input
            type="file"
            multiple
            accept={pictureFiles}
            onChange={event => setMain(inOrder(event.currentTarget.files))}
          />
        </label>
        <label className="field">
          <span>{words('NIR apart, frame by frame')}</span>
          <input
            type="file"
            multiple
            accept={pictureFiles}
            onChange={event => setSecond(inOrder(event.currentTarget.files))}
          />
        </label>
      </div>
      {layout && (
        <Choice
          label={words('Where white light and NIR lie')}
          value={layout.id}
          options={fitting.map(({ id, name }) => [id, words(name)] as const)}
          onChange={setChosen}
        />
      )}
      <div className="row">
        <button type="submit" className="primary" disabled={main.length === 0 || !layout || isBusy}>
          {words('Make a session')}
        </button>
      </div>
    </form>
  );
}

export function ImportForm() {
  // A sheet that was closed begins anew.
  const sheet = useDesk(state => state.sheet);
  return (
    <div className="stack session-form" key={sheet}>
      <OfASession />
      <hr />
      <OfPictures />
    </div>
  );
}
