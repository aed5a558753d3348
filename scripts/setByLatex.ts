import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

/**
 * Sets figures in a two-column page by pdflatex (Debian: texlive-latex-base), as a paper would, and reads the page back:
 * every figure is there, its letters are text and every font is in the file. Returns what came of it as a sentence.
 */
export function setByLatex(figures: readonly string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'attention-lab-latex-'));
  try {
    const names = figures.map((path) => basename(path));
    figures.forEach((path, at) => copyFileSync(path, join(folder, names[at] ?? '')));
    const body = names.map(
      (name) => `\\noindent\\includegraphics[width=\\columnwidth]{${name}}\n\n\\bigskip\n`,
    );
    writeFileSync(
      join(folder, 'paper.tex'),
      [
        '\\documentclass[twocolumn]{article}',
        '\\usepackage{graphicx}',
        '\\begin{document}',
        ...body,
        '\\end{document}',
        '',
      ].join('\n'),
    );
    execFileSync('pdflatex', ['-halt-on-error', '-interaction=nonstopmode', 'paper.tex'], {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const paper = join(folder, 'paper.pdf');
    const text = execFileSync('pdftotext', [paper, '-'], { encoding: 'utf8' });
    const [, , ...fonts] = execFileSync('pdffonts', [paper], { encoding: 'utf8' }).trimEnd().split('\n');
    const loose = fonts.filter((line) => !/\byes\s+(?:yes|no)\s+(?:yes|no)\s+\d+\s+\d+$/.test(line));
    if (loose.length > 0) throw new Error(`not embedded: ${loose.join('\n')}`);
    const words = text.split(/\s+/).length;
    return `pdflatex set ${names.length} figures on a page: ${words} words read back, ${fonts.length} fonts, all embedded.`;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
