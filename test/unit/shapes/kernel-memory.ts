/** The kernels' module with an arena in its memory, as `createKernels` sets it up. */
import { createKernelArena } from '#workers/quantify/shapes/arena.ts';
import wasm from '#workers/quantify/shapes/kernels/all.as.ts?kernel';
import type { Arena } from '#workers/quantify/shapes/kernels.ts';
import { functionOf, memoryOf } from '#workers/quantify/shapes/wasm.ts';

const kernelModule = new WebAssembly.Module(wasm);

/** A memory of its own for each call. */
export function kernelMemory(bytes: number): { exports: WebAssembly.Exports; arena: Arena } {
  const { exports } = new WebAssembly.Instance(kernelModule);
  const from = functionOf(exports, 'freeFromBytes')();
  return { exports, arena: createKernelArena(memoryOf(exports), from, bytes) };
}
