/** How windows of one machine know of each other. Apart from what they say then: the switchboard needs nothing else of the house. */

/** A window says so often that it is there, in seconds. */
export const helloEveryS = 1;
/** One that was not heard for so long is gone. */
export const goneAfterS = 3.5;
