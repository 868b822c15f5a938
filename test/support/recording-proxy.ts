/** A proxy on loopback that everything a browser asks for goes through, loopback itself included, and that writes down every address. */
import { createServer, request } from 'node:http';

export type RecordingProxy = {
  /** Flags for a browser that asks for everything through it. */
  readonly flags: readonly string[];
  /** Addresses in order; of an encrypted connection only where it goes. */
  readonly addresses: readonly string[];
  close(): Promise<void>;
};

/** What a browser asks its maker about a page; the last such flag holds alone, so that the one of `chromium.ts` is repeated. */
const switchedOff = [
  'WebRtcHideLocalIpsWithMdns',
  'AutofillServerCommunication',
  'NetworkTimeServiceQuerying',
  'OptimizationHints',
  'Translate',
];

export async function startRecordingProxy(): Promise<RecordingProxy> {
  const addresses: string[] = [];
  const server = createServer((asked, answer) => {
    const address = asked.url ?? '';
    addresses.push(address);
    if (!URL.canParse(address)) {
      answer.writeHead(400).end();
      return;
    }
    const { method, headers } = asked;
    const passed = request(address, { method, headers }, found => {
      answer.writeHead(found.statusCode ?? 502, found.headers);
      found.pipe(answer);
    });
    passed.on('error', () => answer.writeHead(502).end());
    asked.pipe(passed);
  });
  // Nothing encrypted is let through: there is nothing that should go there.
  server.on('connect', (asked, socket) => {
    addresses.push(`https://${asked.url}`);
    socket.end('HTTP/1.1 502 Refused\r\n\r\n');
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The proxy has no port.');
  return {
    flags: [
      `--proxy-server=http://127.0.0.1:${address.port}`,
      '--proxy-bypass-list=<-loopback>',
      `--disable-features=${switchedOff.join(',')}`,
    ],
    addresses,
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
