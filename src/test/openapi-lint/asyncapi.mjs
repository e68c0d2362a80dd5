// Reads asyncapi.yaml with AsyncAPI's own parser, and fails with what it finds, warnings too.
import parser from '@asyncapi/parser/cjs/index.js';

const WARNING = 1; // hints have larger numbers

const { document, diagnostics } = await parser.fromFile(new parser.Parser(), 'asyncapi.yaml').parse();
const found = diagnostics.filter(({ severity }) => severity <= WARNING);
found.forEach(({ code, message, path }) => console.log(code, path.join('.'), message));
if (!document || found.length > 0) {
  process.exit(1);
}
// the references into the schemas have been followed
for (const message of document.allMessages().all()) {
  if (!message.payload()?.properties()?.type) {
    console.log(`The payload of ${message.name()} was not found.`);
    process.exitCode = 1;
  }
}
