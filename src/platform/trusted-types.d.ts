/** Trusted Types, as far as we use them: not yet in TypeScript's DOM library. */
type RimlightTrustedTypes = {
  createPolicy(
    name: string,
    rules: { createScriptURL(url: string): string },
    // In the browser this is a TrustedScriptURL, which the Worker constructor takes wherever it takes a string.
  ): { createScriptURL(url: string): string };
};

// `var` is how a property of globalThis is declared.
declare var trustedTypes: RimlightTrustedTypes | undefined;
