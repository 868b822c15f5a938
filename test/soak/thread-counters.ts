/**
 * Laid over the platform in every thread, by the debugging protocol: counts graphics objects that were made and not deleted, and frames that
 * were taken and not closed. Only differences mean something: what a thread had before it was reached is not counted.
 */

export const counterName = 'rimlightSoak';

/** An expression for `Runtime.evaluate`. Running it twice does nothing. */
export const installCounters = `(() => {
  if (globalThis.${counterName}) return;
  const counts = { graphics: 0, frames: 0, bitmaps: 0 };
  globalThis.${counterName} = counts;
  const wrap = (prototype, name, around) => {
    const inner = prototype?.[name];
    if (typeof inner !== 'function') return;
    prototype[name] = function (...given) { return around.call(this, inner, given); };
  };
  const graphics = globalThis.WebGL2RenderingContext?.prototype;
  for (const kind of ['Texture', 'Buffer', 'Program', 'Shader', 'Framebuffer', 'Renderbuffer', 'Sampler', 'VertexArray', 'Query']) {
    wrap(graphics, 'create' + kind, function (inner, given) { counts.graphics += 1; return inner.apply(this, given); });
    wrap(graphics, 'delete' + kind, function (inner, given) { if (given[0]) counts.graphics -= 1; return inner.apply(this, given); });
  }
  wrap(graphics, 'fenceSync', function (inner, given) { counts.graphics += 1; return inner.apply(this, given); });
  wrap(graphics, 'deleteSync', function (inner, given) { if (given[0]) counts.graphics -= 1; return inner.apply(this, given); });

  const isFrame = value => value instanceof VideoFrame;
  if (globalThis.VideoFrame) {
    wrap(VideoFrame.prototype, 'clone', function (inner, given) { const made = inner.apply(this, given); counts.frames += 1; return made; });
    wrap(VideoFrame.prototype, 'close', function (inner, given) { if (this.format !== null) counts.frames -= 1; return inner.apply(this, given); });
    wrap(ReadableStreamDefaultReader.prototype, 'read', async function (inner, given) {
      const read = await inner.apply(this, given);
      if (isFrame(read.value)) counts.frames += 1;
      return read;
    });
    const Made = globalThis.VideoFrame;
    globalThis.VideoFrame = new Proxy(Made, {
      construct(target, given, asked) { const made = Reflect.construct(target, given, asked); counts.frames += 1; return made; },
    });
  }
})()`;
