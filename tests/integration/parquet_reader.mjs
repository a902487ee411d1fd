// Reads Parquet files with a reader that we did not write, and prints each as JSON: its columns and its rows, with moments and days
// as texts. usage: node parquet_reader.mjs MODULES FILE…
import { pathToFileURL } from 'node:url';

const [modules, ...files] = process.argv.slice(2);
const { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects } = await import(pathToFileURL(`${modules}/hyparquet/src/node.js`).href);
const plain = (_, value) => (typeof value === 'bigint' ? Number(value) : value);
for (const name of files) {
  const file = await asyncBufferFromFile(name);
  const metadata = await parquetMetadataAsync(file);
  const columns = metadata.schema.slice(1).map((each) => [each.name, each.type, each.converted_type ?? null, each.repetition_type]);
  console.log(JSON.stringify({ rows: metadata.num_rows, groups: metadata.row_groups.length, columns, values: await parquetReadObjects({ file }) }, plain));
}
