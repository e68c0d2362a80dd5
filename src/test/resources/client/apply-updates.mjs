import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { applyUpdate, UpdateError } from '../../../main/webapp/resources/tidewatch/client/update.js';

/** Prints how many of the updates in a file, one a line, were applied exactly, refused and wrong. */
const told = { exact: 0, refused: 0, wrong: [] };
for (const line of readFileSync(process.argv[2], 'utf8').split('\n').filter(Boolean)) {
  const { before, description, after } = JSON.parse(line);
  try {
    if (isDeepStrictEqual(applyUpdate(before, description), after)) {
      told.exact += 1;
    } else {
      told.wrong.push(line);
    }
  } catch (error) {
    if (!(error instanceof UpdateError)) {
      throw error;
    }
    told.refused += 1;
  }
}
console.log(JSON.stringify({ ...told, wrong: told.wrong.slice(0, 3) }));
