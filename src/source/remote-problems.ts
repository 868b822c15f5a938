/** What can go wrong with a remote stream, in the user's words. */
import { type Problem, ProblemError } from '#model/problem.ts';

const problems = {
  'remote-address': {
    text: 'This is not the address of a stream.',
    tip: 'Enter the whole WHEP address, starting with https://.',
  },
  'remote-plain': {
    text: 'Plain http is allowed to this machine only.',
    tip: 'Use the stream’s https address.',
  },
  'remote-unreachable': {
    text: 'The video gateway does not answer.',
    tip: 'Check address, network and that the gateway allows this page.',
  },
  'remote-token': {
    text: 'The video gateway does not accept the token.',
    tip: 'Enter the stream’s token again, then press Retry.',
  },
  'remote-forbidden': {
    text: 'The video gateway does not allow this stream.',
    tip: 'Ask whoever runs it for access to this stream.',
  },
  'remote-not-found': {
    text: 'The video gateway has no stream at this address.',
    tip: 'Check the address, and that the camera is sending.',
  },
  'remote-busy': {
    text: 'The video gateway has no room for another viewer.',
    tip: 'Close another viewer, or wait a moment and press Retry.',
  },
  'remote-not-understood': {
    text: 'The video gateway’s answer is not a WHEP answer.',
    tip: 'Check that the address is a WHEP address.',
  },
  'remote-no-picture': {
    text: 'The connection stands, but no picture comes.',
    tip: 'Check that the camera is sending; we keep connecting again.',
  },
  'remote-stopped': {
    text: 'The remote picture stopped.',
    tip: 'Check camera and gateway; we keep connecting again.',
  },
  'remote-cut': {
    text: 'The connection to the video gateway was cut.',
    tip: 'Check the network; we keep connecting again.',
  },
} as const satisfies Record<string, { text: string; tip: string }>;

export type RemoteProblemId = keyof typeof problems;

/** The problem called `id`; every one of them takes the picture away. */
export const remoteProblem = (id: RemoteProblemId): Problem => ({ id, severity: 'stop', ...problems[id] });

export const remoteError = (id: RemoteProblemId, cause?: unknown): ProblemError =>
  new ProblemError(remoteProblem(id), cause);

const idByStatus: Readonly<Record<number, RemoteProblemId>> = {
  401: 'remote-token',
  403: 'remote-forbidden',
  404: 'remote-not-found',
  409: 'remote-busy',
  410: 'remote-not-found',
  429: 'remote-busy',
  503: 'remote-busy',
};

/** What an HTTP status that is not success means to the user. */
export const statusError = (status: number): ProblemError => {
  const id = idByStatus[status] ?? 'remote-not-understood';
  return remoteError(id, new Error(`The gateway answered with status ${status}.`));
};
