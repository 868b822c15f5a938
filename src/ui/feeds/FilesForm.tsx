/** Files from this machine: one, or white light and NIR apart. */

import { useState } from 'react';
import { words } from '#words/words.ts';
import { useOpen } from './use-open.ts';

const accepted =
  'video/mp4,video/webm,video/x-matroska,.mkv,image/png,image/tiff,.tif,.tiff,image/jpeg,image/webp,image/bmp';

export function FilesForm() {
  const open = useOpen();
  const [main, setMain] = useState<File | null>(null);
  const [second, setSecond] = useState<File | null>(null);
  return (
    <form
      className="stack"
      onSubmit={event => {
        event.preventDefault();
        if (main) open(commands => commands.openFiles(main, second));
      }}
    >
      <p>
        {words(
          'Video (MP4, WebM, MKV) or pictures (PNG and TIFF with 8 or 16 bit; JPEG, WebP, BMP). Dropping them on the window does the same.',
        )}
      </p>
      <label className="field">
        <span>{words('File, or white light of a pair')}</span>
        <input
          type="file"
          accept={accepted}
          onChange={event => setMain(event.currentTarget.files?.[0] ?? null)}
        />
      </label>
      <label className="field">
        <span>{words('NIR of a pair')}</span>
        <input
          type="file"
          accept={accepted}
          onChange={event => setSecond(event.currentTarget.files?.[0] ?? null)}
        />
      </label>
      <p className="hint">{words('Files are read where they lie and never leave this machine.')}</p>
      <div className="row">
        <button type="submit" className="primary" disabled={!main}>
          {words('Open')}
        </button>
      </div>
    </form>
  );
}
