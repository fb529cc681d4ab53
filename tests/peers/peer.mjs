// SPDX-License-Identifier: Apache-2.0
// A client of another maker, for round trips: seals and opens files at a key server of this machine.
//
//   node peer.mjs PACKAGE seal KAS TOKEN IN OUT [ATTRIBUTE...]
//   node peer.mjs PACKAGE open KAS TOKEN IN OUT

import { readFile, writeFile } from "node:fs/promises";
import { webcrypto } from "node:crypto";

globalThis.crypto ??= webcrypto;
// What a browser has and a library of its downloads looks at when it is loaded.
globalThis.window ??= globalThis;
globalThis.document ??= { documentElement: { style: {} }, createElement: () => ({ style: {} }) };
globalThis.location ??= new URL("http://127.0.0.1/");
// Its messages go to stderr: what is tested stands in OUT.
console.log = console.info = console.warn = console.error;

const [packageName, action, kas, token, input, output, ...attributes] = process.argv.slice(2);
const { Client } = await import(packageName);

/** Shows the token; the keys that requests are signed with are the client's own. */
const authProvider = {
  async updateClientPublicKey() {},
  async withCreds(request) {
    return { ...request, headers: { ...request.headers, Authorization: `Bearer ${token}` } };
  },
};

const clientClass = Client.Client;
const client = new clientClass({
  kasEndpoint: kas,
  allowedKases: [kas],
  clientId: "peer",
  authProvider,
});

async function bytesOf(stream) {
  const reader = stream.getReader();
  const parts = [];
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return Buffer.concat(parts);
    parts.push(Buffer.from(value));
  }
}

async function seal() {
  const content = await readFile(input);
  const source = new ReadableStream({
    start(controller) {
      controller.enqueue(new Uint8Array(content));
      controller.close();
    },
  });
  const builder = new Client.EncryptParamsBuilder().withStreamSource(source);
  if (attributes.length > 0) {
    builder.withAttributes(
      attributes.map((attribute) => ({ attribute, displayName: attribute, kasUrl: kas })),
    );
  }
  const sealed = await client.encrypt({ ...builder.withOffline().build(), offline: true });
  await writeFile(output, await bytesOf(sealed.stream ?? sealed));
}

async function open() {
  const content = await readFile(input);
  const parameters = new Client.DecryptParamsBuilder()
    .withArrayBufferSource(
      content.buffer.slice(content.byteOffset, content.byteOffset + content.length),
    )
    .build();
  const opened = await client.decrypt(parameters);
  await writeFile(output, await bytesOf(opened.stream ?? opened));
}

await { seal, open }[action]();
