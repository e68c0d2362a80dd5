import { applyUpdate } from './resources/tidewatch/client/update.js';
import { same } from './helpers.js';

/** What an update did, applied to the document before it. */

const applied = (document, description) => applyUpdate(document, { updatedFields: {}, removedFields: [], ...description });

function refused(document, description) {
  try {
    return `not refused: ${JSON.stringify(applied(document, description))}`;
  } catch (error) {
    return error.constructor.name;
  }
}

export const tests = {
  async 'fields are set, added and removed, also in arrays'() {
    const before = { _id: 1, a: { b: [{ c: 1 }, { c: 2 }], d: 1 }, e: 1 };
    const text = JSON.stringify(before);
    same(
      applied(before, { updatedFields: { 'a.b.1.c': 9, 'a.b.3': 'x', f: [1] }, removedFields: ['e', 'a.d', 'a.b.0.c'] }),
      { _id: 1, a: { b: [{}, { c: 9 }, null, 'x'] }, f: [1] },
    );
    same(JSON.stringify(before), text);
  },

  async 'arrays are truncated before elements are set'() {
    same(
      applied({ a: [1, 2, 3, 4], b: { c: [1, 2] } }, {
        updatedFields: { 'a.0': 9 },
        truncatedArrays: [{ field: 'a', newSize: 2 }, { field: 'b.c', newSize: 0 }],
      }),
      { a: [9, 2], b: { c: [] } },
    );
  },

  async 'a name that is a number or has a dot is one if the server says so'() {
    same(applied({ a: { 0: 'x' } }, { updatedFields: { 'a.0': 'y' } }), { a: { 0: 'y' } });
    const dotted = { 'a.b': { c: 1 }, a: { b: { c: 2 } } };
    same(
      applied(dotted, { updatedFields: { 'a.b.c': 3 }, disambiguatedPaths: { 'a.b.c': ['a.b', 'c'] } }),
      { 'a.b': { c: 3 }, a: { b: { c: 2 } } },
    );
    same(refused(dotted, { updatedFields: { 'a.b.c': 3 } }), 'UpdateError');
    same(refused({ 'a.b': 1 }, { removedFields: ['a.b'] }), 'UpdateError');
    same(applied({ 'a.b': 1, c: 1 }, { updatedFields: { c: 2 } }), { 'a.b': 1, c: 2 });
  },

  async 'a path that leads nowhere is refused, and so is one into a value'() {
    same(refused({ a: 1 }, { updatedFields: { 'a.b': 1 } }), 'UpdateError');
    same(refused({}, { updatedFields: { 'a.b': 1 } }), 'UpdateError');
    same(refused({ a: [] }, { updatedFields: { 'a.b': 1 } }), 'UpdateError');
    same(refused({ a: { $date: 'x' } }, { updatedFields: { 'a.$date': 1 } }), 'UpdateError');
    same(refused({ a: [1] }, { removedFields: ['a.0'] }), 'UpdateError');
    same(refused({ a: [1] }, { updatedFields: { 'a.99999999': 1 } }), 'UpdateError');
    same(refused({ a: [1] }, { truncatedArrays: [{ field: 'a', newSize: 2 }] }), 'UpdateError');
  },

  async 'names of JavaScript are names like others'() {
    const before = JSON.parse('{"__proto__":{"a":1},"constructor":1}');
    const result = applied(before, { updatedFields: { '__proto__.a': 2, toString: 3 }, removedFields: ['constructor'] });
    same(JSON.stringify(result), '{"__proto__":{"a":2},"toString":3}');
    same(refused({}, { updatedFields: { 'toString.a': 1 } }), 'UpdateError');
  },
};
