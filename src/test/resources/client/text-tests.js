import { changeOf } from './resources/tidewatch/changes/change-message.js';
import { escaped, isolated, marked } from './resources/tidewatch/shared/bidi-text.js';
import { parts, pretty } from './resources/tidewatch/shared/json-text.js';
import { valueAt } from './resources/tidewatch/shared/mongosh-tokenizer.js';
import { same } from './helpers.js';

/** Text of the database: mongosh notation, JSON, and what runs from right to left. */

const MANY = 16_000_000;

export const tests = {
  'what runs from right to left is isolated, each value and each escape by itself, and the text stays'() {
    const text = "{ 'א': 1, b: 'ב\\u202e<', c: /\u0627/i, d: 'x',\n  e: \"\u0663\" }";
    const element = document.createElement('pre');
    element.append(...isolated(text));
    same(element.textContent, text);
    same([...element.querySelectorAll('bdi')].map((bdi) => bdi.textContent), [
      "'א'", "'ב\\u202e<'", '\\u202e', '/\u0627/', '"\u0663"',
    ]);
    element.replaceChildren(...isolated("{ a: 'אב\n… cut: 5 characters. GET api/feeds/x"));
    same([...element.querySelectorAll('bdi')].map((bdi) => bdi.textContent), ["'אב"]);
    same(isolated("{ a: 'é' }"), ["{ a: 'é' }"]);
  },

  'what shows nothing is named in a sentence, but for what spells words and emoji'() {
    const named = (text) => {
      const element = document.createElement('p');
      element.append(...marked(text));
      same(element.textContent, text);
      return [...element.querySelectorAll('.mark')].map((mark) => mark.dataset.code);
    };
    for (const code of [0, 0x7f, 0x85, 0xad, 0x34f, 0x61c, 0x115f, 0x17b4, 0x180e, 0x200b, 0x200d, 0x200e, 0x200f, 0x2028,
      0x202a, 0x202e, 0x2060, 0x2066, 0x2069, 0x206f, 0x3164, 0xfe0f, 0xfeff, 0xffa0, 0xfff9, 0x1bca0, 0x1d173, 0xe0001,
      0xe0041, 0xe0100]) {
      same(named(`a${String.fromCodePoint(code)}b`), [`U+${code.toString(16).toUpperCase().padStart(4, '0')}`]);
    }
    same(named('\u0645\u06cc\u200c\u062e \u2764\ufe0f\u200d\u{1f525}\tx\ny'), []);
  },

  'a key that is not in the text is shown as JSON with escapes'() {
    same(escaped('"\u202e1\u{e0041}"'), '"\\u202e1\\udb40\\udc41"');
    same(changeOf({ documentKey: { _id: '\u202e1' }, html: '<div id="change-A"><pre>{ }</pre></div>' }).key, '"\\u202e1"');
  },

  'a text that the server has cut says on the page where all of it is'() {
    const html = '<div id="change-A"><pre>{ a: 1\n… cut: 7 characters of a change of 9 bytes. All of it is beside html.</pre></div>';
    const { text, after: before } = changeOf({ html }, 'B');
    same([text.endsWith('9 bytes. Copy takes all of it, as JSON.'), before], [true, 'B']);
    same(changeOf({ html: '<div id="change-A"><pre>{ }</pre></div>' }, 'B').after, null);
  },

  'a document as JSON is taken apart and laid out, every token as it is written'() {
    const json = ' {"a" : [1, {"b":"x\\\\\\"y,:{"}], "c":{}, "d":[ ], "e":-1.50e3 , "f":null}\n';
    same(parts(json), [
      ['a', '[1,{"b":"x\\\\\\"y,:{"}]'], ['c', '{}'], ['d', '[]'], ['e', '-1.50e3'], ['f', 'null'],
    ]);
    same(parts('[1,[2],{}]'), [['0', '1'], ['1', '[2]'], ['2', '{}']]);
    same([parts('{}'), parts('[]')], [[], []]);
    same(pretty('{"a":[1,{}],"b":{"c":"d"}}'), '{\n  "a": [\n    1,\n    {}\n  ],\n  "b": {\n    "c": "d"\n  }\n}');
  },

  'whatever a document of 16 MB is made of, it is taken apart and laid out'() {
    const values = [
      `"${'a'.repeat(MANY)}"`, `"${'\\n'.repeat(MANY / 2)}"`, `"${'𝒳'.repeat(MANY / 2)}"`, '7'.repeat(MANY),
      `[${'1,'.repeat(MANY / 16)}1]`, `${'['.repeat(5_000)}${']'.repeat(5_000)}`,
    ];
    for (const value of values) {
      const members = parts(`{"_id":1,"v":${value}}`);
      same([members.length, members[1][0], members[1][1] === value], [2, 'v', true]);
      same(pretty(`{"v":${value}}`).replace(/\s+/g, '').length, `{"v":${value}}`.length);
    }
  },

  'whatever a card of 16 MB is made of, its key is found'() {
    const fields = [
      `${'a'.repeat(MANY)}: 1`, `${'ü'.repeat(MANY)}: 1`, `${'𝒳'.repeat(MANY / 2)}: 1`, `a: '${'a'.repeat(MANY)}'`,
      `a: ${'7'.repeat(MANY)}`, `a: /${'('.repeat(MANY)}/`, `a: [ ${'1, '.repeat(MANY / 16)}1 ]`,
    ];
    for (const field of fields) {
      same(valueAt(`{ ${field}, documentKey: { _id: 5 } }`, 'documentKey', '_id'), '5');
    }
  },

  'a key that holds a long run of spaces is put on one line within a second'() {
    const spaces = ' '.repeat(200_000);
    const text = `{\n  documentKey: {\n    _id: {\n      a: '${spaces}',\n      b: 1\n    }\n  }\n}`;
    const begun = performance.now();
    const { key } = changeOf({ documentKey: { _id: {} }, html: `<div id="change-A"><pre>${text}</pre></div>` });
    same(key, `{ a: '${spaces}', b: 1 }`);
    same(performance.now() - begun < 1_000, true);
  },
};
