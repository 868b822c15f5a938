/**
 * Lets one picture at a time be under way in the graphics process. WebGL calls return long before they are carried out;
 * without this a slow GPU would build a queue, and the newest picture would be an old one.
 * Holds one sync object; whoever owns the context disposes of it.
 */

/** Looks this often, in milliseconds, whether the GPU is through. */
const pollMs = 1;

export type DrawFence = {
  /** Call after the last draw call of a picture: resolves when the GPU has finished it (or the context is lost). */
  finished(): Promise<void>;
};

export function createDrawFence(gl: WebGL2RenderingContext): DrawFence {
  return {
    async finished() {
      const sync = gl.fenceSync(gl.SYNC_GPU_COMMANDS_COMPLETE, 0);
      if (!sync) return;
      gl.flush();
      // Safe against a status that never comes: a context that is lost answers at once.
      while (!gl.isContextLost() && gl.getSyncParameter(sync, gl.SYNC_STATUS) === gl.UNSIGNALED) {
        await new Promise(resolve => setTimeout(resolve, pollMs));
      }
      gl.deleteSync(sync);
    },
  };
}
