/** The kernel's WebAssembly, compiled from AssemblyScript by the build (`vite.config.ts`). */
declare module '*/xxh64.as.ts?kernel' {
  const bytes: Uint8Array<ArrayBuffer>;
  // biome-ignore lint/style/noDefaultExport: the shape of what the build makes of a kernel
  export default bytes;
}
