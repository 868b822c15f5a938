/** Trusted Types: the only addresses that may become scripts are the built files of this app. */
const policy = globalThis.trustedTypes?.createPolicy('rimlight', {
  createScriptURL: url => {
    if (new URL(url, location.href).origin !== location.origin)
      throw new Error('Workers come from this origin only.');
    return url;
  },
});

/** `url` as workers take it. Throws an `Error` for one of another origin. */
export const trustedScript = (url: string): string => (policy ? policy.createScriptURL(url) : url);
