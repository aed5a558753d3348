/** Settings by their dotted paths, as the command line reads them, too. */
export * from '../../shared/configPaths.ts';
