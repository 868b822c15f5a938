/** Reading and writing recordings and stills, as one piece: fetched when the disk is first looked at, not before the first picture. */
export { keepThumbnail, sessionFacts } from '#archive/session-facts.ts';
export { sessionStillPicture } from '#archive/session-stills.ts';
export { listSessions } from '#archive/sessions.ts';
export { stillArchive, stillFiles } from '#archive/stills.ts';
