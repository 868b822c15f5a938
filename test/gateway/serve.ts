/** `npm run gateway`: serves a clip, or RTP from a UDP port, as WHEP on this machine. See the README beside this file. */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { type GatewayOptions, startGateway } from './gateway.ts';
import { parseIvf } from './ivf.ts';

const usage = `npm run gateway -- [--port 4784] [--token SECRET] [--counter-offer] [--make-clip]
                    [--clip FILE.ivf | --rtp UDP-PORT [--codec h264|vp8]]`;

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '4784' },
    token: { type: 'string' },
    'counter-offer': { type: 'boolean', default: false },
    clip: { type: 'string', default: fileURLToPath(new URL('clip.ivf', import.meta.url)) },
    rtp: { type: 'string' },
    codec: { type: 'string', default: 'h264' },
    'make-clip': { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) {
  console.log(usage);
} else if (values['make-clip']) {
  const { makeClip } = await import('./make-clip.ts');
  const clip = await makeClip();
  writeFileSync(values.clip, clip);
  console.log(`${clip.length} bytes in ${values.clip}`);
} else {
  const source: GatewayOptions['source'] = values.rtp
    ? { kind: 'rtp', port: Number(values.rtp), codec: values.codec === 'vp8' ? 'vp8' : 'h264' }
    : { kind: 'clip', clip: parseIvf(readFileSync(values.clip)) };
  const gateway = await startGateway({
    port: Number(values.port),
    ...(values.token && { token: values.token }),
    counterOffer: values['counter-offer'],
    source,
  });
  console.log(`WHEP address: ${gateway.url}`);
  console.log(
    source.kind === 'rtp'
      ? `Waiting for ${source.codec} RTP on UDP port ${source.port}.`
      : `Playing ${values.clip}.`,
  );
}
