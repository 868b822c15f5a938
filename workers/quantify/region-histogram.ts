/**
 * Counts a region's codes. Holds the kernel's memory (about a megabyte for regions of a 1080p frame, kept for the life of
 * the worker) or, without WebAssembly SIMD, one table of the twin.
 */
import type { SensorCodes } from '../nir-codes.ts';
import { countPixels, type Spans } from './spans.ts';

/** Counts by code, `topCode + 1` bins. Belongs to the counter and holds until its next call. */
export type Histogram = Uint32Array<ArrayBuffer>;

export type RegionHistogram = (codes: SensorCodes, spans: Spans) => Histogram;

/** The kernel where this machine can run it, otherwise its twin; same counts either way. */
export function createRegionHistogram(kernel: Uint8Array<ArrayBuffer>): RegionHistogram {
  return WebAssembly.validate(kernel) ? createKernelHistogram(kernel) : createPlainHistogram();
}

/** The twin: plain TypeScript, fallback and oracle. */
export function createPlainHistogram(): RegionHistogram {
  let bins: Histogram = new Uint32Array();
  return ({ samples, startSamples, strideSamples, topCode }, spans) => {
    if (bins.length === topCode + 1) bins.fill(0);
    else bins = new Uint32Array(topCode + 1);
    for (let i = 0; i < spans.length; i += 3) {
      const row = startSamples + spans[i]! * strideSamples;
      const end = row + spans[i + 2]!;
      for (let at = row + spans[i + 1]!; at < end; at++) {
        bins[Math.min(samples[at]!, topCode)]!++;
      }
    }
    return bins;
  };
}

const pageBytes = 65_536;

/** A region's codes are packed into the kernel's memory run by run, which costs less than copying the frame. */
export function createKernelHistogram(kernel: Uint8Array<ArrayBuffer>): RegionHistogram {
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(kernel));
  const { memory, freeFromBytes, count8, count16 } = exports;
  if (
    !(memory instanceof WebAssembly.Memory) ||
    typeof freeFromBytes !== 'function' ||
    typeof count8 !== 'function' ||
    typeof count16 !== 'function'
  )
    throw new Error('The histogram kernel lacks an export.');
  const tables = Math.ceil(Number(freeFromBytes()) / 16) * 16;
  let bytes = new Uint8Array(memory.buffer);
  let halfWords = new Uint16Array(memory.buffer);
  let bins: Histogram = new Uint32Array(memory.buffer, tables, 256);

  return (codes, spans) => {
    const { startSamples, strideSamples, topCode } = codes;
    const isWide = codes.samples.BYTES_PER_ELEMENT === 2;
    const from = tables + 4 * Math.max(topCode + 1, isWide ? 0 : 4 * 256);
    const neededBytes = from + codes.samples.BYTES_PER_ELEMENT * countPixels(spans);
    if (neededBytes > memory.buffer.byteLength) {
      memory.grow(Math.ceil((neededBytes - memory.buffer.byteLength) / pageBytes));
      bytes = new Uint8Array(memory.buffer);
      halfWords = new Uint16Array(memory.buffer);
    }
    if (bins.buffer !== bytes.buffer || bins.length !== topCode + 1)
      bins = new Uint32Array(bytes.buffer, tables, topCode + 1);
    const to = isWide ? halfWords : bytes;
    let at = isWide ? from / 2 : from;
    for (let i = 0; i < spans.length; i += 3) {
      const row = startSamples + spans[i]! * strideSamples;
      to.set(codes.samples.subarray(row + spans[i + 1]!, row + spans[i + 2]!), at);
      at += spans[i + 2]! - spans[i + 1]!;
    }
    if (isWide) count16(tables, from, 2 * at, topCode);
    else count8(tables, from, at);
    return bins;
  };
}
