/** The kernels' module from its bytes, and its exports by name. */

type KernelFunction = (...values: readonly number[]) => number;

/** Throws an `Error` where the module has no function of that name. */
export function functionOf(exports: WebAssembly.Exports, name: string): KernelFunction {
  const found = exports[name];
  if (typeof found !== 'function') throw new Error(`The kernels lack ${name}.`);
  return (...values) => Number(found(...values));
}

/** Throws an `Error` where the module has no memory. */
export function memoryOf(exports: WebAssembly.Exports): WebAssembly.Memory {
  const { memory } = exports;
  if (!(memory instanceof WebAssembly.Memory)) throw new Error('The kernels lack their memory.');
  return memory;
}

/** Where a plane lies in `memory`. Throws an `Error` for one that is elsewhere: kernels see their own memory only. */
export function addressIn({ buffer }: WebAssembly.Memory, plane: ArrayBufferView): number {
  if (plane.buffer !== buffer) throw new Error('A plane is not of the arena that the kernel works in.');
  return plane.byteOffset;
}
