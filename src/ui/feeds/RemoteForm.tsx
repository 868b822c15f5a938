/** A WHEP address: WebRTC from a gateway in the building. */

import { useState } from 'react';
import { words } from '#words/words.ts';
import { useOpen } from './use-open.ts';

export function RemoteForm() {
  const open = useOpen();
  const [address, setAddress] = useState('');
  const [token, setToken] = useState('');
  const isGood = URL.canParse(address) && /^https?:$/.test(new URL(address).protocol);
  return (
    <form
      className="stack"
      onSubmit={event => {
        event.preventDefault();
        if (isGood) open(commands => commands.openRemote({ address, token: token || null }));
      }}
    >
      <label className="field">
        <span>{words('WHEP address')}</span>
        <input
          type="url"
          required
          placeholder="https://gateway.example/whep"
          value={address}
          onChange={event => setAddress(event.currentTarget.value)}
        />
        <span className="hint">{words('https anywhere, plain http on this machine only.')}</span>
      </label>
      <label className="field">
        <span>{words('Bearer token, if the gateway asks for one')}</span>
        <input
          type="password"
          autoComplete="off"
          value={token}
          onChange={event => setToken(event.currentTarget.value)}
        />
        <span className="hint">{words('Kept in memory only.')}</span>
      </label>
      <div className="row">
        <button type="submit" className="primary" disabled={!isGood}>
          {words('Connect')}
        </button>
      </div>
    </form>
  );
}
