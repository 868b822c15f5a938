declare const rimlightVersion: string;

/** Of this viewer, named in every file of numbers that leaves it; set when it is built. */
export const version = rimlightVersion;
