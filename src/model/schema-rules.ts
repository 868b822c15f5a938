/**
 * Imported for its effect before anything is parsed: zod must not try to compile code at run time, which the page's policy
 * forbids and the browser would report.
 */
import { z } from 'zod';

z.config({ jitless: true });
