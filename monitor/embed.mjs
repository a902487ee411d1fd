// Writes the built pages into a C++ source file, compressed: node embed.mjs DIR FILE
import { readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { extname, join, relative } from 'node:path';
import { gzipSync } from 'node:zlib';

const [dir, file] = process.argv.slice(2);
const types = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};
const all = (folder) => readdirSync(folder).sort().flatMap((name) => {
  const path = join(folder, name);
  return statSync(path).isDirectory() ? all(path) : [path];
});

let arrays = '';
let rows = '';
let total = 0;
all(dir).forEach((path, index) => {
  const zipped = gzipSync(readFileSync(path), { level: 9 });
  total += zipped.length;
  arrays += `const unsigned char page_${index}[] = {${[...zipped].join(',')}};\n`;
  rows += `    {"/${relative(dir, path)}", "${types[extname(path)] ?? 'application/octet-stream'}", {reinterpret_cast<const char*>(page_${index}), sizeof page_${index}}},\n`;
});
writeFileSync(file, `#include "gateway/operator/pages.h"

namespace inburgering::gateway::operation {
namespace {

${arrays}
const Page all[] = {
${rows}};

}  // namespace

std::span<const Page> pages() { return all; }

}  // namespace inburgering::gateway::operation
`);
console.log(`monitor: ${total} bytes compressed`);
