/**
 * Imported for its effect, first of all in the page and in each worker, before any schema is made: zod must not try to compile code at run time, which the page's policy
 * forbids and the browser would report.
 */
import { z } from 'zod';

z.config({ jitless: true });
