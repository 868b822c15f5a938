/**
 * Hands measured frames on to analysis: in this worker after the numbers are out, or to a worker of its own. Latest frame wins, one under way;
 * measurement never waits for it. Holds one copy of the NIR plane.
 */

import type { FramePlanes, Plane } from '#model/frame.ts';
import type { Layout } from '#model/layout.ts';
import type { Measurement, MeasurementInputs } from '#model/measurement.ts';
import type { MeasuredFrame } from '../nir-codes.ts';
import type { AnalysedMessage, AnalyseMessage } from '../ports.ts';
import type { AnalysisHost } from './analysis-host.ts';

/** A measured frame, copied and ready to be analysed. */
export type PackedFrame = {
  /** Analyses it, or sends it to be analysed. */
  send(): void;
};

export type AnalysisLink = {
  /** Copies what analysis needs of a frame that is about to be given back; null while an earlier one is under way. */
  pack(
    frame: MeasuredFrame,
    measured: { inputs: MeasurementInputs; measurement: Measurement; mayHurry: boolean },
  ): PackedFrame | null;
  /** From now on by this port. */
  connect(port: MessagePort): void;
  [Symbol.dispose](): void;
};

export function createAnalysisLink(
  host: AnalysisHost,
  done: (result: AnalysedMessage['result']) => void,
): AnalysisLink {
  let port: MessagePort | null = null;
  let spare: ArrayBuffer | null = new ArrayBuffer(0);

  const finish = ({ buffer, result }: AnalysedMessage): void => {
    spare = buffer;
    done(result);
  };

  return {
    pack(frame, { inputs, measurement, mayHurry }) {
      if (!spare) return null;
      const copied = copyNir(frame, inputs.layout, spare);
      if (!copied) return null;
      const { buffer } = copied;
      spare = null;
      const message: AnalyseMessage = {
        type: 'analyse',
        main: copied.main,
        second: copied.second,
        inputs,
        measurement,
        mayHurry,
      };
      return {
        send() {
          if (port) port.postMessage(message, [buffer]);
          else finish(host.answer(message));
        },
      };
    },
    connect(newPort) {
      port?.close();
      port = newPort;
      spare = new ArrayBuffer(0);
      port.onmessage = ({ data }: MessageEvent<AnalysedMessage>) => finish(data);
    },
    [Symbol.dispose]() {
      port?.close();
      port = null;
    },
  };
}

/** The frame with nothing but the plane that carries NIR, copied into `buffer` where it is large enough. */
function copyNir(
  { main, second }: MeasuredFrame,
  layout: Layout,
  spare: ArrayBuffer,
): (MeasuredFrame & { readonly buffer: ArrayBuffer }) | null {
  const isSecond = layout.nir?.stream === 'second';
  const carrier = isSecond ? second : main;
  const plane = carrier?.planes[0];
  if (!layout.nir || !plane) return null;
  const { byteLength } = plane.samples;
  const buffer = spare.byteLength >= byteLength ? spare : new ArrayBuffer(byteLength);
  const samples =
    plane.samples instanceof Uint8Array
      ? new Uint8Array(buffer, 0, plane.samples.length)
      : new Uint16Array(buffer, 0, plane.samples.length);
  samples.set(plane.samples);
  const copy: Plane = { ...plane, samples };
  const withPlanes = (frame: FramePlanes, planes: readonly Plane[]): FramePlanes => ({ ...frame, planes });
  return {
    main: withPlanes(main, isSecond ? [] : [copy]),
    second: second && withPlanes(second, isSecond ? [copy] : []),
    buffer,
  };
}
