/** The build that tests make files with: nothing else reads like it. */
export const testBuild = 'Rimlight 0.1.0+0123456789ab';
