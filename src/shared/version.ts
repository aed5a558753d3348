/** This app's version, equal to package.json's (tests/shared/version.test.ts): the trainer runs where that file may not be. */
export const appVersion = '0.1.0';
