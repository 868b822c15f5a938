/** The core of the worker that analyses: packed frames in by port, what was made of them back by the same port. */
import { createFieldShelf } from '#model/field-correction.ts';
import type { AnalyseMessage } from '../ports.ts';
import { createAnalysisHost } from './analysis-host.ts';
import type { AnalyseApi } from './api.ts';
import { kernelsBySize } from './shapes/kernels-by-size.ts';

/** Holds the quantify worker's port until another one comes. */
export function createAnalyser(wasm: Uint8Array<ArrayBuffer>): AnalyseApi {
  const fields = createFieldShelf();
  const host = createAnalysisHost({
    kernelsFor: kernelsBySize(wasm),
    fields,
    clockS: () => performance.now() / 1000,
  });
  let port: MessagePort | null = null;
  return {
    connectQuantify(newPort) {
      port?.close();
      port = newPort;
      newPort.onmessage = ({ data }: MessageEvent<AnalyseMessage>) => {
        const answer = host.answer(data);
        const bands = 'bands' in answer.result ? answer.result.bands : null;
        newPort.postMessage(answer, [answer.buffer, ...(bands?.samples ? [bands.samples.buffer] : [])]);
      };
    },
    setFields: fields.put,
  };
}
