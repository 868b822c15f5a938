/**
 * zod, told what it may do before anybody makes a schema: every schema imports it from here. Its compiled parsers need `eval`, which the page's
 * policy forbids.
 */
import { z } from 'zod';

z.config({ jitless: true });

export { z };
