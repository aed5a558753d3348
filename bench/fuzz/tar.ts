/** An uncompressed tar in the layout of 20 Newsgroups "by date": two classes, three documents each in either split. */
export function smallTar(): Buffer {
  const files = ['train', 'test'].flatMap((split) =>
    ['alt.atheism', 'sci.space'].flatMap((name) =>
      [1, 2, 3].map((file) => [
        `20news-bydate-${split}/${name}/${file}`,
        `Subject: ${name}\n\n${file} ${split}\n`,
      ]),
    ),
  );
  const blocks = files.flatMap(([name = '', text = '']) => [header(name, text.length), padded(text)]);
  return Buffer.concat([...blocks, Buffer.alloc(1024)]);
}

/** POSIX ustar: name, mode, owner, size, time, checksum, type, magic. */
function header(name: string, size: number): Buffer {
  const block = Buffer.alloc(512);
  block.write(name, 0);
  block.write('0000644\0', 100);
  block.write('0000000\0', 108);
  block.write('0000000\0', 116);
  block.write(`${size.toString(8).padStart(11, '0')}\0`, 124);
  block.write('00000000000\0', 136);
  block.write('        ', 148);
  block.write('0', 156);
  block.write('ustar\u000000', 257);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return block;
}

function padded(text: string): Buffer {
  const block = Buffer.alloc(Math.ceil(text.length / 512) * 512);
  block.write(text, 'latin1');
  return block;
}
